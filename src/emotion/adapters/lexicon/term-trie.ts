import { LETTER_LIMIT, TransitionTable } from '../../../platform/language/transition-table.js';
import { Term } from './term.js';
import { isLetterOrDigit, isWordUnit } from './unit-kinds.js';

export interface Match {
  term: Term;
  /** Index after the last unit of the match. */
  end: number;
}

const APOSTROPHE = 39;
const FIRST_CAPACITY = 2 * LETTER_LIMIT;
/** Bit of a node's outline: a word ends here. The 31 bits above it stand for the units that may follow. */
const ENDS_WORD = 1;

/**
 * Longest match at a position. One step costs at most the length of the longest word, so a scan is linear in the
 * text. A word that starts or ends with a letter or digit matches whole words only; one that ends in a doubled
 * character (哈哈, 555) takes in the rest of the run.
 */
export class TermTrie {
  /** A unit's letter is also the node behind it as a first unit, so that one look serves both. */
  private readonly letters = new Uint16Array(0x10000);
  private letterCount = 0;
  /** From the second unit on. */
  private readonly transitions = new TransitionTable();
  /** Of each node, the letters' first. */
  private readonly terms = new Array<Term | undefined>(LETTER_LIMIT).fill(undefined);
  /** Of each node: what is known without a look at its transitions. Most walks end here. */
  private outlines = new Int32Array(FIRST_CAPACITY);
  private readonly match: Match = { term: new Term(), end: 0 };

  /** The term stored under `word`, made on first use, so that several tables can add parts to one word. */
  termFor(word: string): Term {
    let node = this.letterFor(word.charCodeAt(0));
    for (let index = 1; index < word.length; index += 1) node = this.follow(node, word.charCodeAt(index));
    this.outlines[node]! |= ENDS_WORD;
    return (this.terms[node] ??= new Term());
  }

  /** `units` end in a 0. The match is valid until the next call: one is asked for at every step of a scan. */
  longestAt(units: Uint16Array, start: number): Match | undefined {
    const { letters, outlines, match } = this;
    let node = letters[units[start]!]!;
    if (outlines[node] === 0 || (isLetterOrDigit(units[start]!) && continuesWord(units, start)))
      return undefined;
    let best = 0;
    let bestEnd = 0;
    for (let index = start + 1; ; index += 1) {
      const outline = outlines[node]!;
      if ((outline & ENDS_WORD) !== 0) {
        const end = endOfRun(units, start, index);
        if (endsWhole(units, end) && end >= bestEnd) {
          best = node;
          bestEnd = end;
        }
      }
      const unit = units[index]!;
      if ((outline & markOf(unit)) === 0) break;
      node = this.transitions.get(node, letters[unit]!);
      if (node === 0) break;
    }
    if (best === 0) return undefined;
    match.term = this.terms[best]!;
    match.end = bestEnd;
    return match;
  }

  private letterFor(unit: number): number {
    if (this.letters[unit] === 0) this.letters[unit] = this.letterCount += 1;
    return this.letters[unit]!;
  }

  private follow(node: number, unit: number): number {
    const letter = this.letterFor(unit);
    const known = this.transitions.get(node, letter);
    if (known !== 0) return known;
    const next = this.terms.length;
    this.terms.push(undefined);
    if (next >= this.outlines.length) this.grow();
    this.transitions.set(node, letter, next);
    this.outlines[node]! |= markOf(unit);
    return next;
  }

  private grow(): void {
    const grown = new Int32Array(this.outlines.length * 2);
    grown.set(this.outlines);
    this.outlines = grown;
  }
}

/** The bit of an outline that says "this unit may follow"; several units share each. */
function markOf(unit: number): number {
  return 2 << (unit % 31);
}

function endOfRun(units: Uint16Array, start: number, end: number): number {
  const last = units[end - 1]!;
  const isDoubled = end - start >= 2 && units[end - 2] === last;
  if (!isDoubled || (last >= 97 && last <= 122)) return end;
  let index = end;
  while (units[index] === last) index += 1;
  return index;
}

/** True when the unit before `index` belongs to the same word; the opening quote of 'happy' does not. */
function continuesWord(units: Uint16Array, index: number): boolean {
  if (index === 0) return false;
  const before = units[index - 1]!;
  if (before !== APOSTROPHE) return isWordUnit(before);
  return index > 1 && isLetterOrDigit(units[index - 2]!);
}

/** False when a word that ends at `end` is only the beginning of a longer one. */
function endsWhole(units: Uint16Array, end: number): boolean {
  return !isLetterOrDigit(units[end - 1]!) || !isWordUnit(units[end]!) || isClosingQuote(units, end);
}

/** 'happy' in quotes: the apostrophe after the word is not part of it. */
function isClosingQuote(units: Uint16Array, index: number): boolean {
  return units[index] === APOSTROPHE && !isLetterOrDigit(units[index + 1]!);
}
