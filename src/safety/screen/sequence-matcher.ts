import { LiteralScanner } from './literal-scanner.js';
import { OpenEnds, toLiteralTraits } from './open-ends.js';
import { NOTHING_HELD, PartialMatches } from './partial-matches.js';
import { LiveSlots } from './live-slots.js';
import { PatternAnchors } from './pattern-anchors.js';
import { RunBuffer } from './run-buffer.js';
import { longestRun, toSlots, type SequencePattern, type Slot } from './sequence-pattern.js';
import { SYMBOL, type SymbolSequence } from './symbol-buffer.js';

/** Fields of one match in the flat list: pattern, start, start of the core (the last run with those joined to it), end. */
export const MATCH_FIELDS = 4;

/** What is known of a sequence that goes on; the starts are indexes of symbols. */
export interface OpenScan {
  matches: readonly number[];
  /** Nothing before it can belong to a match that more symbols complete. */
  openStart: number;
  /** From here on stands what may become a match and is held; so many symbols more have to come before it can move. */
  heldStart: number;
  heldFor: number;
}

const CAN_START = 1;
const COMPLETES = 2;
const JOINED = 4;
const CONTINUES = 8;
const HELD = 16;

/**
 * Finds all patterns in one walk over the symbols: an Aho-Corasick scan reports the runs, and each run extends the
 * partial matches that wait for it within their gap. Each symbol costs a constant for a given rule set, so a scan is
 * linear in the text and never backtracks. The slots lie in flat arrays, since a common word ends runs in hundreds.
 *
 * It goes in two steps, so that an ordinary text costs only the first: `survey` collects the runs and sees which
 * patterns can match at all, `match` extends those.
 */
export class SequenceMatcher {
  private readonly scanner = new LiteralScanner();
  private readonly patterns: Int32Array;
  private readonly traits: Uint8Array;
  /** The predecessors of a slot: from `before[slot]` to `before[slot + 1]`, the nearest one first. */
  private readonly before: Int32Array;
  private readonly beforeSlots: Int32Array;
  private readonly beforeGaps: Int32Array;
  private readonly partials: PartialMatches;
  private readonly ends: OpenEnds;
  private readonly runs = new RunBuffer();
  private readonly live: LiveSlots;
  /** Those of the present text. */
  private matches: number[] = [];
  /** Up to here the symbols are sure to stand as they are. */
  private settled = Infinity;
  /** The first start of the matches that end behind it. */
  private unsureStart = 0;

  /** `isDecisive`: whether a match of the pattern says something by itself; the others only qualify those. */
  constructor(
    patterns: readonly SequencePattern[],
    private readonly isDecisive: Uint8Array,
  ) {
    const slots: Slot[] = [];
    let longestLiteral = 1;
    patterns.forEach((pattern, index) => {
      const first = slots.length;
      slots.push(...toSlots(pattern, index, first));
      pattern.forEach((segment, position) => {
        longestLiteral = Math.max(longestLiteral, longestRun(segment));
        const slot = first + position;
        this.scanner.add(segment.parts, slot, toLiteralTraits(slots[slot]!, slot));
      });
    });
    this.scanner.compile();
    this.patterns = Int32Array.from(slots, ({ pattern }) => pattern);
    const anchors = new PatternAnchors(patterns, this.scanner);
    this.live = new LiveSlots(this.scanner.depth.length, anchors, patterns.length);
    this.traits = Uint8Array.from(slots, toTraits);
    const predecessors = slots.flatMap((slot) => slot.predecessors);
    this.beforeSlots = Int32Array.from(predecessors, ({ slot }) => slot);
    this.beforeGaps = Int32Array.from(predecessors, ({ gap }) => gap);
    this.before = new Int32Array(slots.length + 1);
    slots.forEach((slot, index) => {
      this.before[index + 1] = this.before[index]! + slot.predecessors.length;
    });
    const longestReach = slots.reduce((most, { reach }) => Math.max(most, reach), 0);
    const capacity = this.mostKeptPerSymbol() * (longestReach + longestLiteral + 1);
    this.partials = new PartialMatches(slots.length, capacity);
    this.ends = new OpenEnds(slots, this.scanner, this.partials, longestReach);
  }

  /** Reads the first `length` symbols; true when a decisive pattern may match. */
  survey(sequence: SymbolSequence, length: number): boolean {
    const { scanner, runs, live } = this;
    const { symbols, flags } = sequence;
    const { firstOutput, nextOutput, depth } = scanner;
    runs.length = 0;
    live.clear();
    let state = 0;
    for (let position = 0; position < length; position += 1) {
      state = scanner.step(state, symbols[position]!);
      for (let output = firstOutput[state]!; output !== 0; output = nextOutput[output]!) {
        if (!standsFree(flags, position + 1 - depth[output]!, position + 1)) continue;
        runs.add(output, position + 1);
        live.see(output);
      }
    }
    return live.settle(this.isDecisive);
  }

