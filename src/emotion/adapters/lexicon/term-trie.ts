import { Alphabet } from '../../../platform/language/alphabet.js';
import { TransitionTable } from '../../../platform/language/transition-table.js';
import type { Term } from './term.js';
import { isLetterOrDigit, isWordUnit } from './unit-kinds.js';

export interface Match {
  term: Term;
  /** Index after the last unit of the match. */
  end: number;
}

const APOSTROPHE = 39;

/**
 * Longest match at a position. One step costs at most the length of the longest word, so a scan is linear in the
 * text. A word that starts or ends with a letter or digit matches whole words only; one that ends in a doubled
 * character (哈哈, 555) takes in the rest of the run.
 */
export class TermTrie {
  private readonly alphabet = new Alphabet();
  private readonly transitions = new TransitionTable();
  /** The node of each first unit, 0 for none: most units of a text begin no word. */
  private readonly roots = new Uint16Array(0x10000);
  private readonly terms: (Term | undefined)[] = [undefined];

  /** The term stored under `units`, made on first use, so that several tables can add parts to one word. */
  termFor(units: Uint16Array): Term {
    let node = 0;
    for (const unit of units) {
      const letter = this.alphabet.add(unit);
      let next = this.transitions.get(node, letter);
      if (next === 0) {
        next = this.terms.length;
        this.terms.push(undefined);
        this.transitions.set(node, letter, next);
        if (node === 0) this.roots[unit] = next;
      }
      node = next;
    }
    return (this.terms[node] ??= { feelings: [] });
  }

  longestAt(units: Uint16Array, start: number): Match | undefined {
    let node = this.roots[units[start]!]!;
    if (node === 0 || (isLetterOrDigit(units[start]) && continuesWord(units, start))) return undefined;
    let best: Term | undefined;
    let bestEnd = 0;
    for (let index = start + 1; ; index += 1) {
      const term = this.terms[node];
      if (term !== undefined) {
        const end = endOfRun(units, start, index);
        const isWhole =
          !isLetterOrDigit(units[end - 1]) || !isWordUnit(units[end]) || isClosingQuote(units, end);
        if (isWhole && (best === undefined || end > bestEnd || end === index)) {
          best = term;
          bestEnd = end;
        }
      }
      if (index >= units.length) break;
      const letter = this.alphabet.letterOf(units[index]!);
      if (letter === 0) break;
      node = this.transitions.get(node, letter);
      if (node === 0) break;
    }
    return best === undefined ? undefined : { term: best, end: bestEnd };
  }
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
  return index > 1 && isLetterOrDigit(units[index - 2]);
}

/** 'happy' in quotes: the apostrophe after the word is not part of it. */
function isClosingQuote(units: Uint16Array, index: number): boolean {
  return units[index] === APOSTROPHE && !isLetterOrDigit(units[index + 1]);
}
