import type { LetterBuffer } from './letter-buffer.js';
import type { Vocabulary } from './vocabulary.js';
import type { WordList } from './word-list.js';

const ONE = 0x31;
const TONES = new Set(codesOf('12345'));
const LEET = new Map(
  Object.entries({
    '0': 'o',
    '3': 'e',
    '4': 'a',
    '5': 's',
    '7': 't',
    '8': 'b',
    '@': 'a',
    $: 's',
    '!': 'i',
    '|': 'i',
    '€': 'e',
  }).map(([sign, letter]) => [sign.charCodeAt(0), letter.charCodeAt(0)]),
);
/** Whether a mark is drawn like a letter, so that `$uicidal` may be a word. */
export function isLetterLike(codePoint: number): boolean {
  return LEET.has(codePoint);
}

/** `su1c1de` and `ki11`: one may stand for either letter. */
const READINGS_OF_ONE = codesOf('il');

/** Tries what digits and marks may stand for. A word found is written behind the buffer, at `from` to `to`. */
export class HiddenWords {
  from = 0;
  to = 0;

  constructor(
    private readonly letters: LetterBuffer,
    private readonly vocabulary: Vocabulary,
  ) {}

  /** A sensitive word that the whole of a chunk hides: its parts without marks, or with marks read as letters. */
  inWhole(from: number, to: number, parts: WordList): boolean {
    if (!this.hasLetter(from, to)) return false;
    const joined = this.letters.length;
    for (let part = 0; part < parts.length; part += 1) {
      this.letters.addCopy(parts.from[part]!, parts.to[part]!);
    }
    const joinedEnd = this.letters.length;
    const isSensitive = () => this.vocabulary.isSensitive(this.letters.units, this.from, this.to);
    if (this.keep(joined, joinedEnd, isSensitive)) return true;
    if (this.decodes(joined, joinedEnd, isSensitive) || this.decodes(from, to, isSensitive)) return true;
    this.letters.length = joined;
    return false;
  }

  /** A known word that a part with digits hides: `zi4sha1`, `k1ll`. */
  inPart(from: number, to: number): boolean {
    if (!this.hasLetter(from, to) || !this.hasDigit(from, to)) return false;
    const isKnown = () => this.vocabulary.find(this.letters.units, this.from, this.to) !== 0;
    // `s1` is `si` and not the letter `s` with a tone.
    if (this.decodes(from, to, isKnown)) return true;
    const toneless = this.letters.length;
    for (let index = from; index < to; index += 1) {
      const unit = this.letters.units[index]!;
      if (!TONES.has(unit)) this.letters.add(unit);
    }
    if (this.keep(toneless, this.letters.length, isKnown)) return true;
    this.letters.length = toneless;
    return false;
  }

  /** Signs as the letters they look like, without all others. */
  private decodes(from: number, to: number, isWanted: () => boolean): boolean {
    const hasOne = this.letters.units.subarray(from, to).includes(ONE);
    for (const letterForOne of READINGS_OF_ONE) {
      const start = this.letters.length;
      for (let index = from; index < to; index += 1) {
        const unit = this.letters.units[index]!;
        const read = unit === ONE ? letterForOne : (LEET.get(unit) ?? unit);
        if (isLetter(read)) this.letters.add(read);
      }
      if (this.keep(start, this.letters.length, isWanted)) return true;
      this.letters.length = start;
      if (!hasOne) break;
    }
    return false;
  }

  private keep(from: number, to: number, isWanted: () => boolean): boolean {
    this.from = from;
    this.to = to;
    return isWanted();
  }

  private hasLetter(from: number, to: number): boolean {
    for (let index = from; index < to; index += 1) if (isLetter(this.letters.units[index]!)) return true;
    return false;
  }

  private hasDigit(from: number, to: number): boolean {
    for (let index = from; index < to; index += 1) {
      const unit = this.letters.units[index]!;
      if (unit >= 0x30 && unit <= 0x39) return true;
    }
    return false;
  }
}

function isLetter(unit: number): boolean {
  return unit >= 0x61 && unit <= 0x7a;
}

function codesOf(characters: string): number[] {
  return Array.from(characters, (character) => character.charCodeAt(0));
}
