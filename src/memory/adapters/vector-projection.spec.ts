import fc from 'fast-check';
import { cosineSimilarity } from '../ports/embedder.js';
import { projectToDimensions } from './vector-projection.js';

const cosine = (a: number[], b: number[]) => {
  const dot = a.reduce((sum, value, index) => sum + value * b[index]!, 0);
  return dot / (Math.hypot(...a) * Math.hypot(...b));
};
/** Repeatable numbers between -1 and 1. */
const waves = (length: number, step: number) =>
  Array.from({ length }, (_, index) => Math.sin((index + 1) * step) * Math.cos(index * index * 0.37));

describe('projectToDimensions', () => {
  it('leaves cosines of shorter vectors exactly as they are', () => {
    const [a, b] = [waves(64, 1.3), waves(64, 1.4)];
    const projected = cosineSimilarity(projectToDimensions(a, 512)!, projectToDimensions(b, 512)!);
    expect(projected).toBeCloseTo(cosine(a, b), 5);
  });

  it.each([768, 1024, 1536, 3072])('keeps cosines of %d dimensions close', (length) => {
    const a = waves(length, 1.3);
    for (const share of [0, 0.3, 0.6, 0.9]) {
      const b = waves(length, 2.9).map((value, index) => share * a[index]! + (1 - share) * value);
      const projected = cosineSimilarity(projectToDimensions(a, 512)!, projectToDimensions(b, 512)!);
      expect(Math.abs(projected - cosine(a, b))).toBeLessThan(0.15);
    }
  });

  it('gives vectors of length 1', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => Math.fround(value));
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 600 }), (vector) => {
        const projected = projectToDimensions(vector, 512);
        if (projected && Math.hypot(...vector) > 1e-3) {
          expect(cosineSimilarity(projected, projected)).toBeCloseTo(1, 3);
        }
      }),
      { numRuns: 50 },
    );
  });

  it.each([[[0, 0]], [[Number.NaN]], [[Number.POSITIVE_INFINITY]]])('has nothing for %j', (vector) => {
    expect(projectToDimensions(vector, 512)).toBeUndefined();
  });
});
