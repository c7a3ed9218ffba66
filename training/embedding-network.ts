import { seededRandom, shuffle } from './random.js';
import type { SparseRows } from './sparse-rows.js';

/** How the network learns. The values were chosen by cross-validation; see docs/decisions. */
const EPOCHS = 5;
const LEARNING_RATE = 0.05;
const BIAS_RATE = 0.01;
/** Share of a text's features that is hidden from the network each time it sees the text. */
const FEATURE_DROPOUT = 0.5;
/** Share of the truth that is spread over all labels, since people disagree about feelings. */
const LABEL_SMOOTHING = 0.05;
/** Of the learning rate, what is gone by the end. */
const DECAY = 0.7;
const FIRST_SQUARE = 1e-6;

export interface NetworkTask {
  rows: SparseRows;
  members: Uint32Array;
  /** Per row: the index of its label. */
  labels: Uint8Array;
  labelCount: number;
  /** Buckets are folded onto this many rows of the table, a power of two. */
  buckets: number;
  /** Factor on the embedding of a folded bucket. */
  importance: Float32Array;
  hidden: number;
  seed: number;
}

/** Matrices row by row: `embeddings[bucket * hidden + unit]`, `output[unit * labels + label]`. */
export interface EmbeddingNetwork {
  embeddings: Float32Array;
  output: Float32Array;
  outputBias: Float32Array;
}

/**
 * Trains a network with one hidden layer: the mean-length sum of the embeddings of a text's features, rectified, then a
 * softmax over the labels. Adagrad (Duchi et al. 2011) with feature dropout and label smoothing. Deterministic for a
 * seed. The importance of the buckets is part of the embeddings it returns.
 */
export function trainEmbeddingNetwork(task: NetworkTask): EmbeddingNetwork {
  const trainer = new NetworkTrainer(task);
  const random = seededRandom(task.seed + 1);
  const order = Uint32Array.from(task.members);
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    shuffle(order, random);
    for (const row of order) trainer.learn(row, 1 - (DECAY * epoch) / EPOCHS, random);
  }
  return trainer.finish();
}

class NetworkTrainer {
  private readonly embeddings: Float32Array;
  private readonly embeddingSquares: Float32Array;
  private readonly output: Float64Array;
  private readonly outputSquares: Float64Array;
  private readonly outputBias: Float64Array;
  private readonly hidden: Float64Array;
  private readonly hiddenGradient: Float64Array;
  private readonly errors: Float64Array;
  private readonly kept = new Uint32Array(1 << 17);

  constructor(private readonly task: NetworkTask) {
    const { buckets, hidden, labelCount, seed } = task;
    const random = seededRandom(seed);
    this.embeddings = new Float32Array(buckets * hidden).map(() => (random() - 0.5) * 0.5);
    this.embeddingSquares = new Float32Array(buckets * hidden).fill(FIRST_SQUARE);
    this.output = new Float64Array(hidden * labelCount).map(() => (random() - 0.5) * 0.5);
    this.outputSquares = new Float64Array(hidden * labelCount).fill(FIRST_SQUARE);
    this.outputBias = new Float64Array(labelCount);
    this.hidden = new Float64Array(hidden);
    this.hiddenGradient = new Float64Array(hidden);
    this.errors = new Float64Array(labelCount);
  }

  learn(row: number, pace: number, random: () => number): void {
    const count = this.keepFeatures(row, random);
    const scale = count > 0 ? 1 / Math.sqrt(count) : 0;
    this.readHidden(count, scale);
    this.readErrors(this.task.labels[row]!);
    this.learnOutput(LEARNING_RATE * pace);
    for (let label = 0; label < this.errors.length; label += 1)
      this.outputBias[label]! -= BIAS_RATE * pace * this.errors[label]!;
    this.learnEmbeddings(count, scale, LEARNING_RATE * pace);
  }

  finish(): EmbeddingNetwork {
    const { hidden, importance, buckets } = this.task;
    for (let bucket = 0; bucket < buckets; bucket += 1)
      for (let unit = 0; unit < hidden; unit += 1)
        this.embeddings[bucket * hidden + unit]! *= importance[bucket]!;
    return {
      embeddings: this.embeddings,
      output: Float32Array.from(this.output),
      outputBias: Float32Array.from(this.outputBias),
    };
  }

  private keepFeatures(row: number, random: () => number): number {
    const { starts, indices } = this.task.rows;
    const mask = this.task.buckets - 1;
    let count = 0;
    for (let place = starts[row]!; place < starts[row + 1]!; place += 1) {
      if (random() < FEATURE_DROPOUT) continue;
      this.kept[count] = indices[place]! & mask;
      count += 1;
    }
    return count;
  }

  private readHidden(count: number, scale: number): void {
    const { embeddings, hidden, kept } = this;
    const { importance } = this.task;
    const width = hidden.length;
    hidden.fill(0);
    for (let nth = 0; nth < count; nth += 1) {
      const bucket = kept[nth]!;
      const value = importance[bucket]! * scale;
      for (let unit = 0; unit < width; unit += 1) hidden[unit]! += embeddings[bucket * width + unit]! * value;
    }
  }

  /** Leaves in `errors` the gradient of the cross-entropy by the label scores. */
  private readErrors(truth: number): void {
    const { errors, hidden, output } = this;
    const labels = errors.length;
    errors.set(this.outputBias);
    for (let unit = 0; unit < hidden.length; unit += 1) {
      if (hidden[unit]! <= 0) continue;
      for (let label = 0; label < labels; label += 1)
        errors[label]! += output[unit * labels + label]! * hidden[unit]!;
    }
    const most = Math.max(...errors);
    let sum = 0;
    for (let label = 0; label < labels; label += 1) {
      errors[label] = Math.exp(errors[label]! - most);
      sum += errors[label]!;
    }
    for (let label = 0; label < labels; label += 1) {
      const target = (label === truth ? 1 - LABEL_SMOOTHING : 0) + LABEL_SMOOTHING / labels;
      errors[label] = errors[label]! / sum - target;
    }
  }

  private learnOutput(rate: number): void {
    const { errors, hidden, hiddenGradient, output, outputSquares } = this;
    const labels = errors.length;
    hiddenGradient.fill(0);
    for (let unit = 0; unit < hidden.length; unit += 1) {
      if (hidden[unit]! <= 0) continue;
      for (let label = 0; label < labels; label += 1) {
        const place = unit * labels + label;
        hiddenGradient[unit]! += output[place]! * errors[label]!;
        const gradient = errors[label]! * hidden[unit]!;
        outputSquares[place]! += gradient * gradient;
        output[place]! -= (rate * gradient) / Math.sqrt(outputSquares[place]!);
      }
    }
  }

  private learnEmbeddings(count: number, scale: number, rate: number): void {
    const { embeddings, embeddingSquares, hiddenGradient, kept } = this;
    const { importance } = this.task;
    const width = hiddenGradient.length;
    for (let nth = 0; nth < count; nth += 1) {
      const bucket = kept[nth]!;
      const value = importance[bucket]! * scale;
      for (let unit = 0; unit < width; unit += 1) {
        if (hiddenGradient[unit] === 0) continue;
        const place = bucket * width + unit;
        const gradient = hiddenGradient[unit]! * value;
        embeddingSquares[place]! += gradient * gradient;
        embeddings[place]! -= (rate * gradient) / Math.sqrt(embeddingSquares[place]!);
      }
    }
  }
}
