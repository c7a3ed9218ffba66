import { LETTER_LIMIT, TransitionTable } from '../../platform/language/transition-table.js';

/** No word begins like this. */
export const DEAD_END = -1;

/** Words by their letters (UTF-16 units), read straight from a buffer: no string is made to look one up. */
export class WordTrie {
  private readonly transitions = new TransitionTable();
  /** The number of the word that ends at each node, 0 for none. */
  private readonly values: number[] = [0];

  /** Stores `value` under `word`; the first value of a word stays. */
  add(word: string, value: number): void {
    let node = 0;
    for (let index = 0; index < word.length; index += 1) {
      const letter = word.charCodeAt(index) + 1;
      let next = this.transitions.get(node, letter);
      if (next === 0) {
        next = this.values.length;
        this.values.push(0);
        this.transitions.set(node, letter, next);
      }
      node = next;
    }
    if (this.values[node] === 0) this.values[node] = value;
  }

  /** From one node by one letter; DEAD_END when no word goes on so. */
  step(node: number, unit: number): number {
    if (unit + 1 >= LETTER_LIMIT) return DEAD_END;
    const next = this.transitions.get(node, unit + 1);
    return next === 0 ? DEAD_END : next;
  }

  walk(from: number, units: Uint16Array, start: number, end: number): number {
    let node = from;
    for (let index = start; index < end && node !== DEAD_END; index += 1)
      node = this.step(node, units[index]!);
    return node;
  }

  /** 0 at a dead end and at the root. */
  valueAt(node: number): number {
    return node === DEAD_END ? 0 : this.values[node]!;
  }
}
