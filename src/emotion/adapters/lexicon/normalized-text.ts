import { characterFold } from '../../../platform/language/character-fold.js';
import { mayLaugh, respell } from './drawn-out-word.js';
import { isWordUnit } from './unit-kinds.js';

/** The text as the lexicon sees it. Every unit knows the stretch of the original text that it stands for. */
export interface NormalizedText {
  units: Uint16Array;
  starts: Int32Array;
  ends: Int32Array;
  /** 1 where letters were drawn out (sooooo). */
  drawnOut: Uint8Array;
}

const fold = characterFold();

const FIRST_CAPACITY = 1024;

/**
 * Brings texts into this form. Its buffers serve one text at a time: what `normalize` returns is valid until it is
 * called again. `isKnownWord` decides between the spellings a drawn-out word may stand for (goood: good, not god).
 */
export class TextNormalizer {
  private units = new Uint16Array(FIRST_CAPACITY);
  private starts = new Int32Array(FIRST_CAPACITY);
  private ends = new Int32Array(FIRST_CAPACITY);
  private drawnOut = new Uint8Array(FIRST_CAPACITY);
  private length = 0;
  private wordStart = 0;
  /** The open word has three equal letters in a row. */
  private hasLongRun = false;

  constructor(private readonly isKnownWord: (word: string) => boolean) {}

  normalize(text: string): NormalizedText {
    this.begin(text.length);
    for (let index = 0; index < text.length; index += 1) {
      const unit = fold[text.charCodeAt(index)]!;
      if (unit === 0) continue;
      if (unit === 0xd83c && isSkinTone(text.charCodeAt(index + 1))) index += 1;
      else this.push(unit, index);
    }
    this.closeWord();
    const { units, starts, ends, drawnOut, length } = this;
    return {
      units: units.subarray(0, length),
      starts: starts.subarray(0, length),
      ends: ends.subarray(0, length),
      drawnOut: drawnOut.subarray(0, length),
    };
  }

  private begin(capacity: number): void {
    if (capacity > this.units.length) {
      this.units = new Uint16Array(capacity);
      this.starts = new Int32Array(capacity);
      this.ends = new Int32Array(capacity);
      this.drawnOut = new Uint8Array(capacity);
    }
    this.length = 0;
    this.wordStart = 0;
    this.hasLongRun = false;
  }

  private push(unit: number, sourceIndex: number): void {
    const insideWord = isWordUnit(unit);
    if (!insideWord && this.length > this.wordStart) this.closeWord();
    const { units, length } = this;
    units[length] = unit;
    this.starts[length] = sourceIndex;
    this.ends[length] = sourceIndex + 1;
    this.drawnOut[length] = 0;
    this.length = length + 1;
    if (!insideWord) this.wordStart = this.length;
    else if (length - this.wordStart >= 2 && units[length - 1] === unit && units[length - 2] === unit)
      this.hasLongRun = true;
  }

  /** Drops the letters that only draw a word out; the letter before them stands for their stretch of the text. */
  private closeWord(): void {
    const { wordStart } = this;
    const mayBeDrawnOut = this.hasLongRun || mayLaugh(this.units, wordStart, this.length);
    this.hasLongRun = false;
    if (!mayBeDrawnOut) return;
    const kept = respell(this.units.subarray(wordStart, this.length), this.isKnownWord);
    if (kept === undefined) return;
    const wordEnd = this.length;
    kept.forEach((from, position) => {
      const source = wordStart + from;
      const target = wordStart + position;
      const nextSource = wordStart + (kept[position + 1] ?? wordEnd - wordStart);
      this.units[target] = this.units[source]!;
      this.starts[target] = this.starts[source]!;
      this.ends[target] = this.ends[nextSource - 1]!;
      this.drawnOut[target] = nextSource - source > 1 ? 1 : 0;
    });
    this.length = wordStart + kept.length;
  }
}

function isSkinTone(lowSurrogate: number): boolean {
  return lowSurrogate >= 0xdffb && lowSurrogate <= 0xdfff;
}
