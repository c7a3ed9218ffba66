import { HiddenWords, isLetterLike } from './hidden-words.js';
import type { LetterBuffer } from './letter-buffer.js';
import type { Vocabulary } from './vocabulary.js';
import { WordList } from './word-list.js';

const MAX_DECODED = 40;
const MAX_SPELLED = 64;

/**
 * Collects one chunk after the other (a run of characters without space or Han) and turns each into words. Undoes what
 * hides a word: digits and marks for letters (`su1c1de`, `k!ll`), marks between letters (`s.u.i.c.i.d.e`, `sui-cide`),
 * words without spaces (`iwanttodie`), tone digits (`zi4sha1`).
 */
export class ChunkDecoder {
  readonly words = new WordList();
  private readonly hidden: HiddenWords;
  /** The stretches between marks of the open chunk. */
  private readonly parts = new WordList();
  private chunkFrom = 0;
  private chunkStart = -1;
  private isInPart = false;
  private hasDigit = false;
  /** A mark drawn like a letter stands in it: `$uicidal`. */
  private hasSign = false;

  constructor(
    private readonly letters: LetterBuffer,
    private readonly vocabulary: Vocabulary,
  ) {
    this.hidden = new HiddenWords(letters, vocabulary);
  }

  /** Where the open chunk begins in the original text, -1 for none. */
  get openStart(): number {
    return this.chunkStart;
  }

  clear(): void {
    this.letters.length = 0;
    this.words.length = 0;
  }

  add(codePoint: number, isWord: boolean, start: number, end: number): void {
    const { letters, parts } = this;
    if (this.chunkStart < 0) this.open(start);
    const from = letters.length;
    letters.addCodePoint(codePoint);
    if (!isWord) {
      this.isInPart = false;
      this.hasSign ||= isLetterLike(codePoint);
      return;
    }
    if (codePoint >= 0x30 && codePoint <= 0x39) this.hasDigit = true;
    if (this.isInPart) {
      parts.to[parts.length - 1] = letters.length;
      parts.ends[parts.length - 1] = end;
    } else {
      parts.add(from, letters.length, start, end, 0);
      this.isInPart = true;
    }
  }

  close(): void {
    const { parts } = this;
    if (this.chunkStart < 0) return;
    this.chunkStart = -1;
    if (parts.length === 0) return;
    const to = this.letters.length;
    const mayHide = (parts.length > 1 || this.hasDigit || this.hasSign) && to - this.chunkFrom <= MAX_DECODED;
    if (mayHide && this.hidden.inWhole(this.chunkFrom, to, parts)) {
      this.addHidden(parts.starts[0]!, parts.ends[parts.length - 1]!);
      return;
    }
    for (let index = 0; index < parts.length; index += 1) this.decodePart(index);
  }

  private open(start: number): void {
    this.chunkStart = start;
    this.chunkFrom = this.letters.length;
    this.parts.length = 0;
    this.isInPart = false;
    this.hasDigit = false;
    this.hasSign = false;
  }

  private decodePart(index: number): void {
    const { parts, vocabulary, words } = this;
    const from = parts.from[index]!;
    const to = parts.to[index]!;
    const start = parts.starts[index]!;
    const end = parts.ends[index]!;
    const { units } = this.letters;
    const id = vocabulary.find(units, from, to);
    if (id !== 0 || to - from > MAX_SPELLED) {
      words.add(from, to, start, end, id);
      return;
    }
    if (this.hasDigit && this.hidden.inPart(from, to)) {
      this.addHidden(start, end);
      return;
    }
    const lengths = vocabulary.segment(units, from, to);
    if (lengths === undefined) {
      words.add(from, to, start, end, 0);
      return;
    }
    let at = from;
    for (const length of lengths) {
      words.add(at, at + length, start, end, vocabulary.find(units, at, at + length));
      at += length;
    }
  }

  private addHidden(start: number, end: number): void {
    const { from, to } = this.hidden;
    this.words.add(from, to, start, end, this.vocabulary.find(this.letters.units, from, to));
  }
}
