import fc from 'fast-check';
import { GrowingText } from './growing-text.js';

describe('GrowingText', () => {
  it('is its pieces joined, whenever it is looked at', () => {
    const piece = fc.string({ unit: 'binary', maxLength: 5 });
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 200, size: 'max' }),
        fc.integer({ min: 1 }),
        (pieces, looks) => {
          const text = new GrowingText();
          let expected = '';
          for (const [index, one] of pieces.entries()) {
            text.add(one);
            expected += one;
            if (index % looks === 0) expect(text.toString()).toBe(expected);
          }
          expect(text.toString()).toBe(expected);
        },
      ),
    );
  });
});
