/** The chance that a positive scores above a negative, ties counting half; `null` when one side is empty. */
export function areaUnderCurve(positives: readonly number[], negatives: readonly number[]): number | null {
  if (positives.length === 0 || negatives.length === 0) return null;
  const all = [
    ...positives.map((score) => ({ score, positive: true })),
    ...negatives.map((score) => ({ score, positive: false })),
  ].sort((a, b) => a.score - b.score);
  let rankSum = 0;
  for (let from = 0; from < all.length;) {
    let to = from;
    while (to < all.length && all[to]!.score === all[from]!.score) to += 1;
    const middleRank = (from + 1 + to) / 2;
    for (let nth = from; nth < to; nth += 1) if (all[nth]!.positive) rankSum += middleRank;
    from = to;
  }
  const least = (positives.length * (positives.length + 1)) / 2;
  return (rankSum - least) / (positives.length * negatives.length);
}

export interface ClassMeasures {
  support: number;
  precision: number;
  recall: number;
  f1: number;
}

export function measureClass(truth: readonly boolean[], found: readonly boolean[]): ClassMeasures {
  let hits = 0;
  let expected = 0;
  let flagged = 0;
  truth.forEach((positive, nth) => {
    if (positive) expected += 1;
    if (found[nth]) flagged += 1;
    if (positive && found[nth]) hits += 1;
  });
  const precision = share(hits, flagged);
  const recall = share(hits, expected);
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { support: expected, precision, recall, f1 };
}

export function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

export function rounded(value: number, digits = 4): number {
  return Number(value.toFixed(digits));
}
