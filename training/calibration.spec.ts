import { calibrate, macroF1, toLogChances, tuneOffsets, type ScoreTable } from './calibration.js';
import { reliabilityError } from './emotion-card.js';
import { seededRandom } from './random.js';

/** Scores whose honest logits are 3 times the score plus the label's shift: truth is drawn from them. */
function drawTable(size: number): ScoreTable {
  const random = seededRandom(5);
  const shift = [0, -1];
  const scores = new Float64Array(2 * size).map(() => random() * 2 - 1);
  const truth = new Uint8Array(size).map((_, row) => {
    const logit = 3 * (scores[2 * row + 1]! - scores[2 * row]!) + shift[1]! - shift[0]!;
    return random() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
  });
  return { scores, labelCount: 2, truth };
}

const itself = { judged: ['a', 'b'], judgedAs: [0, 1] };
const rows = (count: number) => Uint32Array.from({ length: count }, (_, row) => row);

describe('calibrate', () => {
  const table = drawTable(6000);

  it('finds the slope and shift that scores were drawn with', () => {
    const { slope, shift } = calibrate(table);
    expect(slope).toBeCloseTo(3, 0);
    expect(shift[1]! - shift[0]!).toBeCloseTo(-1, 0);
  });

  it('makes probabilities that keep their promises', () => {
    const chances = toLogChances(table, calibrate(table), itself);
    const readings = Array.from(table.truth, (truth, row) => {
      const best = chances.scores[2 * row]! >= chances.scores[2 * row + 1]! ? 0 : 1;
      return { chance: Math.exp(chances.scores[2 * row + best]!), right: best === truth };
    });
    expect(reliabilityError(readings)).toBeLessThan(0.03);
    expect(reliabilityError(readings.map(({ right }) => ({ chance: 1, right })))).toBeGreaterThan(0.1);
  });
});

describe('toLogChances', () => {
  it('adds up the labels that are judged as one', () => {
    const table = { scores: Float64Array.of(0, 0, 0), labelCount: 3, truth: Uint8Array.of(2) };
    const flat = { slope: 1, shift: new Float32Array(3) };
    const { scores, truth } = toLogChances(table, flat, { judged: ['x', 'y'], judgedAs: [0, 1, 0] });
    expect(Math.exp(scores[0]!)).toBeCloseTo(2 / 3);
    expect(Math.exp(scores[1]!)).toBeCloseTo(1 / 3);
    expect([...truth]).toEqual([0]);
  });
});

describe('tuneOffsets', () => {
  it('gives a rare label an even hand, the same every time', () => {
    const table = toLogChances(drawTable(3000), { slope: 1, shift: Float32Array.of(2, 0) }, itself);
    const all = rows(3000);
    const offsets = tuneOffsets(table, [all], 1);
    expect(offsets[1]! - offsets[0]!).toBeGreaterThan(0);
    expect(macroF1(table, all, offsets)).toBeGreaterThan(macroF1(table, all, new Float32Array(2)));
    expect(tuneOffsets(table, [all], 1)).toEqual(offsets);
  });
});

describe('macroF1', () => {
  it('is the mean of the labels, and 0 for one that is never right', () => {
    const table = { scores: Float64Array.of(1, 0, 1, 0, 0, 1), labelCount: 2, truth: Uint8Array.of(0, 1, 1) };
    expect(macroF1(table, rows(3), new Float32Array(2))).toBeCloseTo(2 / 3);
    expect(macroF1(table, rows(3), Float32Array.of(9, 0))).toBeCloseTo(0.25);
  });
});
