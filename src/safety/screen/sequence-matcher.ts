import { LiteralScanner } from './literal-scanner.js';

export interface SequenceSegment {
  gap: number;
  optional: boolean;
  joined: boolean;
  literals: readonly (readonly number[])[];
}

/** Runs of symbols in order, each at most `gap` symbols after the one before. */
export type SequencePattern = readonly SequenceSegment[];

export interface SequenceMatch {
  /** Index of the pattern. */
  pattern: number;
  start: number;
  /** Where the core begins: the last run with the runs joined to it. */
  coreStart: number;
  end: number;
}

export interface SequenceScan {
  matches: SequenceMatch[];
  /** The first symbol of any match that more text could still complete; the length of the text when none could. */
  openStart: number;
}

/** How a run may sit in its surroundings (word boundaries). */
export type BoundaryCheck = (start: number, end: number) => boolean;

/** One segment of one pattern: what may stand before it and what its match means. */
interface Slot {
  pattern: number;
  predecessors: { slot: number; gap: number }[];
  canStart: boolean;
  completes: boolean;
  joined: boolean;
  continues: boolean;
  /** How many symbols after its end a partial match can still be continued. */
  reach: number;
}

interface Partial {
  start: number;
  coreStart: number;
  end: number;
}

/**
 * Finds all patterns in one walk over the symbols: an Aho-Corasick scan reports the runs, and each run extends the
 * partial matches that wait for it within their gap. Each symbol costs a constant for a given rule set, so a scan is
 * linear in the text and never backtracks.
 */
export class SequenceMatcher {
  private readonly slots: Slot[] = [];
  private readonly scanner = new LiteralScanner();

  constructor(patterns: readonly SequencePattern[]) {
    patterns.forEach((pattern, index) => this.addPattern(pattern, index));
    this.scanner.compile();
  }

  scan(symbols: readonly number[], boundary: BoundaryCheck): SequenceScan {
    const matches: SequenceMatch[] = [];
    const partials = new Map<number, Partial[]>();
    const openLength = this.scanner.scan(symbols, (slotIndex, runStart, end) => {
      const slot = this.slots[slotIndex]!;
      const before = findPredecessor(slot, partials, runStart);
      if (!before && !slot.canStart) return;
      if (!boundary(runStart, end)) return;
      const found: Partial = {
        start: before?.start ?? runStart,
        coreStart: slot.joined && before ? before.coreStart : runStart,
        end,
      };
      if (slot.completes) matches.push({ pattern: slot.pattern, ...found });
      if (slot.continues) keep(partials, { index: slotIndex, reach: slot.reach }, found);
    });
    return { matches, openStart: this.openStart(symbols.length, openLength, partials) };
  }

  private openStart(length: number, openLength: number, partials: ReadonlyMap<number, Partial[]>): number {
    let open = length - openLength;
    for (const [slot, list] of partials) {
      const { reach } = this.slots[slot]!;
      for (const partial of list) if (partial.end + reach >= length) open = Math.min(open, partial.start);
    }
    return open;
  }

  private addPattern(pattern: SequencePattern, index: number): void {
    const first = this.slots.length;
    const lastNeeded = pattern.findLastIndex((segment) => !segment.optional);
    pattern.forEach((segment, position) => {
      this.slots.push({
        pattern: index,
        ...toPredecessors(pattern, position, first),
        completes: position >= lastNeeded,
        joined: segment.joined,
        continues: position < pattern.length - 1,
        reach: toReach(pattern.slice(position + 1)),
      });
      for (const literal of segment.literals) this.scanner.add(literal, first + position);
    });
  }
}

/** The segments that may stand directly before `position`, over optional ones left out. */
function toPredecessors(
  pattern: SequencePattern,
  position: number,
  first: number,
): Pick<Slot, 'predecessors' | 'canStart'> {
  const predecessors: Slot['predecessors'] = [];
  let gap = 0;
  for (let at = position; at > 0; at -= 1) {
    gap = Math.max(gap, pattern[at]!.gap);
    predecessors.push({ slot: first + at - 1, gap });
    if (!pattern[at - 1]!.optional) return { predecessors, canStart: false };
  }
  return { predecessors, canStart: true };
}

function toReach(following: readonly SequenceSegment[]): number {
  let reach = 0;
  let gap = 0;
  for (const segment of following) {
    gap = Math.max(gap, segment.gap);
    reach = Math.max(reach, gap + Math.max(...segment.literals.map((literal) => literal.length)));
    if (!segment.optional) break;
  }
  return reach;
}

/** The partial match that ends within the gap before `position` and starts last. */
function findPredecessor(
  slot: Slot,
  partials: ReadonlyMap<number, Partial[]>,
  position: number,
): Partial | undefined {
  let best: Partial | undefined;
  for (const { slot: before, gap } of slot.predecessors) {
    const list = partials.get(before);
    if (!list) continue;
    for (let index = list.length - 1; index >= 0; index -= 1) {
      const partial = list[index]!;
      if (partial.end < position - gap) break;
      if (partial.end <= position && partial.start > (best?.start ?? -1)) {
        best = partial;
      }
    }
  }
  return best;
}

/** Runs are reported in order of their end, so what is out of reach now stays out of reach and is dropped. */
function keep(
  partials: Map<number, Partial[]>,
  slot: { index: number; reach: number },
  partial: Partial,
): void {
  const list = partials.get(slot.index);
  if (!list) {
    partials.set(slot.index, [partial]);
    return;
  }
  while (list.length > 0 && list[0]!.end + slot.reach < partial.end) list.shift();
  list.push(partial);
}
