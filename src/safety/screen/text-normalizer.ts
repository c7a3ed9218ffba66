import type { Alphabet } from '../../platform/language/alphabet.js';
import { characterEntry, expansionOf, foldedOf, KIND, kindOf } from './character-table.js';
import { ChunkDecoder } from './chunk-decoder.js';
import { LetterBuffer } from './letter-buffer.js';
import { MOST_BETWEEN_WORDS, readOpenWords, type OpenWords } from './open-words.js';
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
  /** What more text may change, where this one goes on. */
  openWords(): OpenWords;
}

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
  /** A mark at the very end closed a chunk which a letter after it would continue. */
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
    const openChunk = this.chunks.openStart < 0 ? text.length : this.chunks.openStart;
    this.chunks.close();
    this.joiner.join(this.chunks.words);
    this.markWordsApart();
    const { compact, words, chunks, joiner, mayReopen } = this;
    return {
      length: text.length,
      compact,
      words,
      sentenceEnds: this.sentenceEnds,
      openWords: () =>
        readOpenWords({ text, openChunk, mayReopen, compact, words, chunkWords: chunks.words }, joiner),
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
}

/** A full stop ends a sentence only before a space or the end: not in `3.5`, not in `s.u.i`. */
function isStop(text: string, next: number): boolean {
  return next >= text.length || WHITE_SPACE.test(text[next]!);
}

function isLatinLetter(unit: number): boolean {
  return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x41 && unit <= 0x5a);
}
