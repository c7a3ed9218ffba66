import type { Alphabet } from '../../platform/language/alphabet.js';
import { characterEntry, expansionOf, foldedOf, KIND, kindOf } from './character-table.js';
import { ChunkDecoder } from './chunk-decoder.js';
import { LetterBuffer } from './letter-buffer.js';
import { SYMBOL, SymbolBuffer, type SymbolSequence } from './symbol-buffer.js';
import type { Vocabulary } from './vocabulary.js';
import { WordJoiner } from './word-joiner.js';

/** A text in the two forms the rules read. Valid until the next text is normalised. */
export interface NormalizedText {
  length: number;
  /** Code points without spaces, punctuation and symbols: what Chinese phrases are matched on. */
  compact: SymbolSequence;
  /** Known words: what English and pinyin phrases are matched on. */
  words: SymbolSequence;
  /** Offsets at which a sentence ends, ascending. */
  sentenceEnds: readonly number[];
  /** Where the Latin word or spelled-out letters begin that the text may end in the middle of, else its length. */
  openWordStart: number;
  /** The words before this offset stay what they are; later ones may still be joined, with each other or what follows. */
  unsettledWordStart: number;
  /** So many characters of another script more, and no phrase goes on behind the last word; 0 when that is so already. */
  untilWordsEnd: number;
  /** The last place up to `offset` from which on the text, whatever follows, is read the same without what precedes. */
  readingStart(offset: number): number;
}

/**
 * Words of one phrase stand no further apart than so many characters of another script: gaps count words alone, so that a
 * Chinese reply would be held back from its first "thank you" to its end.
 */
const MOST_BETWEEN_WORDS = 24;
const FULL_STOP = 0x2e;
const EXCLAMATION_MARK = 0x21;
const WHITE_SPACE = /\s/;

/** Makes both forms of a text in one pass. Linear in its length; never throws. Its buffers serve one text at a time. */
export class TextNormalizer {
  private readonly letters = new LetterBuffer();
  private readonly compact = new SymbolBuffer();
  private readonly words = new SymbolBuffer();
  private readonly chunks: ChunkDecoder;
  private readonly joiner: WordJoiner;
  private sentenceEnds: number[] = [];
  /** Something was dropped since the symbol before. */
  private isApart = false;
  /** A mark at the very end closed a chunk which a letter after it would continue: `sent!` is the beginning of `sent!a`. */
  private mayReopen = false;

  constructor(
    private readonly alphabet: Alphabet,
    vocabulary: Vocabulary,
  ) {
    this.chunks = new ChunkDecoder(this.letters, vocabulary);
    this.joiner = new WordJoiner(this.letters, vocabulary, this.words);
  }

  normalize(text: string): NormalizedText {
    this.compact.clear();
    this.chunks.clear();
    this.sentenceEnds = [];
    this.isApart = false;
    this.mayReopen = false;
    this.readAll(text);
    const openChunk = this.chunks.openStart;
    this.chunks.close();
    this.joiner.join(this.chunks.words);
    this.markWordsApart();
    const openWordStart = Math.min(
      openChunk < 0 ? text.length : openChunk,
      this.spelledTailStart(text.length),
    );
    return {
      length: text.length,
      compact: this.compact,
      words: this.words,
      sentenceEnds: this.sentenceEnds,
      openWordStart,
      unsettledWordStart: this.unsettledWordStart(openWordStart),
      untilWordsEnd: this.untilWordsEnd(),
      readingStart: (offset) => this.readingStart(text, offset, openWordStart),
    };
  }

  private markWordsApart(): void {
    const { compact, words } = this;
    let between = 0;
    for (let index = 1; index < words.length; index += 1) {
      const from = words.ends[index - 1]!;
      const to = words.starts[index]!;
      if (to - from < MOST_BETWEEN_WORDS) continue;
      while (between < compact.length && compact.starts[between]! < from) between += 1;
      const last = between + MOST_BETWEEN_WORDS - 1;
      if (last < compact.length && compact.starts[last]! < to) words.flags[index]! |= SYMBOL.apart;
    }
  }

  private untilWordsEnd(): number {
    const { compact, words } = this;
    if (words.length === 0) return 0;
    const end = words.ends[words.length - 1]!;
    let left = MOST_BETWEEN_WORDS;
    for (let index = compact.length - 1; index >= 0 && left > 0 && compact.starts[index]! >= end; index -= 1)
      left -= 1;
    return left;
  }

  /** A joint looks at the next two words. */
  private unsettledWordStart(openWordStart: number): number {
    const { words } = this.chunks;
    let whole = words.length;
    while (whole > 0 && words.starts[whole - 1]! >= openWordStart) whole -= 1;
    return whole < 2 ? 0 : words.starts[whole - 2]!;
  }

