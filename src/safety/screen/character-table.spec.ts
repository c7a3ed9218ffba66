import { characterEntry, expansionOf, foldedOf, KIND, kindOf } from './character-table.js';
import { foldCodePoint } from './code-point-folder.js';

function read(codePoint: number): string {
  const entry = characterEntry(codePoint);
  if (kindOf(entry) === KIND.several) {
    return expansionOf(codePoint)
      .map((part) => String.fromCodePoint(foldedOf(part)))
      .join('');
  }
  return String.fromCodePoint(foldedOf(entry));
}

describe('the character table', () => {
  it('folds every character it keeps as the folder does', () => {
    for (let codePoint = 0x20; codePoint < 0x40000; codePoint += codePoint < 0x3000 ? 1 : 37) {
      const kind = kindOf(characterEntry(codePoint));
      if (kind !== KIND.dropped && kind !== KIND.lineFeed) {
        expect([codePoint, read(codePoint)]).toEqual([codePoint, foldCodePoint(codePoint)]);
      }
    }
  });

  it.each([
    ['我', KIND.han],
    ['あ', KIND.han],
    ['A', KIND.word],
    ['７', KIND.word],
    ['　', KIND.space],
    ['，', KIND.mark],
    ['😭', KIND.mark],
    ['’', KIND.dropped],
    ['\u200b', KIND.dropped],
    ['\u0301', KIND.dropped],
    ['\u{F0000}', KIND.dropped],
    ['！', KIND.sentenceEnd],
    ['.', KIND.sentenceEnd],
    ['\n', KIND.lineFeed],
    ['㎏', KIND.several],
  ])('knows the kind of %j', (character, kind) => {
    expect(kindOf(characterEntry(character.codePointAt(0) ?? 0))).toBe(kind);
  });

  it('drops what lies beyond the planes it holds', () => {
    for (let codePoint = 0x40000; codePoint < 0x110000; codePoint += 4099) {
      expect(foldCodePoint(codePoint)).toBe('');
    }
  });
});
