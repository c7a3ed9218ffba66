import { TransitionTable } from '../../platform/language/transition-table.js';
import type { Alternatives } from './sequence-pattern.js';

/**
 * Aho-Corasick over numbered symbols (1 and up; 0 is a symbol no literal has). Add literals, compile once, then walk:
 * one `step` per symbol, and at each state the chain `firstOutput`, `nextOutput` of states at which literals end.
 */
export class LiteralScanner {
  /** How many symbols the state stands for: the length of the literals that end there. */
  depth: Int32Array = new Int32Array(1);
  /** The state itself when a literal ends there, else the nearest shorter ending that is one; 0 for none. */
  firstOutput: Int32Array = new Int32Array(1);
  nextOutput: Int32Array = new Int32Array(1);
  /** The tags of the literals that end at a state: `tags` from `tagsFrom[state]` to `tagsFrom[state + 1]`. */
  tags: Int32Array = new Int32Array(0);
  tagsFrom: Int32Array = new Int32Array(2);
  /** The state of the longest beginning of a literal that a state ends with, shorter than itself; 0 for none. */
  fail: Int32Array = new Int32Array(1);
  /** The traits of all literals that a state is a beginning of. */
  traits: Int32Array = new Int32Array(1);

  private readonly transitions = new TransitionTable();
  private readonly parents: number[] = [0];
  private readonly symbols: number[] = [0];
  private readonly traitsOf: number[] = [0];
  /** Of each literal added, its state and its tag. */
  private readonly ends: { states: number[]; tags: number[] } = { states: [], tags: [] };
  /** By state, a bit for the symbols that may follow, several sharing each: most steps that lead nowhere end here. */
  private outlines: Int32Array = new Int32Array(1);
  /** The step from the root, where most of a text is read, without hashing. */
  private rootSteps: Int32Array = new Int32Array(1);

  /** Every literal that is one alternative of each part, in order; what they have in common is walked once. */
  add(parts: readonly Alternatives[], tag: number, traits = 0): void {
    let states = [0];
    for (const pieces of parts) {
      const grown: number[] = [];
      for (const state of states) for (const piece of pieces) grown.push(this.grow(state, piece, traits));
      states = grown;
    }
    for (const state of states) {
      if (state === 0) continue;
      this.ends.states.push(state);
      this.ends.tags.push(tag);
    }
  }

  compile(): void {
    const states = this.parents.length;
    this.depth = new Int32Array(states);
    this.fail = new Int32Array(states);
    this.outlines = new Int32Array(states);
    this.firstOutput = new Int32Array(states);
    this.nextOutput = new Int32Array(states);
    for (let state = 1; state < states; state += 1) {
      const parent = this.parents[state]!;
      this.depth[state] = this.depth[parent]! + 1;
      this.outlines[parent]! |= 1 << this.symbols[state]!;
    }
    this.traits = Int32Array.from(this.traitsOf);
    this.compileTags();
    this.compileRoot();
    // A fallback is always shallower.
    for (const state of inOrder(this.depth)) if (state !== 0) this.link(state);
    // Walking asks for none of them.
    this.parents.length = this.symbols.length = this.traitsOf.length = 0;
  }

  /** The state after one more symbol. */
  step(from: number, symbol: number): number {
    if (symbol === 0) return 0;
    const { fail, outlines } = this;
    for (let state = from; state !== 0; state = fail[state]!) {
      // Shifts count modulo 32.
      if (((outlines[state]! >>> symbol) & 1) === 0) continue;
      const target = this.transitions.get(state, symbol);
      if (target !== 0) return target;
    }
    return symbol < this.rootSteps.length ? this.rootSteps[symbol]! : 0;
  }

  /** Whether a literal goes on behind the state. */
  goesOn(state: number): boolean {
    return this.outlines[state] !== 0;
  }

  private grow(from: number, piece: readonly number[], traits: number): number {
    let state = from;
    for (const symbol of piece) {
      let target = this.transitions.get(state, symbol);
      if (target === 0) {
        target = this.parents.length;
        this.transitions.set(state, symbol, target);
        this.parents.push(state);
        this.symbols.push(symbol);
        this.traitsOf.push(0);
      }
      this.traitsOf[target]! |= traits;
      state = target;
    }
    return state;
  }

  private compileRoot(): void {
    let highest = 0;
    for (const symbol of this.symbols) if (symbol > highest) highest = symbol;
    this.rootSteps = new Int32Array(highest + 1);
    this.parents.forEach((parent, state) => {
      if (state !== 0 && parent === 0) this.rootSteps[this.symbols[state]!] = state;
    });
  }

  private link(state: number): void {
    const parent = this.parents[state]!;
    const fallback = parent === 0 ? 0 : this.step(this.fail[parent]!, this.symbols[state]!);
    this.fail[state] = fallback;
    this.nextOutput[state] = this.firstOutput[fallback]!;
    const isOutput = this.tagsFrom[state]! < this.tagsFrom[state + 1]!;
    this.firstOutput[state] = isOutput ? state : this.nextOutput[state];
  }

  private compileTags(): void {
    const { states, tags } = this.ends;
    const from = new Int32Array(this.parents.length + 1);
    const distinct: number[] = [];
    let last = -1;
    for (const index of inOrder(states)) {
      const [state, tag] = [states[index]!, tags[index]!];
      // Two alternatives of one run may come to the same.
      if (state === last && tag === distinct.at(-1)) continue;
      distinct.push(tag);
      from[state + 1]! += 1;
      last = state;
    }
    for (let state = 0; state + 1 < from.length; state += 1) from[state + 1]! += from[state]!;
    this.tagsFrom = from;
    this.tags = Int32Array.from(distinct);
    states.length = tags.length = 0;
  }
}

/** The indexes of small numbers in order of these, equal ones as they stand: a counting sort. */
function inOrder(values: ArrayLike<number>): Int32Array {
  let highest = 0;
  for (let index = 0; index < values.length; index += 1) highest = Math.max(highest, values[index]!);
  const places = new Int32Array(highest + 2);
  for (let index = 0; index < values.length; index += 1) places[values[index]! + 1]! += 1;
  for (let value = 0; value < highest; value += 1) places[value + 1]! += places[value]!;
  const order = new Int32Array(values.length);
  for (let index = 0; index < values.length; index += 1) {
    const place = places[values[index]!]!++;
    order[place] = index;
  }
  return order;
}
