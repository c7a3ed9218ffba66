import fc from 'fast-check';
import { LogHistogram } from './log-histogram.js';

describe('LogHistogram', () => {
  it('knows nothing before the first value', () => {
    expect(new LogHistogram().quantileMs(0.5)).toBeNull();
    expect(new LogHistogram().maxMs).toBe(0);
  });

  it('finds quantiles within the promised error', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.02, max: 3_000_000, noNaN: true }), { minLength: 1, maxLength: 200 }),
        fc.constantFrom(0.5, 0.95, 0.99, 1),
        (values, q) => {
          const histogram = new LogHistogram();
          values.forEach((value) => histogram.record(value));
          const exact = [...values].sort((a, b) => a - b)[Math.ceil(q * values.length) - 1]!;
          expect(Math.abs(histogram.quantileMs(q)! - exact) / exact).toBeLessThan(0.026);
        },
      ),
    );
  });

  it('takes any number without failing or growing', () => {
    const histogram = new LogHistogram();
    for (const odd of [Number.NaN, -5, 0, Number.POSITIVE_INFINITY, 1e12]) histogram.record(odd);
    expect(histogram.count).toBe(5);
    expect(histogram.maxMs).toBe(1e12);
    expect(histogram.quantileMs(0.5)).toBeGreaterThanOrEqual(0);
  });
});
