const FIRST_CAPACITY = 256;

/** What a symbol looks like, for the check of word boundaries; `apart`: no phrase goes on from the one before to it. */
export const SYMBOL = { digit: 1, latin: 2, joinsPrevious: 4, apart: 8 } as const;

/** Symbols a rule can name (0 = any other), with the place of each in the original text (UTF-16 offsets). */
export interface SymbolSequence {
  readonly length: number;
  /** The arrays may be longer than the sequence. */
  readonly symbols: Uint16Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Bits of SYMBOL; 0 beyond the end. */
  readonly flags: Uint8Array;
}

/** A sequence that is filled again for each text: screening is synchronous, and fresh arrays cost more than the scan. */
export class SymbolBuffer implements SymbolSequence {
  length = 0;
  symbols = new Uint16Array(FIRST_CAPACITY);
  starts = new Int32Array(FIRST_CAPACITY);
  ends = new Int32Array(FIRST_CAPACITY);
  flags = new Uint8Array(FIRST_CAPACITY);

  clear(): void {
    this.length = 0;
    this.flags[0] = 0;
  }

  add(symbol: number, start: number, end: number, flags: number): void {
    const index = this.length;
    // One slot stays free behind the last symbol for its zero flags.
    if (index + 1 >= this.symbols.length) this.grow();
    this.symbols[index] = symbol;
    this.starts[index] = start;
    this.ends[index] = end;
    this.flags[index] = flags;
    this.flags[index + 1] = 0;
    this.length = index + 1;
  }

  private grow(): void {
    const capacity = this.symbols.length * 2;
    const { symbols, starts, ends, flags } = this;
    (this.symbols = new Uint16Array(capacity)).set(symbols);
    (this.starts = new Int32Array(capacity)).set(starts);
    (this.ends = new Int32Array(capacity)).set(ends);
    (this.flags = new Uint8Array(capacity)).set(flags);
  }
}
