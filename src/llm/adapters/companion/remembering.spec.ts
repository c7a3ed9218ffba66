import { remembering } from './remembering.js';

describe('remembering', () => {
  it('reads a text once, also one of which nothing was found, and never takes one for another', () => {
    const texts: string[] = [];
    const read = remembering((text) => {
      texts.push(text);
      return text.startsWith('a') ? text.length : undefined;
    });
    expect(['ab', 'b', 'ab', 'b', 'abc', ''].map(read)).toEqual([2, undefined, 2, undefined, 3, undefined]);
    expect(texts).toEqual(['ab', 'b', 'abc', '']);
  });

  it('forgets the texts it has not seen for the longest time', () => {
    let reads = 0;
    const read = remembering(() => (reads += 1));
    const long = (letter: string) => letter.repeat(400_000);
    for (const letter of ['a', 'b', 'a', 'c', 'a']) read(long(letter));
    expect(reads).toBe(3);
    read(long('b'));
    expect(reads).toBe(4);
  });
});
