import { FeatureHasher, type FeatureOptions } from '../../platform/classifier/feature-hasher.js';
import { ModelFileError, readModelFile, type ModelFile } from '../../platform/classifier/model-file.js';
import type { RiskLevel } from '../safety.types.js';
import { eachStretch, isMostlyHan, type Stretch, type StretchKind } from './stretches.js';

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
  /** What the heads say, with the margins and before the thresholds: for choosing these. */
  heads: HeadScores;
}

export interface HeadScores {
  ideation: number;
  danger: number;
}

const NOTHING: KnownSigns = { excluded: [], named: false };
/** The score of a text with nothing to read; no real one is lower than this says. */
const LOWEST_SCORE = -2;
const HEADS = 2;
/** So many letters count as one Han character. */
const LETTERS_OF_A_HAN = 4;
/**
 * How much more a text must show that is longer than so many Han characters: each further sentence is a chance to err.
 * A few words must show more as well, since one of them decides alone.
 */
const VERY_LONG_TEXT = { from: 150, margin: 0.8 };
const LONG_TEXT = { from: 60, margin: 0.3 };
const SHORT_TEXT = { upTo: 6, margin: 0.1 };
/** What a part must show more than a whole, and how much of that is added with each doubling of a longer text. */
const MARGIN_OF_PART = { sentence: 0.35, clause: 0.7, rest: 0.3 };
/** The same for a part that shows a plan by itself: what is said around a plan must not hide it. */
const MARGIN_OF_DANGER = 0.1;
const PER_DOUBLING = { from: 50, margin: 0.1 };

/**
 * The trained reader of danger: two linear heads over hashed features, the highest stretch of a text counts. Pure and
 * synchronous, linear in the text, nothing allocated per character. Not reentrant.
 */
export class CrisisClassifier {
  private readonly hasher: FeatureHasher;
  /** By bucket: the weight for ideation in the low byte, that for danger in the high one. */
  private readonly weights: Int16Array;
  private readonly facts: CrisisModelFacts;

  /** @throws {ModelFileError} when the file holds another kind of model. */
  constructor({ facts, tensors }: ModelFile<CrisisModelFacts>, fileName = 'model') {
    const weights = tensors.weights;
    if (facts.kind !== 'crisis' || facts.version !== 1)
      throw new ModelFileError(fileName, 'holds another kind or version of model than crisis 1');
    if (!(weights instanceof Int8Array) || weights.length !== HEADS * 2 ** facts.features.bits)
      throw new ModelFileError(fileName, 'has weights that do not fit its feature options');
    this.facts = facts;
    this.weights = toPairs(weights);
    this.hasher = FeatureHasher.shared(facts.features);
  }

  static load(path: string): CrisisClassifier {
    return new CrisisClassifier(readModelFile<CrisisModelFacts>(path), path.split(/[\\/]/).at(-1));
  }

  read(text: string, { excluded, named }: KnownSigns = NOTHING): ClassifierReading {
    const heads: HeadScores = { ideation: LOWEST_SCORE, danger: LOWEST_SCORE };
    const isChinese = isMostlyHan(text);
    const length = isChinese ? text.length : text.length / LETTERS_OF_A_HAN;
    eachStretch(text, { leftOut: excluded, isChinese }, (start, end, kind) => {
      this.readStretch(text, { start, end }, marginOf(kind, length), heads);
    });
    return this.judge(heads, named);
  }

  private judge(heads: HeadScores, named: boolean): ClassifierReading {
    const { thresholds } = this.facts;
    const { ideation, danger } = heads;
    const score = ideation - (named ? thresholds.ideationWhenNamed : thresholds.ideation);
    if (score >= 0 && danger >= thresholds.danger)
      return { level: 'high', ruleId: 'model.danger', score, heads };
    if (score >= 0) return { level: 'medium', ruleId: 'model.ideation', score, heads };
    if (ideation >= thresholds.unsure) return { level: 'low', ruleId: 'model.unsure', score, heads };
    return { level: 'none', score, heads };
  }

  private readStretch(text: string, { start, end }: Stretch, margin: number, heads: HeadScores): void {
    const { buckets, count } = this.hasher.hash(text, start, end);
    const { weights } = this;
    let ideation = 0;
    let danger = 0;
    for (let nth = 0; nth < count; nth += 1) {
      const pair = weights[buckets[nth]!]!;
      ideation += (pair << 24) >> 24;
      danger += pair >> 8;
    }
    const length = Math.sqrt(count);
    const { facts } = this;
    const ofIdeation = (ideation * facts.ideation.scale) / length + facts.ideation.bias;
    const ofDanger = (danger * facts.danger.scale) / length + facts.danger.bias;
    const needed = ofDanger >= facts.thresholds.danger ? Math.min(margin, MARGIN_OF_DANGER) : margin;
    heads.ideation = Math.max(heads.ideation, ofIdeation - needed);
    heads.danger = Math.max(heads.danger, ofDanger - margin);
  }
}

/** Both heads' weights of a bucket in one number: one look into memory instead of two. */
function toPairs(weights: Int8Array): Int16Array {
  const pairs = new Int16Array(weights.length / HEADS);
  for (let bucket = 0; bucket < pairs.length; bucket += 1)
    pairs[bucket] = (weights[HEADS * bucket]! & 0xff) | (weights[HEADS * bucket + 1]! << 8);
  return pairs;
}

/** `length` is that of the text, in Han characters. */
function marginOf(kind: StretchKind, length: number): number {
  if (kind !== 'run')
    return MARGIN_OF_PART[kind] + PER_DOUBLING.margin * Math.max(0, Math.log2(length / PER_DOUBLING.from));
  if (length > VERY_LONG_TEXT.from) return VERY_LONG_TEXT.margin;
  if (length > LONG_TEXT.from) return LONG_TEXT.margin;
  return length <= SHORT_TEXT.upTo ? SHORT_TEXT.margin : 0;
}
