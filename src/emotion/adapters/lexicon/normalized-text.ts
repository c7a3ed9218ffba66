import { foldedUnits } from '../../../platform/language/character-fold.js';
import { hasLongRun, mayLaugh, respell } from './drawn-out-word.js';
import { isWordUnit } from './unit-kinds.js';

/** The text as the lexicon sees it. Every unit knows the stretch of the original text that it stands for. */
export interface NormalizedText {
  /** Behind the last unit stands a 0, which no text contains: readers need not ask where it ends. */
  units: Uint16Array;
  length: number;
  starts: Int32Array;
  ends: Int32Array;
  /** 1 where letters were drawn out (sooooo). */
  drawnOut: Uint8Array;
}

const FIRST_CAPACITY = 1024;

export function textOf({ units, length }: NormalizedText): string {
  return String.fromCharCode(...units.subarray(0, length));
}

export function isDrawnOut({ drawnOut }: NormalizedText, start: number, end: number): boolean {
  for (let index = start; index < end; index += 1) if (drawnOut[index] === 1) return true;
  return false;
}

/**
 * Brings texts into this form. Its buffers serve one text at a time: what `normalize` returns is valid until it is
 * called again. `isKnownWord` decides between the spellings a drawn-out word may stand for (goood: good, not god).
 */
export class TextNormalizer {
  private units = new Uint16Array(FIRST_CAPACITY);
  private starts = new Int32Array(FIRST_CAPACITY);
  private ends = new Int32Array(FIRST_CAPACITY);
  private drawnOut = new Uint8Array(FIRST_CAPACITY);

  constructor(private readonly isKnownWord: (word: string) => boolean) {}

  normalize(text: string): NormalizedText {
    this.makeRoomFor(text.length);
    const { units, starts, ends, drawnOut } = this;
    const folded = foldedUnits(text);
    let length = 0;
    let wordStart = 0;
    for (let index = 0; index < text.length; index += 1) {
      const unit = folded[index]!;
      if (unit === 0) continue;
      if (unit === 0xd83c && isSkinTone(text.charCodeAt(index + 1))) {
        index += 1;
        continue;
      }
      const insideWord = isWordUnit(unit);
      if (!insideWord && length > wordStart) length = this.closeWord(wordStart, length);
      units[length] = unit;
      starts[length] = index;
      ends[length] = index + 1;
      drawnOut[length] = 0;
      length += 1;
      if (!insideWord) wordStart = length;
    }
    length = this.closeWord(wordStart, length);
    units[length] = 0;
    return { units, length, starts, ends, drawnOut };
  }

  private makeRoomFor(textLength: number): void {
    if (textLength < this.units.length) return;
    const capacity = textLength + 1;
    this.units = new Uint16Array(capacity);
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
    this.drawnOut = new Uint8Array(capacity);
  }

  /**
   * Drops the letters that only draw a word out; the letter before them stands for their stretch of the text. Returns
   * where the word ends now.
   */
  private closeWord(wordStart: number, wordEnd: number): number {
    const { units } = this;
    if (!hasLongRun(units, wordStart, wordEnd) && !mayLaugh(units, wordStart, wordEnd)) return wordEnd;
    const kept = respell(units.subarray(wordStart, wordEnd), this.isKnownWord);
    if (kept === undefined) return wordEnd;
    kept.forEach((from, position) => {
      const source = wordStart + from;
      const target = wordStart + position;
      const nextSource = wordStart + (kept[position + 1] ?? wordEnd - wordStart);
      units[target] = units[source]!;
      this.starts[target] = this.starts[source]!;
      this.ends[target] = this.ends[nextSource - 1]!;
      this.drawnOut[target] = nextSource - source > 1 ? 1 : 0;
    });
    return wordStart + kept.length;
  }
}

function isSkinTone(lowSurrogate: number): boolean {
  return lowSurrogate >= 0xdffb && lowSurrogate <= 0xdfff;
}
