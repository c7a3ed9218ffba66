import { FeatureHasher, type FeatureOptions } from '../../platform/classifier/feature-hasher.js';
import { ModelFileError, readModelFile, type ModelFile } from '../../platform/classifier/model-file.js';
import type { RiskLevel } from '../safety.types.js';
import { eachStretch, type Stretch } from './stretches.js';

/** What the file says of the model; the weights lie bucket by bucket, ideation before danger. */
export interface CrisisModelFacts {
  kind: 'crisis';
  version: 1;
  features: FeatureOptions;
  ideation: HeadFacts;
  danger: HeadFacts;
  thresholds: CrisisThresholds;
}

interface HeadFacts {
  /** What one step of the stored weights stands for. */
  scale: number;
  bias: number;
}

export interface CrisisThresholds {
  /** Ideation scores from which a text is unsure (low) and from which it counts (medium). */
  unsure: number;
  ideation: number;
  /** The same for texts in which the rules heard suicide or self-harm named. */
  ideationWhenNamed: number;
  /** Danger score from which an ideation is danger (high). */
  danger: number;
}

/** What the rules know of a text and the classifier should. */
export interface KnownSigns {
  /** Parts a curated exclusion covers, in order of their start. */
  excluded: readonly Stretch[];
  /** Suicide or self-harm is named, without a frame or a denial. */
  named: boolean;
}

export interface ClassifierReading {
  level: RiskLevel;
  /** `model.…`, or none at level none. */
  ruleId?: string;
  /** Continuous: 0 is the threshold of level medium. */
  score: number;
}

const NOTHING: KnownSigns = { excluded: [], named: false };
/** The score of a text with nothing to read; no real one is lower than this says. */
const LOWEST_SCORE = -2;
const HEADS = 2;
/** A text longer than so many UTF-16 units must show that much more: each further sentence is a chance to err. */
const LONG_TEXT = { from: 60, margin: 0.3 };
const VERY_LONG_TEXT = { from: 150, margin: 0.8 };

/**
 * The trained reader of danger: two linear heads over hashed features, the highest stretch of a text counts. Pure and
 * synchronous, linear in the text, nothing allocated per character. Not reentrant.
 */
export class CrisisClassifier {
  private readonly hasher: FeatureHasher;
  private readonly weights: Int8Array;
  private readonly facts: CrisisModelFacts;
  private ideation = LOWEST_SCORE;
  private danger = LOWEST_SCORE;

  /** @throws {ModelFileError} when the file holds another kind of model. */
  constructor({ facts, tensors }: ModelFile<CrisisModelFacts>, fileName = 'model') {
    const weights = tensors.weights;
    if (facts.kind !== 'crisis' || facts.version !== 1)
      throw new ModelFileError(fileName, 'holds another kind or version of model than crisis 1');
    if (!(weights instanceof Int8Array) || weights.length !== HEADS * 2 ** facts.features.bits)
      throw new ModelFileError(fileName, 'has weights that do not fit its feature options');
    this.facts = facts;
    this.weights = weights;
    this.hasher = FeatureHasher.shared(facts.features);
  }

  static load(path: string): CrisisClassifier {
    return new CrisisClassifier(readModelFile<CrisisModelFacts>(path), path.split(/[\\/]/).at(-1));
  }

  read(text: string, { excluded, named }: KnownSigns = NOTHING): ClassifierReading {
    const { thresholds } = this.facts;
    this.ideation = LOWEST_SCORE;
    this.danger = LOWEST_SCORE;
    eachStretch(text, excluded, (start, end) => this.readStretch(text, start, end));
    this.ideation -= marginOf(text.length);
    const score = this.ideation - (named ? thresholds.ideationWhenNamed : thresholds.ideation);
    if (score >= 0 && this.danger >= thresholds.danger)
      return { level: 'high', ruleId: 'model.danger', score };
    if (score >= 0) return { level: 'medium', ruleId: 'model.ideation', score };
    if (this.ideation >= thresholds.unsure) return { level: 'low', ruleId: 'model.unsure', score };
    return { level: 'none', score };
  }

  /** The scores of the last text read, for choosing thresholds. */
  lastScores(): { ideation: number; danger: number } {
    return { ideation: this.ideation, danger: this.danger };
  }

  private readStretch(text: string, start: number, end: number): void {
    const { buckets, count } = this.hasher.hash(text, start, end);
    const { weights } = this;
    let ideation = 0;
    let danger = 0;
    for (let nth = 0; nth < count; nth += 1) {
      const place = HEADS * buckets[nth]!;
      ideation += weights[place]!;
      danger += weights[place + 1]!;
    }
    const length = Math.sqrt(count);
    const { facts } = this;
    this.ideation = Math.max(this.ideation, (ideation * facts.ideation.scale) / length + facts.ideation.bias);
    this.danger = Math.max(this.danger, (danger * facts.danger.scale) / length + facts.danger.bias);
  }
}

function marginOf(length: number): number {
  if (length > VERY_LONG_TEXT.from) return VERY_LONG_TEXT.margin;
  return length > LONG_TEXT.from ? LONG_TEXT.margin : 0;
}
