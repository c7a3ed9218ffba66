import fc from 'fast-check';
import { toGlobMatcher } from './glob.js';

describe('toGlobMatcher', () => {
  it.each([
    ['*', '', true],
    ['emotion:*', 'emotion:v1:x', true],
    ['emotion:*', 'xemotion:v1', false],
    ['h?llo', 'hello', true],
    ['h?llo', 'hllo', false],
    ['h[ae]llo', 'hallo', true],
    ['h[ae]llo', 'hillo', false],
    ['h[^a-d]llo', 'hello', true],
    ['h[^a-f]llo', 'hello', false],
    ['h[b-a]llo', 'hallo', true],
    ['h[\\]]llo', 'h]llo', true],
    ['a\\*b', 'a*b', true],
    ['a\\*b', 'axb', false],
    ['*a*b*', 'xxaxxbxx', true],
    ['a[b', 'ab', true],
    ['a\\', 'a\\', true],
    ['.*', 'abc', false],
  ])('%s over %s is %s', (pattern, text, expected) => {
    expect(toGlobMatcher(pattern)(text)).toBe(expected);
  });

  it('agrees with a regular expression for stars, marks and letters', () => {
    const pattern = fc
      .array(fc.constantFrom('*', '?', 'a', 'b'), { maxLength: 8 })
      .map((parts) => parts.join(''));
    const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(pattern, text, (glob, candidate) => {
        const expression = new RegExp(`^${glob.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(toGlobMatcher(glob)(candidate)).toBe(expression.test(candidate));
      }),
    );
  });

  it('takes no longer for a pattern made to be slow', () => {
    const startedAt = performance.now();
    expect(toGlobMatcher('*a'.repeat(100) + 'b')('a'.repeat(2000))).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });

  it('takes any pattern', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (glob, candidate) => {
        expect(typeof toGlobMatcher(glob)(candidate)).toBe('boolean');
      }),
    );
  });
});
