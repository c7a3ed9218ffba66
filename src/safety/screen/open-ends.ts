import type { LiteralScanner } from './literal-scanner.js';
import { NOTHING_HELD, type PartialMatches } from './partial-matches.js';
import type { Slot } from './sequence-pattern.js';

const BEGINS = 1;
const HELD = 2;
const FIRST_SLOT_BIT = 2;
const SLOT_BITS = 30;

/** What is remembered of the literals of a slot at each state: whether a pattern begins with it, and is held from it on. */
export function toLiteralTraits({ canStart, held }: Slot, slot: number): number {
  return (canStart ? BEGINS : 0) | (canStart && held ? HELD : 0) | slotBit(slot);
}

/** Several slots share a bit: what is asked of it may be answered yes too often, never no. */
function slotBit(slot: number): number {
  return 1 << (FIRST_SLOT_BIT + (slot % SLOT_BITS));
}

/**
 * What more symbols may still continue, of a sequence that a matcher has read. A partial match is open while its next run
 * may begin, and while one that began in time is not over; a run that begins a pattern is open itself.
 */
export class OpenEnds {
  /** Nothing before it can belong to a match that more symbols complete. */
  openStart = 0;
  /** The same of those runs alone that are held; never before `openStart`. */
  heldStart = 0;
  /** So many symbols more have to come before `heldStart` can move. */
  heldFor = 0;
  private readonly gapsAfter: Int32Array;
  /** By slot, the bits of those that may come next, and whether one of them is held. */
  private readonly next: Int32Array;
  private readonly nextHeld: Uint8Array;
  /** Where the runs begin that are not over, ascending, and the traits of their literals. */
  private readonly runStarts: number[] = [];
  private readonly runTraits: number[] = [];

  constructor(
    slots: readonly Slot[],
    private readonly scanner: LiteralScanner,
    private readonly partials: PartialMatches,
    private readonly longestReach: number,
  ) {
    this.gapsAfter = Int32Array.from(slots, ({ gapAfter }) => gapAfter);
    this.next = new Int32Array(slots.length);
    this.nextHeld = new Uint8Array(slots.length);
    slots.forEach(({ predecessors, held }, slot) => {
      for (const { slot: before } of predecessors) {
        this.next[before]! |= slotBit(slot);
        if (held) this.nextHeld[before] = 1;
      }
    });
  }

  /** Behind the first `length` symbols, of which the scanner made `state`; those from `settled` on may be read otherwise. */
  find(length: number, settled: number, state: number): void {
    this.openStart = this.heldStart = length;
    this.heldFor = 0;
    this.readRuns(length, state);
    this.readPartials(length, settled);
  }

  private readRuns(length: number, last: number): void {
    const { scanner, runStarts, runTraits } = this;
    runStarts.length = runTraits.length = 0;
    for (let state = last; state !== 0; state = scanner.fail[state]!) {
      const start = length - scanner.depth[state]!;
      const traits = scanner.traits[state]!;
      if (scanner.goesOn(state)) {
        runStarts.push(start);
        runTraits.push(traits);
      }
      if ((traits & BEGINS) !== 0) this.openStart = Math.min(this.openStart, start);
      if ((traits & HELD) !== 0) this.heldStart = Math.min(this.heldStart, start);
    }
  }

  private readPartials(length: number, settled: number): void {
    const { partials, gapsAfter, longestReach, next, nextHeld } = this;
    const { oldest } = partials;
    for (let number = partials.count - 1; number >= oldest; number -= 1) {
      const at = partials.placeOf(number);
      const end = partials.ends[at]!;
      if (end + longestReach < length) break;
      const slot = partials.slots[at]!;
      const lastStart = end + gapsAfter[slot]!;
      if (lastStart < length && !this.hasRun(end, lastStart, next[slot]!)) continue;
      this.openStart = Math.min(this.openStart, partials.starts[at]!);
      const atLeastFor = end <= settled ? Math.max(lastStart + 1 - length, 1) : 0;
      const heldStart = partials.heldStarts[at]!;
      if (heldStart !== NOTHING_HELD) this.hold(heldStart, atLeastFor);
      // Held is also what stands between the harmless beginning and the next run.
      else if (nextHeld[slot] === 1 && end < length) this.hold(end, atLeastFor);
    }
  }

  private hold(start: number, atLeastFor: number): void {
    if (start > this.heldStart) return;
    this.heldFor = start < this.heldStart ? atLeastFor : Math.max(this.heldFor, atLeastFor);
    this.heldStart = start;
  }

  /** Whether a run from `from` to `to` that is not over may be one of `slots`. */
  private hasRun(from: number, to: number, slots: number): boolean {
    const { runStarts, runTraits } = this;
    for (let index = 0; index < runStarts.length; index += 1) {
      const start = runStarts[index]!;
      if (start > to) break;
      if (start >= from && (runTraits[index]! & slots) !== 0) return true;
    }
    return false;
  }
}
