import { FeatureHasher, type FeatureOptions } from '../../../platform/classifier/feature-hasher.js';
import type { Tensor } from '../../../platform/classifier/model-file.js';
import { QuantizedTable } from '../../../platform/classifier/quantized-table.js';

/** What a head says of itself in the model file. */
export interface HeadFacts {
  labels: readonly string[];
  /** The label set people annotated, and for each label the one of these it belongs to. */
  judged: readonly string[];
  judgedAs: readonly number[];
  features: FeatureOptions;
  /** Width of the network's hidden layer; 0 for a head without one. */
  hidden: number;
  /** Share of the network's log-probabilities beside the linear scores. */
  networkShare: number;
  /** Scores times this, plus the calibration tensor, are logits of calibrated probabilities. */
  slope: number;
}

/**
 * One trained classifier: a linear machine over hashed features and what the lexicon found, beside a small network over
 * embeddings of the same features. Scoring allocates nothing per character. Not reentrant.
 */
export class EmotionHead {
  readonly labels: readonly string[];
  private readonly hasher: FeatureHasher;
  /** The linear weights and, of a head with a network, the embeddings. */
  private readonly weights: QuantizedTable;
  private readonly sums: readonly Float64Array[];
  private readonly scores: Float64Array;
  private readonly hiddenLayer: Float64Array;
  private readonly networkLogits: Float64Array;
  private readonly probabilities: Float64Array;

  constructor(
    private readonly facts: HeadFacts,
    private readonly tensors: HeadTensors,
  ) {
    const { labels, features, hidden } = facts;
    this.labels = labels;
    this.hasher = FeatureHasher.shared(features);
    const linear = { bytes: tensors.linear, scales: tensors.linearScales };
    const embeddings = { bytes: tensors.embeddings, scales: tensors.embeddingScales };
    this.weights = new QuantizedTable(hidden > 0 ? [linear, embeddings] : [linear]);
    this.scores = new Float64Array(labels.length);
    this.hiddenLayer = new Float64Array(hidden);
    this.networkLogits = new Float64Array(labels.length);
    this.probabilities = new Float64Array(labels.length);
    this.sums = [this.scores, this.hiddenLayer];
  }

  private score(text: string, lexiconFeatures: readonly number[]): Float64Array {
    const { scores } = this;
    const { bias, lexicon } = this.tensors;
    const columns = scores.length;
    const features = this.hasher.hash(text);
    const scale = features.count > 0 ? 1 / Math.sqrt(features.count) : 0;
    for (let column = 0; column < columns; column += 1) scores[column] = bias[column]!;
    for (const feature of lexiconFeatures) {
      const row = feature * columns;
      for (let column = 0; column < columns; column += 1) scores[column]! += lexicon[row + column]!;
    }
    this.hiddenLayer.fill(0);
    this.weights.addRows(features, scale, this.sums);
    if (this.hiddenLayer.length > 0) this.addNetwork();
    return scores;
  }

  /** Calibrated probabilities of the labels. The array is reused by the next call. */
  read(text: string, lexiconFeatures: readonly number[]): Float64Array {
    const scores = this.score(text, lexiconFeatures);
    const { calibration } = this.tensors;
    const target = this.probabilities;
    for (let label = 0; label < target.length; label += 1)
      target[label] = Math.exp(this.facts.slope * scores[label]! + calibration[label]!);
    let total = 0;
    for (let label = 0; label < target.length; label += 1) total += target[label]!;
    for (let label = 0; label < target.length; label += 1) target[label]! /= total;
    return target;
  }

  /**
   * The annotated label with the best log-probability after the offsets chosen for an even hand with rare labels (best
   * macro-F1).
   */
  judge(probabilities: Float64Array): string {
    const { judged, judgedAs } = this.facts;
    const { offsets } = this.tensors;
    const sums = new Float64Array(judged.length);
    probabilities.forEach((probability, label) => {
      sums[judgedAs[label]!]! += probability;
    });
    let best = 0;
    for (let label = 1; label < sums.length; label += 1)
      if (Math.log(sums[label]!) + offsets[label]! > Math.log(sums[best]!) + offsets[best]!) best = label;
    return judged[best]!;
  }

  private addNetwork(): void {
    const { output, outputBias } = this.tensors;
    const { scores, hiddenLayer, networkLogits } = this;
    const columns = scores.length;
    networkLogits.set(outputBias);
    for (let unit = 0; unit < hiddenLayer.length; unit += 1) {
      const activation = hiddenLayer[unit]!;
      if (activation <= 0) continue;
      for (let column = 0; column < columns; column += 1)
        networkLogits[column]! += activation * output[unit * columns + column]!;
    }
    const total = logSumOfExponentials(networkLogits);
    for (let column = 0; column < columns; column += 1)
      scores[column]! += this.facts.networkShare * (networkLogits[column]! - total);
  }
}

/** The numbers of a head. Matrices are row by row, one column a label. */
export interface HeadTensors {
  linear: Int8Array;
  linearScales: Float32Array;
  lexicon: Float32Array;
  bias: Float32Array;
  embeddings: Int8Array;
  embeddingScales: Float32Array;
  output: Float32Array;
  outputBias: Float32Array;
  calibration: Float32Array;
  offsets: Float32Array;
}

const TYPES: Record<keyof HeadTensors, typeof Int8Array | typeof Float32Array> = {
  linear: Int8Array,
  linearScales: Float32Array,
  lexicon: Float32Array,
  bias: Float32Array,
  embeddings: Int8Array,
  embeddingScales: Float32Array,
  output: Float32Array,
  outputBias: Float32Array,
  calibration: Float32Array,
  offsets: Float32Array,
};

/** The tensors of the head called `name`, stored as `name.tensor`. @throws RangeError when one is missing. */
export function readHeadTensors(name: string, tensors: Readonly<Record<string, Tensor>>): HeadTensors {
  const read = Object.entries(TYPES).map(([key, type]) => {
    const tensor = tensors[`${name}.${key}`];
    if (!(tensor instanceof type)) throw new RangeError(`has no tensor ${name}.${key}`);
    return [key, tensor];
  });
  return Object.fromEntries(read) as HeadTensors;
}

function logSumOfExponentials(values: Float64Array): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) if (value > most) most = value;
  let sum = 0;
  for (const value of values) sum += Math.exp(value - most);
  return most + Math.log(sum);
}
