import { FeatureHasher, type FeatureOptions } from '../src/platform/classifier/feature-hasher.js';
import type { ModelFile } from '../src/platform/classifier/model-file.js';
import {
  CrisisClassifier,
  type CrisisModelFacts,
  type HeadScores,
} from '../src/safety/classifier/crisis-classifier.js';
import { atLeast } from '../src/safety/safety.types.js';
import type { RuleReading } from '../src/safety/screen/crisis-screen.js';
import type { CrisisExample } from './crisis-sources.js';
import { countTexts, toInverseFrequency, toRatioImportance } from './feature-importance.js';
import { trainLinearSvm, type LinearModel } from './linear-svm.js';
import { SparseRows } from './sparse-rows.js';

const CRISIS_FEATURES: FeatureOptions = { bits: 18, maxGram: 2, skipPairs: true, maxWordGram: 2 };
const EPOCHS = 6;
const FIRST_EPOCHS = 3;
const SOFTNESS = 0.05;
/** An ungraded text is taken for ordinary unless a model that has not seen any is as sure as this. */
const SURELY_ORDINARY = 1;
const SEED = 20;
/** Examples cheaper than this do not say how telling a feature is. */
const TELLING_COST = 0.5;

export interface GradedExample extends CrisisExample {
  rules: RuleReading;
}

/** The thresholds of a model that is only asked for its scores. */
const NO_THRESHOLDS = { unsure: 0, ideation: 0, ideationWhenNamed: 0, danger: 0 };

/** The features of all examples, hashed once for every model trained on parts of them. */
export class CrisisTrainer {
  private readonly rows = new SparseRows();
  private readonly cost: Float32Array;

  constructor(
    private readonly examples: readonly GradedExample[],
    private readonly features: FeatureOptions = CRISIS_FEATURES,
  ) {
    const hasher = new FeatureHasher(features);
    for (const { text } of examples) this.rows.add(hasher.hash(text));
    this.cost = Float32Array.from(examples, ({ cost }) => SOFTNESS * cost);
  }

  /** A model of the examples that `isUsed` picks, its weights rounded to bytes. */
  train(isUsed: (index: number) => boolean): ModelFile<CrisisModelFacts> {
    const graded = this.select(
      (index) => isUsed(index) && this.grade(index) !== 0 && !this.examples[index]!.ungraded,
    );
    const first = this.fit('ideation', graded, FIRST_EPOCHS);
    const members = this.select(
      (index) =>
        isUsed(index) &&
        this.grade(index) !== 0 &&
        (!this.examples[index]!.ungraded ||
          this.rows.score(index, first.weights, first.bias) < SURELY_ORDINARY),
    );
    const ideation = this.fit('ideation', members, EPOCHS);
    const dangerMembers = this.select((index) => isUsed(index) && this.examples[index]!.danger !== 0);
    return toModelFile(this.features, ideation, this.fit('danger', dangerMembers, EPOCHS));
  }

  /** What rules and data say together: an "ordinary" text in which the rules hear ideation teaches nothing. */
  private grade(index: number): number {
    const { ideation, source, rules } = this.examples[index]!;
    const trusted = source === 'psysuicide' || source === 'sos1k' || source === 'twitter';
    return ideation < 0 && !trusted && atLeast(rules.findings.level, 'medium') ? 0 : ideation;
  }

  private select(isPicked: (index: number) => boolean): Uint32Array {
    return Uint32Array.from([...this.examples.keys()].filter(isPicked));
  }

  private fit(head: 'ideation' | 'danger', members: Uint32Array, epochs: number): LinearModel {
    const buckets = 2 ** this.features.bits;
    const isPositive = Uint8Array.from(this.examples, (example) => (example[head] > 0 ? 1 : 0));
    const telling = members.filter((index) => this.examples[index]!.cost >= TELLING_COST);
    const inverseFrequency = toInverseFrequency(countTexts(this.rows, telling, buckets), telling.length);
    const importance = toRatioImportance({
      rows: this.rows,
      members: telling,
      isPositive,
      buckets,
      inverseFrequency,
    });
    const { weights, bias } = trainLinearSvm({
      rows: this.rows,
      members,
      isPositive,
      cost: this.cost,
      dimensions: buckets,
      epochs,
      seed: SEED,
      importance,
    });
    return { weights: weights.map((weight, bucket) => weight * importance[bucket]!), bias };
  }
}

/** The raw scores of texts a model has not seen, as the running service would compute them. */
export function scoreUnseen(
  model: ModelFile<CrisisModelFacts>,
  examples: readonly GradedExample[],
  receive: (index: number, scores: HeadScores) => void,
): void {
  const classifier = new CrisisClassifier(model);
  examples.forEach(({ text, rules }, index) => receive(index, classifier.read(text, rules.signs).heads));
}

function toModelFile(
  features: FeatureOptions,
  ideation: LinearModel,
  danger: LinearModel,
): ModelFile<CrisisModelFacts> {
  const heads = [ideation, danger].map(({ weights, bias }) => ({ weights, bias, scale: stepOf(weights) }));
  const bytes = new Int8Array(2 * 2 ** features.bits);
  heads.forEach(({ weights, scale }, head) => {
    weights.forEach((weight, bucket) => {
      bytes[2 * bucket + head] = Math.max(-127, Math.min(127, Math.round(weight / scale)));
    });
  });
  const facts = heads.map(({ scale, bias }) => ({ scale, bias }));
  return {
    facts: {
      kind: 'crisis',
      version: 1,
      features,
      ideation: facts[0]!,
      danger: facts[1]!,
      thresholds: NO_THRESHOLDS,
    },
    tensors: { weights: bytes },
  };
}

/** A few weights are far larger than all others; cutting them costs less than a coarse step for the rest. */
function stepOf(weights: Float32Array): number {
  const sizes = Float32Array.from(weights, Math.abs)
    .filter((size) => size > 0)
    .sort();
  return (sizes[Math.floor(0.9995 * (sizes.length - 1))] ?? 1) / 127;
}
