import fc from 'fast-check';
import { stringsIn } from './turn-texts.js';

describe('stringsIn', () => {
  it('finds every string of a value, keys included', () => {
    expect(stringsIn({ a: ['x', { b: 'y' }], c: 1, d: null }).sort()).toEqual(['a', 'b', 'c', 'd', 'x', 'y']);
  });

  it('finds a string wherever it is hidden', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('list', 'object')), (wraps) => {
        const hidden = wraps.reduce<unknown>(
          (inner, wrap) => (wrap === 'list' ? [inner] : { key: inner }),
          'needle',
        );
        expect(stringsIn(hidden)).toContain('needle');
      }),
    );
  });

  it('walks depths that would overflow a recursion', () => {
    let deep: unknown = 'needle';
    for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
    expect(stringsIn(deep)).toEqual(['needle']);
  });
});
