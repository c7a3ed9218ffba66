import type { FeatureSet } from './feature-hasher.js';
import { COLUMNS_A_STEP, makeRowAdder, type BlockLayout, type RowAdder } from './row-adder.js';

/** The largest absolute value of a signed byte that has an opposite. */
const MOST = 127;
const BYTES_A_NUMBER = 4;
/** So many buckets are read at a time. */
const BUCKETS_AT_ONCE = 1024;

/** A matrix of weights, one row a bucket, one byte a weight: `weight = byte * scales[column]`. */
export interface QuantizedMatrix {
  bytes: Int8Array;
  scales: Float32Array;
}

/**
 * Matrices over the same buckets, whose rows are added up together. Their rows are 2^n; buckets beyond them are folded
 * onto them. What one bucket needs of all of them lies side by side: a text has hundreds of buckets all over tables of
 * megabytes, and each place further away is one more wait for memory.
 */
export class QuantizedTable {
  private readonly scales: readonly Float32Array[];
  private readonly addRowsOf: RowAdder;
  /** The sums, the buckets to add, then the blocks of rows lie in the adder's memory. */
  private readonly sums: Int32Array;
  private readonly buckets: Int32Array;
  /** The first sum of each matrix. */
  private readonly firstSums: readonly number[];

  /** @throws {RangeError} when a matrix has not 2^n rows. */
  constructor(matrices: readonly QuantizedMatrix[]) {
    this.scales = matrices.map(({ scales }) => scales);
    const layout = layOut(matrices);
    const widths = layout.matrices.map(({ width }) => width);
    this.firstSums = startsOf(widths);
    const sumsLength = total(widths);
    const { buffer, addRows } = makeRowAdder(layout, layout.start + layout.stride * 2 ** layout.blockBits);
    this.addRowsOf = addRows;
    this.sums = new Int32Array(buffer, 0, sumsLength);
    this.buckets = new Int32Array(buffer, sumsLength * BYTES_A_NUMBER, BUCKETS_AT_ONCE);
    const blocks = new Int8Array(buffer, layout.start);
    matrices.forEach((matrix, index) => writeRows(matrix, layout, index, blocks));
  }

  /** Adds the rows of a text, times `factor`, to `targets`: for each matrix, one number a column. */
  addRows({ buckets, count }: FeatureSet, factor: number, targets: readonly Float64Array[]): void {
    const { scales, sums, firstSums } = this;
    const at = this.buckets.byteOffset;
    sums.fill(0);
    for (let from = 0; from < count; from += BUCKETS_AT_ONCE) {
      const length = Math.min(BUCKETS_AT_ONCE, count - from);
      this.buckets.set(buckets.subarray(from, from + length));
      this.addRowsOf(at, at + length * BYTES_A_NUMBER);
    }
    for (let matrix = 0; matrix < scales.length; matrix += 1) {
      const ofMatrix = scales[matrix]!;
      const target = targets[matrix]!;
      const first = firstSums[matrix]!;
      for (let column = 0; column < ofMatrix.length; column += 1)
        target[column]! += sums[first + column]! * ofMatrix[column]! * factor;
    }
  }
}

function rowBitsOf({ bytes, scales }: QuantizedMatrix): number {
  const bits = Math.log2(bytes.length / scales.length);
  if (!Number.isInteger(bits) || bits < 0) throw new RangeError('a table needs 2^n rows');
  return bits;
}

function layOut(matrices: readonly QuantizedMatrix[]): BlockLayout {
  const rowBits = matrices.map(rowBitsOf);
  const blockBits = Math.min(...rowBits);
  const shapes = matrices.map(({ scales }, index) => ({
    width: COLUMNS_A_STEP * Math.ceil(scales.length / COLUMNS_A_STEP),
    rowsPerBlock: 2 ** (rowBits[index]! - blockBits),
  }));
  const sizes = shapes.map(({ width, rowsPerBlock }) => width * rowsPerBlock);
  const offsets = startsOf(sizes);
  return {
    start: (total(shapes.map(({ width }) => width)) + BUCKETS_AT_ONCE) * BYTES_A_NUMBER,
    blockBits,
    stride: total(sizes),
    matrices: shapes.map((shape, index) => ({ ...shape, offset: offsets[index]! })),
  };
}

function writeRows(
  { bytes, scales }: QuantizedMatrix,
  { blockBits, matrices, stride }: BlockLayout,
  index: number,
  blocks: Int8Array,
): void {
  const columns = scales.length;
  const { offset, width } = matrices[index]!;
  const blockMask = 2 ** blockBits - 1;
  for (let from = 0, row = 0; from < bytes.length; from += columns, row += 1) {
    const to = (row & blockMask) * stride + offset + (row >>> blockBits) * width;
    for (let column = 0; column < columns; column += 1) blocks[to + column] = bytes[from + column]!;
  }
}

/** Where each part begins when they lie one behind the other. */
function startsOf(lengths: readonly number[]): number[] {
  return lengths.map((_, index) => total(lengths.slice(0, index)));
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
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
