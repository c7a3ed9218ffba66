import type { SparseRows } from './sparse-rows.js';

/** Added to every count, so that a bucket seen on one side only says much but not everything. */
const PRIOR_COUNT = 0.5;
/** What a bucket counts that is as frequent on both sides. */
const LEAST = 0.3;

/** Number of texts each bucket occurs in. */
export function countTexts(rows: SparseRows, members: Uint32Array, buckets: number): Float64Array {
  const counts = new Float64Array(buckets);
  const { starts, indices } = rows;
  for (const row of members)
    for (let place = starts[row]!; place < starts[row + 1]!; place += 1)
      counts[indices[place]! & (buckets - 1)]! += 1;
  return counts;
}

/**
 * Inverse document frequency, damped: the square root of log((texts + 1) / (texts with it + 1)) + 0.5, on a scale on
 * which the mean square over all features of all texts is one, so that texts keep about the length they have without.
 */
export function toInverseFrequency(counts: Float64Array, texts: number): Float32Array {
  const squares = counts.map((count) => Math.max(0.1, Math.log((texts + 1) / (count + 1)) + 0.5));
  let sum = 0;
  let occurrences = 0;
  counts.forEach((count, bucket) => {
    sum += count * squares[bucket]!;
    occurrences += count;
  });
  return Float32Array.from(squares, (square) => Math.sqrt((square * occurrences) / sum));
}

export interface RatioTask {
  rows: SparseRows;
  members: Uint32Array;
  isPositive: Uint8Array;
  buckets: number;
  inverseFrequency: Float32Array;
}

/**
 * How much a bucket tells the positives from the rest: the square root of the absolute log-count ratio of naive Bayes
 * (Wang and Manning 2012), times its inverse document frequency. A linear machine that reads features on this scale
 * trusts telling ones first.
 */
export function toRatioImportance(task: RatioTask): Float32Array {
  const { rows, members, isPositive, buckets, inverseFrequency } = task;
  const { starts, indices } = rows;
  const inside = new Float64Array(buckets).fill(PRIOR_COUNT);
  const outside = new Float64Array(buckets).fill(PRIOR_COUNT);
  let positives = 0;
  for (const row of members) {
    const counts = isPositive[row] ? inside : outside;
    positives += isPositive[row] ? 1 : 0;
    for (let place = starts[row]!; place < starts[row + 1]!; place += 1) {
      const bucket = indices[place]!;
      if (bucket < buckets) counts[bucket]! += 1;
    }
  }
  const shift = Math.log((members.length - positives) / Math.max(1, positives));
  return Float32Array.from(inside, (count, bucket) => {
    const ratio = Math.log(count / outside[bucket]!) + shift;
    return (Math.sqrt(Math.abs(ratio)) + LEAST) * inverseFrequency[bucket]!;
  });
}
