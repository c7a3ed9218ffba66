import type { FeatureSet } from './feature-hasher.js';

/** The largest absolute value of a signed byte that has an opposite. */
const MOST = 127;
const COLUMNS_AT_ONCE = 4;

/**
 * A matrix of weights, one row a bucket, one byte a weight: `weight = byte * scales[column]`. The number of rows is a
 * power of two; buckets beyond it are folded onto it.
 */
export class QuantizedTable {
  private readonly mask: number;
  /** Where the rows of the present text begin. */
  private places = new Uint32Array(1024);

  constructor(
    private readonly bytes: Int8Array,
    private readonly scales: Float32Array,
  ) {
    const rows = bytes.length / scales.length;
    if (!Number.isInteger(Math.log2(rows))) throw new RangeError('a table needs 2^n rows');
    this.mask = rows - 1;
  }

  get columns(): number {
    return this.scales.length;
  }

  /**
   * Adds the rows of a text, times `factor`, to `target` (one number a column). A few columns at a time: a sum in a
   * register costs a fraction of one in memory, and the rows stay in the cache after the first columns.
   */
  addRows({ buckets, count }: FeatureSet, factor: number, target: Float64Array): void {
    const { bytes, mask, scales } = this;
    const columns = scales.length;
    if (this.places.length < count) this.places = new Uint32Array(2 * count);
    const { places } = this;
    for (let nth = 0; nth < count; nth += 1) places[nth] = (buckets[nth]! & mask) * columns;
    let column = 0;
    for (; column + COLUMNS_AT_ONCE <= columns; column += COLUMNS_AT_ONCE) {
      let first = 0;
      let second = 0;
      let third = 0;
      let fourth = 0;
      for (let nth = 0; nth < count; nth += 1) {
        const place = places[nth]! + column;
        first = (first + bytes[place]!) | 0;
        second = (second + bytes[place + 1]!) | 0;
        third = (third + bytes[place + 2]!) | 0;
        fourth = (fourth + bytes[place + 3]!) | 0;
      }
      target[column]! += first * scales[column]! * factor;
      target[column + 1]! += second * scales[column + 1]! * factor;
      target[column + 2]! += third * scales[column + 2]! * factor;
      target[column + 3]! += fourth * scales[column + 3]! * factor;
    }
    for (; column < columns; column += 1) {
      let sum = 0;
      for (let nth = 0; nth < count; nth += 1) sum = (sum + bytes[places[nth]! + column]!) | 0;
      target[column]! += sum * scales[column]! * factor;
    }
  }
}

/** Rounds each column to bytes by its own scale, so that the largest weight of the column is 127. */
export function quantize(weights: Float32Array, columns: number): { bytes: Int8Array; scales: Float32Array } {
  const scales = new Float32Array(columns);
  for (let index = 0; index < weights.length; index += 1) {
    const column = index % columns;
    scales[column] = Math.max(scales[column]!, Math.abs(weights[index]!) / MOST);
  }
  const bytes = new Int8Array(weights.length);
  for (let index = 0; index < weights.length; index += 1) {
    const scale = scales[index % columns]!;
    bytes[index] = scale === 0 ? 0 : Math.round(weights[index]! / scale);
  }
  return { bytes, scales };
}
