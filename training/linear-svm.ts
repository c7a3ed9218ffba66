import { seededRandom, shuffle } from './random.js';
import type { SparseRows } from './sparse-rows.js';

export interface LinearModel {
  weights: Float32Array;
  bias: number;
}

export interface SvmTask {
  rows: SparseRows;
  /** The rows to learn from. */
  members: Uint32Array;
  /** Per row of `rows`: whether it is a positive example. */
  isPositive: ArrayLike<number | boolean>;
  /** Per row of `rows`: the price of an error. */
  cost: ArrayLike<number>;
  /** Number of buckets. */
  dimensions: number;
  epochs: number;
  seed: number;
  /** Factor on each bucket's value, the same for every row; 1 when left out. */
  importance?: Float32Array;
}

/**
 * A linear support vector machine with squared hinge loss, by dual coordinate descent (Hsieh et al. 2008), the method
 * of LIBLINEAR. The bias is a feature of value one. Deterministic for a seed.
 */
export function trainLinearSvm({
  rows,
  members,
  isPositive,
  cost,
  dimensions,
  epochs,
  seed,
  importance,
}: SvmTask): LinearModel {
  const weights = new Float32Array(dimensions);
  const { starts, indices } = rows;
  const values = importance ? weighed(rows, importance) : rows.values;
  const squares = squaredLengths(rows, values);
  const random = seededRandom(seed);
  const order = Uint32Array.from(members);
  const dual = new Float64Array(rows.length);
  let bias = 0;
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, random);
    for (const row of order) {
      const sign = isPositive[row] ? 1 : -1;
      const softness = 1 / (2 * cost[row]!);
      const from = starts[row]!;
      const to = starts[row + 1]!;
      let score = bias;
      for (let place = from; place < to; place += 1) score += weights[indices[place]!]! * values[place]!;
      const held = dual[row]!;
      const gradient = score * sign - 1 + softness * held;
      if (held === 0 && gradient >= 0) continue;
      // One for the bias.
      const next = Math.max(0, held - gradient / (squares[row]! + 1 + softness));
      const change = (next - held) * sign;
      if (change === 0) continue;
      dual[row] = next;
      for (let place = from; place < to; place += 1) weights[indices[place]!]! += change * values[place]!;
      bias += change;
    }
  }
  return { weights, bias };
}

function weighed({ starts, indices, values }: SparseRows, importance: Float32Array): Float32Array {
  const length = starts.at(-1)!;
  const product = new Float32Array(length);
  for (let place = 0; place < length; place += 1)
    product[place] = values[place]! * importance[indices[place]!]!;
  return product;
}

function squaredLengths({ starts, length }: SparseRows, values: Float32Array): Float64Array {
  const squares = new Float64Array(length);
  for (let row = 0; row < length; row += 1)
    for (let place = starts[row]!; place < starts[row + 1]!; place += 1)
      squares[row]! += values[place]! * values[place]!;
  return squares;
}
