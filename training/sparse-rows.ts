import type { FeatureSet } from '../src/platform/classifier/feature-hasher.js';

/**
 * Feature vectors of many texts in flat arrays, each of length one. Row `n` lies between `starts[n]` and
 * `starts[n + 1]`.
 */
export class SparseRows {
  readonly starts: number[] = [0];
  private buckets = new Uint32Array(1 << 20);
  private numbers = new Float32Array(1 << 20);

  get length(): number {
    return this.starts.length - 1;
  }

  get indices(): Uint32Array {
    return this.buckets;
  }

  get values(): Float32Array {
    return this.numbers;
  }

  /** Adds a text. `importance` weighs a bucket (an idf, say); without it all features of a text count alike. */
  add({ buckets, count }: FeatureSet, importance?: Float32Array): void {
    const start = this.starts.at(-1)!;
    this.reserve(start + count);
    let squares = 0;
    for (let nth = 0; nth < count; nth += 1) {
      const bucket = buckets[nth]!;
      const value = importance ? importance[bucket]! : 1;
      this.buckets[start + nth] = bucket;
      this.numbers[start + nth] = value;
      squares += value * value;
    }
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let place = start; place < start + count; place += 1) this.numbers[place]! *= scale;
    this.starts.push(start + count);
  }

  /** Adds features beside the hashed ones to the text added last; its length is no longer one. */
  append(buckets: readonly number[], value: number): void {
    const start = this.starts.at(-1)!;
    this.reserve(start + buckets.length);
    this.buckets.set(buckets, start);
    this.numbers.fill(value, start, start + buckets.length);
    this.starts[this.starts.length - 1] = start + buckets.length;
  }

  /** The weights' answer for one row. */
  score(row: number, weights: Float32Array, bias: number): number {
    let sum = bias;
    for (let place = this.starts[row]!; place < this.starts[row + 1]!; place += 1)
      sum += weights[this.buckets[place]!]! * this.numbers[place]!;
    return sum;
  }

  private reserve(needed: number): void {
    if (needed <= this.buckets.length) return;
    const buckets = new Uint32Array(Math.max(needed, 2 * this.buckets.length));
    const numbers = new Float32Array(buckets.length);
    buckets.set(this.buckets);
    numbers.set(this.numbers);
    this.buckets = buckets;
    this.numbers = numbers;
  }
}
