/** Called for each literal found: the tag it was added with, and its first and last-plus-one symbol. */
export type LiteralFound = (tag: number, start: number, end: number) => void;

interface Output {
  tag: number;
  length: number;
}

/** Letters per state in the transition key; keeps keys small integers, which V8 hashes fastest. */
const ALPHABET_LIMIT = 8192;

/** Aho-Corasick over arbitrary symbols (code points, word ids). Add literals, compile once, then scan. */
export class LiteralScanner {
  private readonly alphabet = new Map<number, number>();
  private readonly next = new Map<number, number>();
  private readonly fail: number[] = [0];
  private readonly depth: number[] = [0];
  private readonly outputs: (Output[] | undefined)[] = [undefined];
  private readonly parents: number[] = [0];
  private readonly letters: number[] = [0];

  add(literal: readonly number[], tag: number): void {
    let state = 0;
    for (const symbol of literal) {
      let letter = this.alphabet.get(symbol);
      if (letter === undefined) {
        letter = this.alphabet.size + 1;
        if (letter >= ALPHABET_LIMIT) throw new Error('the rules use too many different symbols');
        this.alphabet.set(symbol, letter);
      }
      const key = state * ALPHABET_LIMIT + letter;
      let target = this.next.get(key);
      if (target === undefined) {
        target = this.outputs.length;
        this.next.set(key, target);
        this.outputs.push(undefined);
        this.parents.push(state);
        this.letters.push(letter);
        this.fail.push(0);
        this.depth.push(this.depth[state]! + 1);
      }
      state = target;
    }
    (this.outputs[state] ??= []).push({ tag, length: literal.length });
  }

  compile(): void {
    const byDepth: number[][] = [];
    for (let state = 1; state < this.depth.length; state += 1)
      (byDepth[this.depth[state]!] ??= []).push(state);
    for (const state of byDepth.flat()) {
      const parent = this.parents[state]!;
      const fallback = parent === 0 ? 0 : this.step(this.fail[parent]!, this.letters[state]!);
      this.fail[state] = fallback;
      const inherited = this.outputs[fallback];
      if (inherited) this.outputs[state] = [...(this.outputs[state] ?? []), ...inherited];
    }
  }

  /** Returns how many symbols at the end are the beginning of some literal. */
  scan(symbols: readonly number[], found: LiteralFound): number {
    let state = 0;
    for (let position = 0; position < symbols.length; position += 1) {
      const letter = this.alphabet.get(symbols[position]!);
      state = letter === undefined ? 0 : this.step(state, letter);
      const outputs = this.outputs[state];
      if (outputs) for (const { tag, length } of outputs) found(tag, position + 1 - length, position + 1);
    }
    return this.depth[state]!;
  }

  private step(from: number, letter: number): number {
    let state = from;
    for (;;) {
      const target = this.next.get(state * ALPHABET_LIMIT + letter);
      if (target !== undefined) return target;
      if (state === 0) return 0;
      state = this.fail[state]!;
    }
  }
}
