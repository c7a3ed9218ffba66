import { TransitionTable } from '../../platform/language/transition-table.js';

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

  private readonly transitions = new TransitionTable();
  private readonly parents: number[] = [0];
  private readonly symbols: number[] = [0];
  private readonly tagsByState: (number[] | undefined)[] = [undefined];
  private fail: Int32Array = new Int32Array(1);
  /** The step from the root, where most of a text is read, without hashing. */
  private rootSteps: Int32Array = new Int32Array(1);

  add(literal: readonly number[], tag: number): void {
    let state = 0;
    for (const symbol of literal) {
      let target = this.transitions.get(state, symbol);
      if (target === 0) {
        target = this.parents.length;
        this.transitions.set(state, symbol, target);
        this.parents.push(state);
        this.symbols.push(symbol);
        this.tagsByState.push(undefined);
      }
      state = target;
    }
    (this.tagsByState[state] ??= []).push(tag);
  }

  compile(): void {
    const states = this.parents.length;
    this.depth = new Int32Array(states);
    this.fail = new Int32Array(states);
    this.firstOutput = new Int32Array(states);
    this.nextOutput = new Int32Array(states);
    for (let state = 1; state < states; state += 1) {
      this.depth[state] = this.depth[this.parents[state]!]! + 1;
    }
    this.compileRoot();
    for (const state of this.byDepth()) this.link(state);
    this.compileTags();
  }

  /** The state after one more symbol. */
  step(from: number, symbol: number): number {
    if (symbol === 0) return 0;
    for (let state = from; state !== 0; state = this.fail[state]!) {
      const target = this.transitions.get(state, symbol);
      if (target !== 0) return target;
    }
    return symbol < this.rootSteps.length ? this.rootSteps[symbol]! : 0;
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
    this.firstOutput[state] = this.tagsByState[state] === undefined ? this.nextOutput[state] : state;
  }

  private compileTags(): void {
    this.tagsFrom = new Int32Array(this.tagsByState.length + 1);
    this.tagsByState.forEach((tags, state) => {
      this.tagsFrom[state + 1] = this.tagsFrom[state]! + (tags?.length ?? 0);
    });
    this.tags = new Int32Array(this.tagsFrom[this.tagsByState.length]!);
    this.tagsByState.forEach((tags, state) => tags && this.tags.set(tags, this.tagsFrom[state]));
    this.tagsByState.length = 0;
  }

  /** All states but the root, shallow ones first: a fallback is always shallower. */
  private byDepth(): number[] {
    const levels: number[][] = [];
    for (let state = 1; state < this.depth.length; state += 1)
      (levels[this.depth[state]!] ??= []).push(state);
    return levels.flat();
  }
}
