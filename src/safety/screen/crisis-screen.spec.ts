import fc from 'fast-check';
import { screenCases } from '../../../test/fixtures/safety/screen-cases.js';
import { RISK_LEVELS, atLeast } from '../safety.types.js';
import { CrisisScreen } from './crisis-screen.js';

const screen = new CrisisScreen();
const level = (text: string) => screen.screen(text).level;
const rank = (text: string) => RISK_LEVELS.indexOf(level(text));

describe('CrisisScreen', () => {
  for (const group of screenCases) {
    describe(`${group.what} (${group.level})`, () => {
      it.each(group.texts)('%s', (text) => {
        const { level: found, ruleIds } = screen.screen(text);
        expect({ level: found, ...(found === group.level ? {} : { ruleIds }) }).toEqual({
          level: group.level,
        });
      });
    });
  }

  it('names the rules and never the text', () => {
    const { ruleIds } = screen.screen('我不想活了');
    expect(ruleIds).toContain('zh.ideation.not-want-to-live');
    for (const id of ruleIds) expect(id).toMatch(/^[a-z.-]+$/);
  });

  it('takes a question for a place seriously when the session already shows distress', () => {
    expect(screen.screen('附近最高的桥是哪一座？', true).level).toBe('high');
    expect(screen.screen('附近最高的桥是哪一座？', false).level).toBe('none');
  });

  it('reads the whole of a long message', () => {
    const padding = '今天和同事一起吃了饭，聊了很多工作上的事情。'.repeat(380);
    expect(padding.length).toBeGreaterThan(7900);
    expect(level(`${padding}我不想活了。`)).toBe('medium');
    expect(level(`我不想活了。${padding}`)).toBe('medium');
    expect(level(padding)).toBe('none');
  });

  it.each([
    ['one Han character', '想'.repeat(50_000)],
    ['the beginning of phrases', '我不想'.repeat(16_000)],
    ['single letters', 'k '.repeat(25_000)],
    ['digits for letters', '1'.repeat(50_000)],
    ['marks', '!@$|'.repeat(12_500)],
    ['combining marks', `a${'\u0301\u0316'.repeat(20_000)}`],
    ['format characters', '\u200b'.repeat(50_000)],
    ['compatibility characters', '\ufdfa'.repeat(10_000)],
    ['rare code points', String.fromCodePoint(...Array.from({ length: 20_000 }, (_, i) => 0x20000 + i))],
    ['lone surrogates', '\ud800'.repeat(30_000)],
    ['matches everywhere', '想死'.repeat(25_000)],
    ['past and resolved signs everywhere', '以前想死现在好了'.repeat(6000)],
    ['frames everywhere', '小说里自杀'.repeat(10_000)],
    ['one long word', 'suicide'.repeat(7000)],
  ])('still finds what follows 50 000 characters of %s', (_what, hostile) => {
    expect(atLeast(level(`${hostile}\n\n我真的不想活了`), 'medium')).toBe(true);
  });

  const risky = screenCases
    .filter((group) => group.level === 'medium' || group.level === 'high')
    .flatMap((group) => group.texts);
  const hanOnly = risky.filter((text) => /^[\p{Script=Han}，。]+$/u.test(text));

  it('is not lowered by anything put between Han characters', () => {
    const noise = fc.constantFrom(
      '\u200b',
      '\u200d',
      '\ufeff',
      ' ',
      '　',
      '·',
      '-',
      '。',
      '，',
      '*',
      '~',
      '…',
      '/',
      '！',
      '\n',
      '❤',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...hanOnly),
        fc.array(fc.option(noise, { nil: '' }), { minLength: 60, maxLength: 60 }),
        (text, between) => {
          const noisy = Array.from(text, (character, index) => character + (between[index] ?? '')).join('');
          expect(rank(noisy)).toBeGreaterThanOrEqual(rank(text));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is not lowered by harmless sentences around it', () => {
    const harmless = fc.constantFrom(
      '今天下雨了。',
      '早上吃了面条。',
      '同事很有趣！',
      'The weather is nice. ',
      'I had noodles for lunch.\n',
      '周末打算去公园走走。',
      '谢谢你听我说话。',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...risky),
        fc.array(harmless, { maxLength: 40 }),
        fc.array(harmless, { maxLength: 40 }),
        (text, before, after) => {
          const padded = `${before.join('')}\n${text}\n${after.join('')}`;
          expect(rank(padded)).toBeGreaterThanOrEqual(rank(text));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('judges any text without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(RISK_LEVELS).toContain(level(text));
      }),
    );
  });
});
