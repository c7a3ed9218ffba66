const NONE = -1;
/** Behind any text. */
export const NOTHING_HELD = 0x3fffffff;
/** Before any text: an end that no gap reaches back to. */
const LONG_AGO = -0x40000000;
/** Numbers run on from text to text; far below where they would leave a small integer they begin again. */
const HIGHEST_NUMBER = 0x20000000;

/**
 * The beginnings of phrases that later runs may continue, by slot. A ring: what was overwritten is too far back for
 * any gap, as `capacity` covers all that can be kept within the reach of the rules.
 */
export class PartialMatches {
  readonly starts: Int32Array;
  readonly coreStarts: Int32Array;
  /** Where the first run that is held begins; NOTHING_HELD for none. */
  readonly heldStarts: Int32Array;
  readonly ends: Int32Array;
  /** Where the newest one of each slot ends, in this text or an earlier one: enough to see that none is in reach. */
  readonly latestEnds: Int32Array;
  readonly slots: Int32Array;
  /** The one before it in the same slot, as a running number. */
  private readonly previous: Int32Array;
  private readonly latest: Int32Array;
  private readonly mask: number;
  /** The number of the first one of this text: clearing thousands of slots for each token would cost more than it. */
  private first = 0;
  /** The number of the next one. */
  count = 0;

  constructor(slotCount: number, capacity: number) {
    const size = 2 ** Math.ceil(Math.log2(capacity + 1));
    this.mask = size - 1;
    this.starts = new Int32Array(size);
    this.coreStarts = new Int32Array(size);
    this.heldStarts = new Int32Array(size);
    this.ends = new Int32Array(size);
    this.slots = new Int32Array(size);
    this.previous = new Int32Array(size);
    this.latest = new Int32Array(slotCount);
    this.latest.fill(NONE);
    this.latestEnds = new Int32Array(slotCount).fill(LONG_AGO);
  }

  clear(): void {
    this.first = this.count;
    if (this.count < HIGHEST_NUMBER) return;
    this.first = this.count = 0;
    this.latest.fill(NONE);
    this.latestEnds.fill(LONG_AGO);
  }

  keep(slot: number, start: number, coreStart: number, heldStart: number, end: number): void {
    const at = this.count & this.mask;
    this.starts[at] = start;
    this.coreStarts[at] = coreStart;
    this.heldStarts[at] = heldStart;
    this.ends[at] = end;
    this.slots[at] = slot;
    this.previous[at] = this.latest[slot]!;
    this.latest[slot] = this.count;
    this.latestEnds[slot] = end;
    this.count += 1;
  }

  /** The number of the first one that is still there; they go up to `count`. */
  get oldest(): number {
    return Math.max(this.first, this.count - this.mask);
  }

  /** Where in the arrays the one of a number stands. */
  placeOf(number: number): number {
    return number & this.mask;
  }

  /** The place in the ring of the one that ends from `from` to `to` and starts last, after `startAfter`; else -1. */
  findLatestStart(slot: number, from: number, to: number, startAfter: number): number {
    let best = NONE;
    let bestStart = startAfter;
    const { oldest } = this;
    for (let number = this.latest[slot]!; number >= oldest;) {
      const at = number & this.mask;
      const end = this.ends[at]!;
      if (end < from) break;
      if (end <= to && this.starts[at]! > bestStart) {
        best = at;
        bestStart = this.starts[at]!;
      }
      number = this.previous[at]!;
    }
    return best;
  }
}
