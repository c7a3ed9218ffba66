import { EMOTIONS } from '../../emotion.types.js';
import { Lexicon } from './lexicon.js';
import { textOf } from './normalized-text.js';

const lexicon = Lexicon.load();
const match = (text: string, start = 0) => {
  const { units } = lexicon.normalize(text);
  const found = lexicon.trie.longestAt(units, start);
  return found && { ...found, text: String.fromCharCode(...units.subarray(start, found.end)) };
};
const spelled = (text: string) => textOf(lexicon.normalize(text));

describe('Lexicon', () => {
  it('holds words for every emotion, more than 900 in all', () => {
    for (const emotion of EMOTIONS) expect(lexicon.sizes.get(emotion)).toBeGreaterThan(20);
    const total = [...lexicon.sizes.values()].reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(900);
  });

  it('finds the longest word at a position', () => {
    expect(match('气死我了')?.text).toBe('气死我了');
    expect(match('没想到他来了')?.text).toBe('没想到');
  });

  it('matches whole Latin words only', () => {
    expect(match('sadness')?.text).toBe('sadness');
    expect(match('saddle')).toBeUndefined();
    expect(match('unhappy', 2)).toBeUndefined();
    expect(match("'sad'", 1)?.text).toBe('sad');
  });

  it('takes in the rest of a run', () => {
    expect(match('哈哈哈哈哈哈嗝')?.text).toBe('哈哈哈哈哈哈');
    expect(match('55555')?.text).toBe('55555');
    expect(match('15555')).toBeUndefined();
  });

  it('lets masks hide the words inside them', () => {
    expect(match('天气')?.term.feelings).toEqual([]);
    expect(match('不得不')?.term.negation).toBeUndefined();
  });

  it('respells drawn-out words the way they are known', () => {
    expect(spelled('sooooo goooood')).toBe('so good');
    expect(spelled('haaaappppyyyy')).toBe('happy');
    expect(spelled('hahahahaha')).toBe('haha');
    expect(spelled('lolololol')).toBe('lol');
    expect(spelled('bookkeeper 5555')).toBe('bookkeeper 5555');
    expect(spelled('zzzzzz')).toBe('z');
  });

  it('drops joiners, variation selectors and skin tones and folds width, case and script', () => {
    expect(spelled('❤️👍🏽')).toBe('❤👍');
    expect(spelled('ＳＡＤ！？')).toBe('sad!?');
    expect(spelled('難過')).toBe('难过');
    expect(spelled('I’m')).toBe("i'm");
  });
});
