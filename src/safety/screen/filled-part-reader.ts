import { characterEntry, isHan, isLetterOrNumber, KIND, kindOf } from './character-table.js';

/** Spaces and marks that may stand between a filler and its neighbours. */
const MOST_BETWEEN = 4;
/** How often a filler may come again in one part. */
const MOST_REPEATED = 40;
/** Of the last five letters the first, the third and the fifth are Han: the other two may be a filler. */
const EVERY_OTHER_HAN = 0b10101;
/** Letters remembered; a power of two, so that a mask wraps round. */
const RING = 8;
const WRAP = RING - 1;
const SAME_LETTER = /^(.)\1$/iu;

/** Finds the parts of a text in which one character stands between Han characters again and again, in one pass. */
export class FilledPartReader {
  start = 0;
  end = 0;
  /** The character between, as it stands there first. */
  filler = 0;
  private readonly codePoints = new Int32Array(RING);
  private readonly starts = new Int32Array(RING);
  private position = 0;
  /** The letter read last: letters, numbers and Han count, all else only stands between them. */
  private codePoint = 0;
  private isHan = false;
  private isApart = false;

  constructor(private readonly text: string) {}

  /** Goes to the next part; false when there is none. Every text passes here, so it reads letters itself, with no fields written. */
  next(): boolean {
    const { codePoints, starts, text } = this;
    let recentHan = 0;
    let between = 0;
    let count = 0;
    for (let at = this.position; at < text.length;) {
      const start = at;
      const codePoint = codePointOf(text, at);
      at += codePoint > 0xffff ? 2 : 1;
      const entry = characterEntry(codePoint);
      if (!isLetter(entry)) {
        between += 1;
        continue;
      }
      codePoints[count & WRAP] = codePoint;
      starts[count & WRAP] = start;
      recentHan = ((between > MOST_BETWEEN ? 0 : recentHan) << 1) | (isHan(entry) ? 1 : 0);
      between = 0;
      count += 1;
      if ((recentHan & EVERY_OTHER_HAN) !== EVERY_OTHER_HAN) continue;
      const first = codePoints[(count - 4) & WRAP]!;
      if (!isSame(first, codePoints[(count - 2) & WRAP]!)) continue;
      this.start = starts[(count - 5) & WRAP]!;
      this.filler = first;
      this.position = at;
      this.readRest();
      return true;
    }
    return false;
  }

  /** Goes on while the filler and another Han character follow. */
  private readRest(): void {
    this.end = this.position;
    for (let repeated = 1; repeated < MOST_REPEATED; repeated += 1) {
      if (!this.readLetter() || this.isApart || !isSame(this.filler, this.codePoint)) break;
      if (!this.readLetter() || this.isApart || !this.isHan) break;
      this.end = this.position;
    }
    this.position = this.end;
  }

  private readLetter(): boolean {
    const { text } = this;
    let between = 0;
    for (let at = this.position; at < text.length;) {
      const codePoint = codePointOf(text, at);
      at += codePoint > 0xffff ? 2 : 1;
      const entry = characterEntry(codePoint);
      if (!isLetter(entry)) {
        between += 1;
        continue;
      }
      this.position = at;
      this.codePoint = codePoint;
      this.isHan = isHan(entry);
      this.isApart = between > MOST_BETWEEN;
      return true;
    }
    return false;
  }
}

/** A picture read as a word (💀) may be strewn in as well as a letter. */
function isLetter(entry: number): boolean {
  return isHan(entry) || isLetterOrNumber(entry) || kindOf(entry) === KIND.han;
}

/** As `codePointAt`, which asks more of the many that are one unit. */
function codePointOf(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xd800 && unit < 0xdc00 ? text.codePointAt(at)! : unit;
}

/** Upper and lower case are the same; the expression is asked only of letters that may have a case. */
function isSame(first: number, second: number): boolean {
  if (first === second) return true;
  if (isHan(characterEntry(first)) || isHan(characterEntry(second))) return false;
  return SAME_LETTER.test(String.fromCodePoint(first, second));
}
