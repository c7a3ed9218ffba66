import type { FeatureSet } from './feature-hasher.js';

/** The largest absolute value of a signed byte that has an opposite. */
const MOST = 127;
/** Added to each byte, so that four of them add up side by side in one 32-bit word. */
const OFFSET = 128;
const COLUMNS_A_WORD = 4;
const EVEN_BYTES = 0x00ff00ff;
/** So many bytes fit into 16 bits when they add up. */
const ROWS_A_BLOCK = 256;

/**
 * A matrix of weights, one row a bucket, one byte a weight: `weight = byte * scales[column]`. The number of rows is a
 * power of two; buckets beyond it are folded onto it.
 */
export class QuantizedTable {
  private readonly mask: number;
  /** Four columns a word, the first in the lowest byte; rows are padded to whole words. */
  private readonly words: Int32Array;
  private readonly wordsARow: number;
  /** Where the rows of the present text begin. */
  private places = new Int32Array(1024);
  private readonly sums: Float64Array;

  constructor(
    bytes: Int8Array,
    private readonly scales: Float32Array,
  ) {
    const columns = scales.length;
    const rows = bytes.length / columns;
    if (!Number.isInteger(Math.log2(rows))) throw new RangeError('a table needs 2^n rows');
    this.mask = rows - 1;
    this.wordsARow = 2 * Math.ceil(columns / (2 * COLUMNS_A_WORD));
    this.words = pack(bytes, columns, this.wordsARow);
    this.sums = new Float64Array(this.wordsARow * COLUMNS_A_WORD);
  }

  get columns(): number {
    return this.scales.length;
  }

  /** Adds the rows of a text, times `factor`, to `target` (one number a column). */
  addRows({ buckets, count }: FeatureSet, factor: number, target: Float64Array): void {
    const { mask, scales, sums, wordsARow } = this;
    if (this.places.length < count) this.places = new Int32Array(2 * count);
    const { places } = this;
    for (let nth = 0; nth < count; nth += 1) places[nth] = (buckets[nth]! & mask) * wordsARow;
    sums.fill(-OFFSET * count);
    for (let from = 0; from < count; from += ROWS_A_BLOCK)
      this.addBlock(from, Math.min(count, from + ROWS_A_BLOCK));
    for (let column = 0; column < scales.length; column += 1)
      target[column]! += sums[column]! * scales[column]! * factor;
  }

  /** Word by word: sums in registers cost a fraction of sums in memory, and the rows stay in the cache. */
  private addBlock(from: number, to: number): void {
    const { places, words, wordsARow } = this;
    for (let word = 0; word < wordsARow; word += 2) {
      let even = 0;
      let odd = 0;
      let nextEven = 0;
      let nextOdd = 0;
      for (let nth = from; nth < to; nth += 1) {
        const place = places[nth]! + word;
        const four = words[place]!;
        const next = words[place + 1]!;
        even = (even + (four & EVEN_BYTES)) | 0;
        odd = (odd + ((four >>> 8) & EVEN_BYTES)) | 0;
        nextEven = (nextEven + (next & EVEN_BYTES)) | 0;
        nextOdd = (nextOdd + ((next >>> 8) & EVEN_BYTES)) | 0;
      }
      this.addSums(word * COLUMNS_A_WORD, even, odd);
      this.addSums((word + 1) * COLUMNS_A_WORD, nextEven, nextOdd);
    }
  }

  private addSums(column: number, even: number, odd: number): void {
    const { sums } = this;
    sums[column]! += even & 0xffff;
    sums[column + 1]! += odd & 0xffff;
    sums[column + 2]! += even >>> 16;
    sums[column + 3]! += odd >>> 16;
  }
}

function pack(bytes: Int8Array, columns: number, wordsARow: number): Int32Array {
  const rows = bytes.length / columns;
  const words = new Int32Array(rows * wordsARow);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const word = row * wordsARow + (column >>> 2);
      words[word]! |= (bytes[row * columns + column]! + OFFSET) << (8 * (column & 3));
    }
  }
  return words;
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
