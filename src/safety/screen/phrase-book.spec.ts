import fc from 'fast-check';
import { enGuardClasses } from '../guard/en-guard.rules.js';
import type { GuardRule } from '../guard/guard-rules.js';
import { guardPhrases, guardRules } from '../guard/output-guard.js';
import { zhGuardClasses } from '../guard/zh-guard.rules.js';
import { literalsOf, readTemplate } from './phrase-template.js';

const phrases = guardPhrases.load();
const heldOf = (text: string) => text.slice(phrases.scan(text, true).heldStart);

const characters = fc.constantFrom(...'你我的在是去死不要说3一天了人');
const words = fc.constantFrom(
  'a',
  'the',
  'you',
  'really',
  'day',
  'to',
  'i',
  'don',
  't',
  'go',
  'k1ll',
  'sui',
  'cide',
);

/** A phrase as its template has it, with something in each gap. */
function phraseOf({
  script,
  template,
}: {
  script: GuardRule['script'];
  template: string;
}): fc.Arbitrary<string> {
  const separator = script === 'compact' ? '' : ' ';
  const classes = script === 'compact' ? zhGuardClasses : enGuardClasses;
  const parts = readTemplate(template, classes).map((segment) =>
    fc.tuple(
      fc.array(script === 'compact' ? characters : words, { maxLength: segment.gap }),
      fc.constantFrom(...literalsOf(segment, separator)),
    ),
  );
  return fc.tuple(...parts).map((chosen) => chosen.flat(2).join(separator));
}

const templates = guardRules.flatMap(({ script, templates: of }) =>
  of.map((template) => ({ script, template })),
);
const phrase = fc.constantFrom(...templates).chain(phraseOf);
const cutPhrase = fc.tuple(phrase, fc.nat(40)).map(([text, at]) => `${text.slice(0, at)} ${text.slice(at)}`);

describe('PhraseBook, of a text that goes on', () => {
  it('calls nothing settled that belongs to a match which more text completes', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(phrase, cutPhrase, characters, words), { maxLength: 5 }), (parts) => {
        const text = `${parts.join(' ')}. `;
        const matches = phrases
          .scan(text, true)
          .matches.map(({ rule, start, end }) => ({ rule, start, end }));
        for (let cut = 1; cut < text.length; cut += 1) {
          const { openStart, heldStart } = phrases.scan(text.slice(0, cut), true);
          expect(openStart).toBeLessThanOrEqual(heldStart);
          const across = matches.filter(({ start, end }) => start < cut && end > cut);
          for (const { start } of across) expect(openStart).toBeLessThanOrEqual(start);
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['you have', 'have'],
    ['you have a', 'have a'],
    ['you have a bad cold', 'cold'],
    ['tie the', 'tie the'],
    ['I am glad', 'am glad'],
    ['I am glad you', 'you'],
    ['That sounds like a', 'a'],
    ['That sounds like a heavy day', 'day'],
    ['go t', 'go t'],
    ['听起来这', '这'],
    ['听起来这几天', '几天'],
    ['我是今天', '天'],
    ['take the 今天下雨了，路上的人都打着伞，慢慢地走回家里，什么也没带', ''],
  ])('holds of "%s" what may become forbidden words, "%s"', (text, held) => {
    expect(heldOf(text)).toBe(held);
  });
});
