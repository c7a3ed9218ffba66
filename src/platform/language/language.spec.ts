import fc from 'fast-check';
import { detectLanguage } from './language.js';

describe('detectLanguage', () => {
  it.each([
    ['我今天很难过', 'zh'],
    ['I feel so alone tonight', 'en'],
    ['今天老板说我的PPT不行', 'zh'],
    ['my friend 小明 said he is leaving and I do not know what to do', 'en'],
    ['deadline 好烦', 'zh'],
    ['😭😭😭', 'zh'],
    ['', 'zh'],
  ])('answers %j in %s', (text, language) => {
    expect(detectLanguage(text)).toBe(language);
  });

  it('keeps the language of the conversation where a message has no letters', () => {
    expect(detectLanguage('...', 'en')).toBe('en');
  });
});

describe('detectLanguage, character by character', () => {
  const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

  it('counts Han and Latin letters as Unicode does', () => {
    const unit = fc.oneof(
      fc.nat({ max: 0x24f }),
      fc.integer({ min: 0x1e00, max: 0x1eff }),
      fc.integer({ min: 0x3000, max: 0x30ff }),
      fc.integer({ min: 0x3400, max: 0x9fff }),
      fc.integer({ min: 0xf900, max: 0xfa6d }),
      fc.integer({ min: 0xff00, max: 0xff5f }),
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 60 }), fc.constantFrom('zh', 'en'), (units, fallback) => {
        const text = String.fromCharCode(...units);
        const han = count(text, /\p{Script=Han}/gu);
        const latin = count(text, /\p{Script=Latin}/gu);
        const expected = han + latin === 0 ? fallback : han * 4 >= latin ? 'zh' : 'en';
        expect(detectLanguage(text, fallback)).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });
});
