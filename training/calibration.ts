import { seededRandom } from './random.js';

/** Scores of many texts, row by row, one column a label. */
export interface ScoreTable {
  scores: Float64Array;
  labelCount: number;
  /** Per row: the index of the true label. */
  truth: Uint8Array;
}

export interface Calibration {
  slope: number;
  /** Per label. */
  shift: Float32Array;
}

const ITERATIONS = 400;
const RATE = 0.5;

/**
 * Vector scaling with one common slope (Guo et al. 2017): softmax(slope * score + shift) with the least cross-entropy.
 * The scores must come from models that did not see the texts.
 */
export function calibrate({ scores, labelCount, truth }: ScoreTable): Calibration {
  let slope = 1;
  const shift = new Float64Array(labelCount);
  const chance = new Float64Array(labelCount);
  let slopeSquares = 1e-6;
  const shiftSquares = new Float64Array(labelCount).fill(1e-6);
  for (let iteration = 0; iteration < ITERATIONS; iteration += 1) {
    let slopeGradient = 0;
    const shiftGradient = new Float64Array(labelCount);
    for (let row = 0; row < truth.length; row += 1) {
      const from = row * labelCount;
      let total = 0;
      for (let label = 0; label < labelCount; label += 1) {
        chance[label] = Math.exp(slope * scores[from + label]! + shift[label]!);
        total += chance[label]!;
      }
      for (let label = 0; label < labelCount; label += 1) {
        const error = chance[label]! / total - (truth[row] === label ? 1 : 0);
        slopeGradient += error * scores[from + label]!;
        shiftGradient[label]! += error;
      }
    }
    slopeGradient /= truth.length;
    slopeSquares += slopeGradient * slopeGradient;
    slope -= (RATE * slopeGradient) / Math.sqrt(slopeSquares);
    for (let label = 0; label < labelCount; label += 1) {
      const gradient = shiftGradient[label]! / truth.length;
      shiftSquares[label]! += gradient * gradient;
      shift[label]! -= (RATE * gradient) / Math.sqrt(shiftSquares[label]!);
    }
  }
  return { slope, shift: Float32Array.from(shift) };
}

/** The calibrated log-probability of each judged label: of several labels together where they are judged as one. */
export function toLogChances(
  { scores, labelCount, truth }: ScoreTable,
  { slope, shift }: Calibration,
  { judged, judgedAs }: { judged: readonly string[]; judgedAs: readonly number[] },
): ScoreTable {
  const chances = new Float64Array(truth.length * judged.length);
  for (let row = 0; row < truth.length; row += 1) {
    const logits = Array.from(shift, (add, label) => slope * scores[row * labelCount + label]! + add);
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    logits.forEach((logit, label) => {
      chances[row * judged.length + judgedAs[label]!]! += Math.exp(logit) / total;
    });
  }
  return {
    scores: chances.map(Math.log),
    labelCount: judged.length,
    truth: truth.map((label) => judgedAs[label]!),
  };
}

const STEPS = [0.5, 0.25, 0.12, 0.06];
const RESAMPLES = 16;

/**
 * Offsets on the scores that give the best mean of `groups`' macro-F1. Rows of a group are judged together, so that a
 * large source does not drown a small one. The mean over random samples of the rows: the best offsets for one set of
 * rows follow the luck of its rare labels.
 */
export function tuneOffsets(table: ScoreTable, groups: readonly Uint32Array[], seed: number): Float32Array {
  const random = seededRandom(seed);
  const offsets = new Float32Array(table.labelCount);
  for (let sample = 0; sample < RESAMPLES; sample += 1) {
    const drawn = groups.map((rows) => rows.map(() => rows[Math.floor(random() * rows.length)]!));
    searchOffsets(table, drawn).forEach((offset, label) => {
      offsets[label]! += offset / RESAMPLES;
    });
  }
  return offsets;
}

/** Coordinate search, the steps getting finer. */
function searchOffsets(table: ScoreTable, groups: readonly Uint32Array[]): Float32Array {
  const { labelCount } = table;
  const judge = (offsets: Float32Array) =>
    groups.reduce((sum, rows) => sum + macroF1(table, rows, offsets), 0) / groups.length;
  let best = new Float32Array(labelCount);
  let bestScore = judge(best);
  for (const step of STEPS) {
    for (let label = 0; label < labelCount; label += 1) {
      for (const change of [step, -step]) {
        const tried = best.slice();
        tried[label]! += change;
        const score = judge(tried);
        if (score <= bestScore) continue;
        best = tried;
        bestScore = score;
      }
    }
  }
  return best;
}

/** The mean of the labels' F1 when the label with the best `score + offset` is chosen. */
export function macroF1(
  { scores, labelCount, truth }: ScoreTable,
  rows: Uint32Array,
  offsets: Float32Array,
): number {
  const hits = new Float64Array(labelCount);
  const chosen = new Float64Array(labelCount);
  const present = new Float64Array(labelCount);
  for (const row of rows) {
    let best = 0;
    for (let label = 1; label < labelCount; label += 1) {
      const place = row * labelCount;
      if (scores[place + label]! + offsets[label]! > scores[place + best]! + offsets[best]!) best = label;
    }
    chosen[best]! += 1;
    present[truth[row]!]! += 1;
    if (best === truth[row]) hits[best]! += 1;
  }
  let sum = 0;
  for (let label = 0; label < labelCount; label += 1)
    sum += (2 * hits[label]!) / Math.max(1, chosen[label]! + present[label]!);
  return sum / labelCount;
}
