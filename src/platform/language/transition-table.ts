/** Letters per state in a key; a power of two, so that key and state convert by shifting. */
const LETTER_BITS = 13;
export const LETTER_LIMIT = 1 << LETTER_BITS;
const SMALLEST = 1024;
/** Fibonacci hashing: neighbouring keys land far apart. */
const MULTIPLIER = 0x9e3779b1;

/**
 * (state, letter) -> state in two flat arrays: open addressing with at most half of the slots taken. A dense table
 * would take tens of megabytes, and a Map costs several times more per step. State 0 is the root and never a target.
 */
export class TransitionTable {
  private keys = new Int32Array(SMALLEST);
  private targets = new Int32Array(SMALLEST);
  private shift = 32 - Math.log2(SMALLEST);
  private size = 0;

  /** The target, or 0 when there is none. Letters begin at 1. */
  get(state: number, letter: number): number {
    const key = (state << LETTER_BITS) | letter;
    const { keys } = this;
    const mask = keys.length - 1;
    for (let slot = Math.imul(key, MULTIPLIER) >>> this.shift; ; slot = (slot + 1) & mask) {
      const found = keys[slot]!;
      if (found === key) return this.targets[slot]!;
      if (found === 0) return 0;
    }
  }

  set(state: number, letter: number, target: number): void {
    if (letter <= 0 || letter >= LETTER_LIMIT) throw new Error('the rules use too many different symbols');
    if (this.size * 2 >= this.keys.length) this.grow();
    this.put((state << LETTER_BITS) | letter, target);
    this.size += 1;
  }

  private put(key: number, target: number): void {
    const mask = this.keys.length - 1;
    let slot = Math.imul(key, MULTIPLIER) >>> this.shift;
    while (this.keys[slot] !== 0) slot = (slot + 1) & mask;
    this.keys[slot] = key;
    this.targets[slot] = target;
  }

  private grow(): void {
    const { keys, targets } = this;
    this.keys = new Int32Array(keys.length * 2);
    this.targets = new Int32Array(keys.length * 2);
    this.shift -= 1;
    for (let slot = 0; slot < keys.length; slot += 1) {
      const key = keys[slot]!;
      if (key !== 0) this.put(key, targets[slot]!);
    }
  }
}