  /** The matches in what was surveyed. */
  match(): readonly number[] {
    const { runs, partials, scanner, live } = this;
    this.matches = [];
    this.settled = Infinity;
    partials.clear();
    live.select();
    for (let index = 0; index < runs.length; index += 1) {
      const output = runs.outputs[index]!;
      const end = runs.ends[index]!;
      for (let entry = live.firstOf(output); entry >= 0; entry = live.next[entry]!)
        this.extend(live.slots[entry]!, end - scanner.depth[output]!, end);
    }
    return this.matches;
  }

  /**
   * The matches in the first `length` symbols of a text that goes on, decisive or not, and what more text could still
   * complete or undo. Behind the first `settled` symbols nothing is sure to end; those behind the first `sure` ones may turn
   * out to be others.
   */
  matchOpen(sequence: SymbolSequence, length: number, settled: number, sure: number): OpenScan {
    const { scanner, partials, ends } = this;
    const { symbols, flags } = sequence;
    const { firstOutput, nextOutput, depth, tags, tagsFrom } = scanner;
    this.matches = [];
    this.settled = settled;
    this.unsureStart = length;
    partials.clear();
    let state = 0;
    let sureState = 0;
    for (let position = 0; position < length; position += 1) {
      if ((flags[position]! & SYMBOL.apart) !== 0) {
        state = 0;
        partials.clear();
      }
      if (position === sure) sureState = state;
      state = scanner.step(state, symbols[position]!);
      for (let output = firstOutput[state]!; output !== 0; output = nextOutput[output]!) {
        const start = position + 1 - depth[output]!;
        if (!standsFree(flags, start, position + 1)) continue;
        for (let index = tagsFrom[output]!; index < tagsFrom[output + 1]!; index += 1)
          this.extend(tags[index]!, start, position + 1);
      }
    }
    ends.find(length, settled, state);
    const { openStart, heldStart, heldFor } = ends;
    if (sure < length) ends.find(sure, sure, sureState);
    return {
      matches: this.matches,
      openStart: Math.min(openStart, ends.openStart, this.unsureStart),
      heldStart,
      heldFor,
    };
  }

  /** A run of the slot stands in the text from `start` to `end`: continues what waits for it. */
  private extend(slot: number, start: number, end: number): void {
    const { partials } = this;
    const trait = this.traits[slot]!;
    const before = this.findPredecessor(slot, start);
    if (before < 0 && (trait & CAN_START) === 0) return;
    const matchStart = before < 0 ? start : partials.starts[before]!;
    const coreStart = before >= 0 && (trait & JOINED) !== 0 ? partials.coreStarts[before]! : start;
    if ((trait & COMPLETES) !== 0) {
      this.matches.push(this.patterns[slot]!, matchStart, coreStart, end);
      if (end > this.settled) this.unsureStart = Math.min(this.unsureStart, matchStart);
    }
    if ((trait & CONTINUES) === 0) return;
    const heldBefore = before < 0 ? NOTHING_HELD : partials.heldStarts[before]!;
    const heldStart = heldBefore === NOTHING_HELD && (trait & HELD) !== 0 ? start : heldBefore;
    partials.keep(slot, matchStart, coreStart, heldStart, end);
  }

  /** The partial match that ends within the gap before `position` and starts last, -1 for none. */
  private findPredecessor(slot: number, position: number): number {
    const { partials, before, beforeSlots, beforeGaps } = this;
    const last = before[slot + 1]!;
    let best = -1;
    for (let index = before[slot]!; index < last; index += 1) {
      const from = position - beforeGaps[index]!;
      const candidate = beforeSlots[index]!;
      if (partials.latestEnds[candidate]! < from) continue;
      const after = best < 0 ? -1 : partials.starts[best]!;
      const found = partials.findLatestStart(candidate, from, position, after);
      if (found >= 0) best = found;
    }
    return best;
  }

  private mostKeptPerSymbol(): number {
    const { firstOutput, nextOutput, tagsFrom } = this.scanner;
    let most = 0;
    for (let state = 0; state < firstOutput.length; state += 1) {
      let kept = 0;
      for (let output = firstOutput[state]!; output !== 0; output = nextOutput[output]!) {
        kept += tagsFrom[output + 1]! - tagsFrom[output]!;
      }
      most = Math.max(most, kept);
    }
    return most;
  }
}

function toTraits({ canStart, completes, joined, continues, held }: Slot): number {
  return (
    (canStart ? CAN_START : 0) |
    (completes ? COMPLETES : 0) |
    (joined ? JOINED : 0) |
    (continues ? CONTINUES : 0) |
    (held ? HELD : 0)
  );
}

/**
 * A run that begins or ends in a Latin letter must not cut a longer word (想s, not 想study), a number must not cut a
 * longer one (12356, 想4). Counting digits do: 1楼 is in 11楼, and one digit alone stands for any number.
 */
function standsFree(flags: Uint8Array, start: number, end: number): boolean {
  if (((flags[start]! | flags[end]!) & SYMBOL.joinsPrevious) === 0) return true;
  const first = flags[start]!;
  const isNumber = (first & SYMBOL.digit) !== 0;
  if (end - start === 1 && isNumber) return true;
  if ((flags[end]! & SYMBOL.joinsPrevious) !== 0) return false;
  return isNumber && (flags[end - 1]! & SYMBOL.latin) === 0;
}
