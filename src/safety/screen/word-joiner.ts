import type { LetterBuffer } from './letter-buffer.js';
import type { SymbolBuffer } from './symbol-buffer.js';
import type { Vocabulary } from './vocabulary.js';
import type { WordList } from './word-list.js';

const MAX_SPELLED = 64;
const SHORTEST_SPLIT = 6;
const LONGEST_SPLIT = 12;
const LONGEST_TAIL = 2;
const CONTRACTION_TAILS = new Set(['t', 's', 'm', 're', 've', 'll', 'd'].map(toTailKey));
const LETTER_A = 0x61;
const LETTER_I = 0x69;

/** Joins what was cut by spaces: single letters (`s u i c i d e`) and a sensitive word in two pieces (`sui cide`). */
export class WordJoiner {
  constructor(
    private readonly letters: LetterBuffer,
    private readonly vocabulary: Vocabulary,
    private readonly joined: SymbolBuffer,
  ) {}

  /** Writes the ids of the words, joined where they belong together, to the buffer. */
  join(words: WordList): void {
    const { joined } = this;
    joined.clear();
    for (let index = 0; index < words.length; index += 1) {
      const length = words.lengthOf(index);
      const nextLength = words.lengthOf(index + 1);
      if (nextLength !== 0 && nextLength <= LONGEST_TAIL && this.isContraction(words, index)) {
        this.addPair(words, index);
        index += 1;
      } else if (length === 1 && nextLength === 1 && this.isLetter(words, index)) {
        index = this.addLetters(words, index);
      } else if (nextLength !== 0 && this.isSplit(words, index)) {
        this.addPair(words, index);
        index += 1;
      } else {
        joined.add(words.ids[index]!, words.starts[index]!, words.ends[index]!, 0);
      }
    }
  }

  /** `2 d i e`: a digit begins no spelled word. */
  private isLetter(words: WordList, index: number): boolean {
    return this.letters.units[words.from[index]!]! >= LETTER_A;
  }

  /** Whether a word may ever be joined with the next one, whatever stands around them. */
  mayJoin(words: WordList, index: number): boolean {
    return words.lengthOf(index + 1) <= LONGEST_TAIL || this.isSplit(words, index);
  }

  /** Whether it may be joined with the next word, of which nothing is there yet, or a beginning: a digit may be a letter. */
  mayJoinUnread(words: WordList, index: number): boolean {
    const { units } = this.letters;
    const first = { start: words.from[index]!, end: words.to[index]! };
    const isThere = index + 1 < words.length;
    const second = isThere
      ? { start: words.from[index + 1]!, end: words.to[index + 1]! }
      : { start: 0, end: 0 };
    for (let at = second.start; at < second.end; at += 1) if (units[at]! < LETTER_A) return true;
    return this.vocabulary.mayBegin(units, first, second);
  }

  /** `don t`, `i m`: a contraction whose apostrophe was lost. */
  private isContraction(words: WordList, index: number): boolean {
    if (words.lengthOf(index + 2) === 1) return false;
    const { units } = this.letters;
    if (words.lengthOf(index) === 1 && units[words.from[index]!] !== LETTER_I) return false;
    const first = units[words.from[index + 1]!]!;
    const second = words.lengthOf(index + 1) === 1 ? 0 : units[words.from[index + 1]! + 1]!;
    return CONTRACTION_TAILS.has(tailKey(first, second)) && this.findPair(words, index) !== 0;
  }

  private isSplit(words: WordList, index: number): boolean {
    const length = words.lengthOf(index) + words.lengthOf(index + 1);
    if (length < SHORTEST_SPLIT || length > LONGEST_SPLIT) return false;
    const first = { start: words.from[index]!, end: words.to[index]! };
    const second = { start: words.from[index + 1]!, end: words.to[index + 1]! };
    return this.vocabulary.isSplitSensitive(this.letters.units, first, second);
  }

  private findPair(words: WordList, index: number): number {
    const { letters } = this;
    const from = letters.length;
    letters.addCopy(words.from[index]!, words.to[index]!);
    letters.addCopy(words.from[index + 1]!, words.to[index + 1]!);
    const id = this.vocabulary.find(letters.units, from, letters.length);
    letters.length = from;
    return id;
  }

  private addPair(words: WordList, index: number): void {
    this.joined.add(this.findPair(words, index), words.starts[index]!, words.ends[index + 1]!, 0);
  }

  /** A run of single letters, as the words they spell or one by one; returns the index of the last. */
  private addLetters(words: WordList, first: number): number {
    const { letters, joined } = this;
    let last = first + 1;
    while (words.lengthOf(last + 1) === 1 && last - first < MAX_SPELLED) last += 1;
    const lengths = last - first >= 2 ? this.spelled(words, first, last) : undefined;
    if (lengths === undefined) {
      for (let index = first; index <= last; index += 1) {
        joined.add(words.ids[index]!, words.starts[index]!, words.ends[index]!, 0);
      }
      return last;
    }
    let at = first;
    // The letters were copied behind the buffer, where `length` still points to.
    let from = letters.length;
    for (const length of lengths) {
      const id = this.vocabulary.find(letters.units, from, from + length);
      joined.add(id, words.starts[at]!, words.ends[at + length - 1]!, 0);
      at += length;
      from += length;
    }
    return last;
  }

  private spelled(words: WordList, first: number, last: number): number[] | undefined {
    const { letters, vocabulary } = this;
    const from = letters.length;
    for (let index = first; index <= last; index += 1) letters.add(letters.units[words.from[index]!]!);
    const to = letters.length;
    letters.length = from;
    if (vocabulary.isSensitive(letters.units, from, to)) return [to - from];
    return vocabulary.spell(letters.units, from, to);
  }
}

/** One number for one or two letters. */
function tailKey(first: number, second: number): number {
  return (first << 16) | second;
}

function toTailKey(tail: string): number {
  return tailKey(tail.charCodeAt(0), tail.length === 1 ? 0 : tail.charCodeAt(1));
}
