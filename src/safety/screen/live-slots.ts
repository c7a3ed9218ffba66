import type { LiteralScanner } from './literal-scanner.js';

/**
 * Of the slots a run belongs to, often hundreds, those whose pattern can match in this text. The choice is made when a
 * run is met first and kept for the rest of the text, so that a run repeated ten thousand times is cheap.
 */
export class LiveSlots {
  /** Slots of a run: `slots` from `from[output]` to `to[output]`, once `select` was called for it. */
  slots: Int32Array = new Int32Array(1024);
  readonly from: Int32Array;
  readonly to: Int32Array;
  private readonly isLive: Uint8Array;
  /** The text for which a run's choice was made. */
  private readonly madeFor: Int32Array;
  private text = 0;
  private count = 0;

  constructor(
    private readonly scanner: LiteralScanner,
    private readonly patternOfSlot: Int32Array,
    patternCount: number,
  ) {
    const states = scanner.depth.length;
    this.from = new Int32Array(states);
    this.to = new Int32Array(states);
    this.madeFor = new Int32Array(states);
    this.isLive = new Uint8Array(patternCount);
  }

  /** Begins a text in which no pattern can match yet. */
  clear(): void {
    this.isLive.fill(0);
    this.text = (this.text + 1) | 0;
    this.count = 0;
  }

  markLive(pattern: number): void {
    this.isLive[pattern] = 1;
  }

  select(output: number): void {
    if (this.madeFor[output] === this.text) return;
    this.madeFor[output] = this.text;
    const { tags, tagsFrom } = this.scanner;
    const first = tagsFrom[output]!;
    const last = tagsFrom[output + 1]!;
    while (this.count + last - first > this.slots.length) this.grow();
    let count = this.count;
    this.from[output] = count;
    for (let index = first; index < last; index += 1) {
      const slot = tags[index]!;
      if (this.isLive[this.patternOfSlot[slot]!] === 0) continue;
      this.slots[count] = slot;
      count += 1;
    }
    this.to[output] = count;
    this.count = count;
  }

  private grow(): void {
    const { slots } = this;
    (this.slots = new Int32Array(slots.length * 2)).set(slots);
  }
}