  /**
   * Between chunks only, and where there are words before, in front of a word that is whole and that none before it can
   * be joined with. Then all words before are settled, as a joint looks no further than to the next word. While the last
   * word is not even sure to have ended, nothing can be left out.
   */
  private readingStart(text: string, offset: number, openWordStart: number): number {
    const { words } = this.chunks;
    if (this.mayReopen) return 0;
    let start = chunkStart(text, offset);
    let first = words.length;
    for (;;) {
      while (first > 0 && words.starts[first - 1]! >= start) first -= 1;
      if (first === 0) return start;
      const isWhole = first < words.length && words.starts[first]! < openWordStart;
      if (isWhole && !this.joiner.mayJoin(words, first - 1)) return start;
      start = chunkStart(text, words.starts[first - 1]!);
    }
  }

  private readAll(text: string): void {
    for (let start = 0; start < text.length;) {
      let codePoint = text.charCodeAt(start);
      let end = start + 1;
      if (codePoint >= 0xd800 && codePoint < 0xdc00) {
        codePoint = text.codePointAt(start)!;
        if (codePoint > 0xffff) end += 1;
      }
      const entry = characterEntry(codePoint);
      if (kindOf(entry) === KIND.several) {
        for (const part of expansionOf(codePoint)) this.read(part, start, end, text);
      } else {
        this.read(entry, start, end, text);
      }
      start = end;
    }
  }

  private read(entry: number, start: number, end: number, text: string): void {
    const { chunks } = this;
    const folded = foldedOf(entry);
    switch (kindOf(entry)) {
      case KIND.han:
        this.compact.add(this.alphabet.letterOf(folded), start, end, 0);
        this.isApart = false;
        chunks.close();
        return;
      case KIND.word:
        this.addWordCharacter(folded, start, end);
        return;
      case KIND.space:
        this.isApart = true;
        chunks.close();
        return;
      case KIND.mark:
        this.isApart = true;
        chunks.add(folded, false, start, end);
        return;
      case KIND.sentenceEnd:
        this.readSentenceEnd(folded, start, end, text);
        return;
      case KIND.lineFeed:
        chunks.close();
        this.endSentence(end);
        return;
      default:
    }
  }

  private addWordCharacter(folded: number, start: number, end: number): void {
    const { compact } = this;
    let flags = 0;
    if (folded >= 0x30 && folded <= 0x39) flags = SYMBOL.digit | SYMBOL.latin;
    else if (folded >= 0x61 && folded <= 0x7a) flags = SYMBOL.latin;
    const previous = compact.length === 0 ? 0 : compact.flags[compact.length - 1]!;
    if (flags !== 0 && !this.isApart && (previous & SYMBOL.latin) !== 0) flags |= SYMBOL.joinsPrevious;
    compact.add(this.alphabet.letterOf(folded), start, end, flags);
    this.isApart = false;
    this.chunks.add(folded, true, start, end);
  }

  private readSentenceEnd(folded: number, start: number, end: number, text: string): void {
    this.isApart = true;
    const isMarkOfWord = folded === FULL_STOP || folded === EXCLAMATION_MARK;
    this.mayReopen = isMarkOfWord && end === text.length && this.chunks.openStart >= 0;
    if (folded === FULL_STOP && !isStop(text, end)) {
      this.chunks.add(folded, false, start, end);
      return;
    }
    // `k!ll`: a mark that stands for a letter inside a word does not end the word.
    if (folded === EXCLAMATION_MARK && isLatinLetter(text.charCodeAt(end))) {
      this.chunks.add(folded, false, start, end);
    } else {
      this.chunks.close();
    }
    this.endSentence(end);
  }

  private endSentence(offset: number): void {
    this.sentenceEnds.push(offset);
    this.isApart = true;
  }

  private spelledTailStart(length: number): number {
    const { words } = this.chunks;
    let first = words.length;
    while (words.lengthOf(first - 1) === 1) first -= 1;
    return first < words.length ? words.starts[first]! : length;
  }
}

/** The last place up to `offset` that a character precedes which closes every chunk. */
function chunkStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0) {
    const kind = kindOf(characterEntry(text.charCodeAt(start - 1)));
    if (kind === KIND.han || kind === KIND.space || kind === KIND.lineFeed) break;
    start -= 1;
  }
  return start;
}

/** A full stop ends a sentence only before a space or the end: not in `3.5`, not in `s.u.i`. */
function isStop(text: string, next: number): boolean {
  return next >= text.length || WHITE_SPACE.test(text[next]!);
}

function isLatinLetter(unit: number): boolean {
  return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x41 && unit <= 0x5a);
}
