import { buildCharacterFold } from './character-fold.js';
import { respell } from './drawn-out-word.js';
import { isWordUnit } from './term-trie.js';

/** The text as the lexicon sees it. Every unit knows the stretch of the original text that it stands for. */
export interface NormalizedText {
  units: Uint16Array;
  starts: Int32Array;
  ends: Int32Array;
  /** 1 where letters were drawn out (sooooo). */
  drawnOut: Uint8Array;
}

const fold = buildCharacterFold();

/** @param isKnownWord decides between the spellings a drawn-out word may stand for (goood: good, not god). */
export function normalize(text: string, isKnownWord: (word: string) => boolean): NormalizedText {
  const builder = new Builder(text.length, isKnownWord);
  for (let index = 0; index < text.length; index += 1) {
    const unit = fold[text.charCodeAt(index)]!;
    if (unit === 0) continue;
    if (unit === 0xd83c && isSkinTone(text.charCodeAt(index + 1))) index += 1;
    else builder.push(unit, index);
  }
  return builder.finish();
}

function isSkinTone(lowSurrogate: number): boolean {
  return lowSurrogate >= 0xdffb && lowSurrogate <= 0xdfff;
}

class Builder {
  private readonly units: Uint16Array;
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;
  private readonly drawnOut: Uint8Array;
  private length = 0;
  private wordStart = 0;

  constructor(
    capacity: number,
    private readonly isKnownWord: (word: string) => boolean,
  ) {
    this.units = new Uint16Array(capacity);
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
    this.drawnOut = new Uint8Array(capacity);
  }

  push(unit: number, sourceIndex: number): void {
    const insideWord = isWordUnit(unit);
    if (!insideWord) this.closeWord();
    this.units[this.length] = unit;
    this.starts[this.length] = sourceIndex;
    this.ends[this.length] = sourceIndex + 1;
    this.length += 1;
    if (!insideWord) this.wordStart = this.length;
  }

  finish(): NormalizedText {
    this.closeWord();
    const { units, starts, ends, drawnOut, length } = this;
    return {
      units: units.subarray(0, length),
      starts: starts.subarray(0, length),
      ends: ends.subarray(0, length),
      drawnOut: drawnOut.subarray(0, length),
    };
  }

  /** Drops the letters that only draw a word out; the letter before them stands for their stretch of the text. */
  private closeWord(): void {
    const { wordStart } = this;
    if (this.length === wordStart) return;
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
