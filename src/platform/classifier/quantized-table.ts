import type { FeatureSet } from './feature-hasher.js';
import { makeRowAdder, type RowAdder } from './row-adder.js';

/** The largest absolute value of a signed byte that has an opposite. */
const MOST = 127;
const COLUMNS_A_STEP = 8;
const BYTES_A_NUMBER = 4;
/** So many rows are added up at a time. */
const ROWS_A_BLOCK = 1024;

/**
 * A matrix of weights, one row a bucket, one byte a weight: `weight = byte * scales[column]`. The number of rows is a
 * power of two; buckets beyond it are folded onto it.
 */
export class QuantizedTable {
  private readonly mask: number;
  /** Bytes of a row, padded to whole steps. */
  private readonly width: number;
  private readonly addRowsOf: RowAdder;
  /** The sums, the places of the rows to add, then the rows lie in the adder's memory. */
  private readonly sums: Int32Array;
  private readonly places: Int32Array;
  private readonly placesAt: number;
  private readonly rowsAt: number;

  constructor(
    bytes: Int8Array,
    private readonly scales: Float32Array,
  ) {
    const columns = scales.length;
    const rows = bytes.length / columns;
    if (!Number.isInteger(Math.log2(rows))) throw new RangeError('a table needs 2^n rows');
    this.mask = rows - 1;
    this.width = COLUMNS_A_STEP * Math.ceil(columns / COLUMNS_A_STEP);
    this.placesAt = this.width * BYTES_A_NUMBER;
    this.rowsAt = this.placesAt + ROWS_A_BLOCK * BYTES_A_NUMBER;
    const { buffer, addRows } = makeRowAdder(this.rowsAt + rows * this.width);
    this.addRowsOf = addRows;
    this.sums = new Int32Array(buffer, 0, this.width);
    this.places = new Int32Array(buffer, this.placesAt, ROWS_A_BLOCK);
    const padded = new Int8Array(buffer, this.rowsAt);
    if (this.width === columns) padded.set(bytes);
    else padRows(bytes, columns, padded, this.width);
  }

  get columns(): number {
    return this.scales.length;
  }

  /** Adds the rows of a text, times `factor`, to `target` (one number a column). */
  addRows(features: FeatureSet, factor: number, target: Float64Array): void {
    const { scales, sums } = this;
    for (let column = 0; column < sums.length; column += 1) sums[column] = 0;
    for (let from = 0; from < features.count; from += ROWS_A_BLOCK) this.addBlock(features, from);
    for (let column = 0; column < scales.length; column += 1)
      target[column]! += sums[column]! * scales[column]! * factor;
  }

  private addBlock({ buckets, count }: FeatureSet, from: number): void {
    const { mask, places, placesAt, rowsAt, width } = this;
    const rows = Math.min(ROWS_A_BLOCK, count - from);
    for (let nth = 0; nth < rows; nth += 1) places[nth] = (buckets[from + nth]! & mask) * width;
    const placesEnd = placesAt + rows * BYTES_A_NUMBER;
    for (let column = 0; column < width; column += COLUMNS_A_STEP)
      this.addRowsOf(placesAt, placesEnd, rowsAt + column, column * BYTES_A_NUMBER);
  }
}

function padRows(bytes: Int8Array, columns: number, padded: Int8Array, width: number): void {
  let to = 0;
  for (let from = 0; from < bytes.length; from += columns) {
    for (let column = 0; column < columns; column += 1) padded[to + column] = bytes[from + column]!;
    to += width;
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
