import fc from 'fast-check';
import { VisibleTextFilter } from './visible-text.filter.js';

function filterPieces(pieces: readonly string[], opensThinking = false) {
  const filter = new VisibleTextFilter(opensThinking);
  const released = pieces.map((piece) => filter.push(piece));
  released.push(filter.end());
  return { text: released.join(''), released, filter };
}

function cutAt(text: string, cuts: readonly number[]): string[] {
  const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
  return [...places, text.length].map((place, index) => text.slice(places[index - 1] ?? 0, place));
}

describe('VisibleTextFilter', () => {
  it.each([
    ['plain text', '我在听。', '我在听。'],
    ['thinking at the start', '<think>the user is sad</think>\n\n我在听。', '我在听。'],
    ['the longer tag', '<thinking>hm</thinking>好', '好'],
    ['thinking in the middle', '你好<think>x</think>，我在。', '你好，我在。'],
    ['thinking that never ends', '你好<think>x y z', '你好'],
    ['a tag cut off at the end', '一 < 二 <thi', '一 < 二 <thi'],
    ['other angle brackets', 'a <b> c <3 </p>', 'a <b> c <3 </p>'],
    ['a bracket before a tag', '<<think>x</think>1', '<1'],
    ['only thinking', '<think>x</think>  \n', ''],
    ['leading white space', ' \n\n 好 的 ', '好 的 '],
    ['thinking closed without having been opened', 'secret</think>好', '好'],
  ])('keeps what is said: %s', (_name, given, expected) => {
    expect(filterPieces([given]).text).toBe(expected);
    expect(filterPieces([...given]).text.trim()).toBe(
      _name.includes('without') ? 'secret好' : expected.trim(),
    );
  });

  it('gives the same text wherever the pieces are cut', () => {
    const part = fc.constantFrom(
      '<think>',
      '</think>',
      '<thinking>',
      '</thinking>',
      '<',
      '好',
      '😀',
      'a',
      ' ',
      'thi',
    );
    const opened = fc.array(part).map((parts) => `开${parts.join('')}`.replaceAll(/<\/think(ing)?>/g, ''));
    fc.assert(
      fc.property(opened, fc.array(fc.nat()), fc.boolean(), (text, cuts, close) => {
        const whole = close ? `${text}<think>x</think>end` : text;
        expect(filterPieces(cutAt(whole, cuts)).text).toBe(filterPieces([whole]).text);
      }),
    );
  });

  it('never releases half of a character', () => {
    const { released, text } = filterPieces(['好\ud83d', '\ude00\ud83d', '\ude00', '!\ud83d']);
    expect(text).toBe('好😀😀!');
    expect(released.some((piece) => /\p{Surrogate}/u.test(piece))).toBe(false);
  });

  it('starts inside the thinking when the template opens it', () => {
    const { text, filter } = filterPieces(['sec', 'ret</th', 'ink>', '\n好'], true);
    expect(text).toBe('好');
    expect(filter.closedThinking).toBe(true);
    expect(filter.leakedThinking).toBe(false);
  });

  it('says so when text it released turns out to be thinking', () => {
    expect(filterPieces(['secret', '</think>好']).filter.leakedThinking).toBe(true);
    expect(filterPieces(['secret</think>好']).filter.leakedThinking).toBe(false);
  });

  it('takes time linear in the text', () => {
    const filter = new VisibleTextFilter();
    const startedAt = performance.now();
    filter.push('<thin'.repeat(200_000));
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });
});
