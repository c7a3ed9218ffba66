import { seededRandom, zipfRanks } from './random.js';
import { mean, median, quantile, slope, spread, summarise } from './statistics.js';

describe('statistics', () => {
  const shuffled = [9, 1, 8, 2, 7, 3, 6, 4, 5, 10];

  it('takes quantiles by nearest rank, whatever the order', () => {
    expect([0, 0.5, 0.95, 1].map((share) => quantile(shuffled, share))).toEqual([1, 5, 10, 10]);
    expect(quantile([], 0.5)).toBeNaN();
  });

  it('puts the median halfway between two middle values', () => {
    expect(median(shuffled)).toBe(5.5);
    expect(median([3, 1, 2])).toBe(2);
    expect(mean(shuffled)).toBe(5.5);
  });

  it('leaves what it was given as it was', () => {
    const values = [3, 1, 2];
    expect(summarise(values)).toMatchObject({ count: 3, p50: 2, p99: 3 });
    expect(spread(values)).toEqual({ median: 2, min: 1, max: 3 });
    expect(values).toEqual([3, 1, 2]);
  });

  it('finds the slope of a line and how sure it is', () => {
    const exact = slope([0, 1, 2, 3].map((x) => [x, 2 * x + 1] as const));
    expect(exact.perUnit).toBeCloseTo(2);
    expect(exact.standardError).toBeCloseTo(0);
    const noisy = slope([
      [0, 0],
      [1, 3],
      [2, 2],
      [3, 5],
    ]);
    expect(noisy.perUnit).toBeCloseTo(1.4);
    expect(noisy.standardError).toBeCloseTo(0.566, 3);
  });
});

describe('zipfRanks', () => {
  it('draws the first rank twice as often as the second at exponent 1, the same for the same seed', () => {
    const draw = zipfRanks(100, 1, seededRandom(7));
    const counts = new Array<number>(100).fill(0);
    for (let index = 0; index < 50_000; index += 1) counts[draw()]! += 1;
    expect(counts[0]! / counts[1]!).toBeCloseTo(2, 0);
    expect(counts[99]).toBeGreaterThan(0);
    const [first, second] = [zipfRanks(9, 1, seededRandom(3)), zipfRanks(9, 1, seededRandom(3))];
    expect([first(), first(), first()]).toEqual([second(), second(), second()]);
  });
});
