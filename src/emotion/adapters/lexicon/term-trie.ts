import type { Term } from './term.js';

interface Node {
  next: Map<number, Node>;
  term?: Term;
}

export interface Match {
  term: Term;
  /** Index after the last unit of the match. */
  end: number;
}

const newNode = (): Node => ({ next: new Map() });

/** Letters, digits and the apostrophe inside a word: what a Latin word is made of. */
export function isWordUnit(unit: number | undefined): boolean {
  if (unit === undefined) return false;
  return (
    (unit >= 97 && unit <= 122) ||
    (unit >= 48 && unit <= 57) ||
    unit === 39 ||
    (unit >= 0xe0 && unit <= 0x24f)
  );
}

const isLetterOrDigit = (unit: number | undefined) => unit !== 39 && isWordUnit(unit);

/**
 * Longest match at a position. One step costs at most the length of the longest word, so a scan is linear in the
 * text. A word that starts or ends with a letter or digit matches whole words only; one that ends in a doubled
 * character (哈哈, 555) takes in the rest of the run.
 */
export class TermTrie {
  private readonly root = newNode();

  /** The term stored under `units`, made on first use, so that several tables can add parts to one word. */
  termFor(units: Uint16Array): Term {
    let node = this.root;
    for (const unit of units) {
      let next = node.next.get(unit);
      if (next === undefined) node.next.set(unit, (next = newNode()));
      node = next;
    }
    return (node.term ??= { feelings: [] });
  }

  longestAt(units: Uint16Array, start: number): Match | undefined {
    if (isLetterOrDigit(units[start]) && continuesWord(units, start)) return undefined;
    let node = this.root;
    let best: Match | undefined;
    for (let index = start; index < units.length; index += 1) {
      const next = node.next.get(units[index]!);
      if (next === undefined) break;
      node = next;
      if (node.term === undefined) continue;
      const end = endOfRun(units, start, index + 1);
      if (isLetterOrDigit(units[end - 1]) && isWordUnit(units[end]) && !isClosingQuote(units, end)) continue;
      if (best === undefined || end > best.end || end === index + 1) best = { term: node.term, end };
    }
    return best;
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
  return units[index - 1] === 39 ? isLetterOrDigit(units[index - 2]) : isWordUnit(units[index - 1]);
}

/** 'happy' in quotes: the apostrophe after the word is not part of it. */
function isClosingQuote(units: Uint16Array, index: number): boolean {
  return units[index] === 39 && !isLetterOrDigit(units[index + 1]);
}
