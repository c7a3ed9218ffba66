import type { LiteralScanner } from './literal-scanner.js';
import type { SequencePattern } from './sequence-pattern.js';

/** How much rarer a run gets with each symbol more; only the order of the weights matters. */
const RARER_PER_SYMBOL = 16;

/**
 * What each pattern cannot match without: first its anchor, the segment it needs whose runs are rarest, then the others
 * it needs. A run that many segments name (我, i) is taken for common, a long one for rare.
 */
export class PatternAnchors {
  /** The patterns whose anchor ends at a state: `patterns` from `from[state]` to `from[state + 1]`. */
  readonly patterns: Int32Array;
  readonly from: Int32Array;
  /** By pattern: the states at which the runs of each further segment it needs end, the rarest segment first. */
  private readonly needs: readonly (readonly Int32Array[])[];
  /** By pattern: pairs of a state at which one of its runs ends and the slot of that run, the last slot first. */
  readonly runs: readonly Int32Array[];

  constructor(patterns: readonly SequencePattern[], scanner: LiteralScanner) {
    const states = statesOfSlots(patterns, scanner);
    const weights = weighSlots(states, scanner);
    const patternOfAnchor = new Int32Array(weights.length).fill(-1);
    let first = 0;
    const runs: Int32Array[] = [];
    this.needs = patterns.map((pattern, index) => {
      const [anchor, ...others] = neededSlots(pattern, first).sort((a, b) => weights[a]! - weights[b]!);
      if (anchor === undefined) throw new Error('a template needs at least one part that is not optional');
      patternOfAnchor[anchor] = index;
      runs.push(toRuns(states, first, first + pattern.length));
      first += pattern.length;
      return others.map((slot) => Int32Array.from(states[slot]!));
    });
    this.runs = runs;
    const { tags, tagsFrom } = scanner;
    const anchored: number[] = [];
    this.from = new Int32Array(tagsFrom.length);
    for (let state = 0; state + 1 < tagsFrom.length; state += 1) {
      for (let index = tagsFrom[state]!; index < tagsFrom[state + 1]!; index += 1) {
        const pattern = patternOfAnchor[tags[index]!]!;
        if (pattern >= 0) anchored.push(pattern);
      }
      this.from[state + 1] = anchored.length;
    }
    this.patterns = Int32Array.from(anchored);
  }

  /** Whether a text with the anchor of `pattern`, in which `seenIn[state]` is `text` for each run, has all it needs. */
  canMatch(pattern: number, seenIn: Int32Array, text: number): boolean {
    for (const states of this.needs[pattern]!) if (!hasAny(states, seenIn, text)) return false;
    return true;
  }
}

function toRuns(statesOfSlot: readonly number[][], first: number, end: number): Int32Array {
  const runs: number[] = [];
  for (let slot = end - 1; slot >= first; slot -= 1)
    for (const state of statesOfSlot[slot]!) runs.push(state, slot);
  return Int32Array.from(runs);
}

function hasAny(states: Int32Array, seenIn: Int32Array, text: number): boolean {
  for (let index = 0; index < states.length; index += 1) if (seenIn[states[index]!] === text) return true;
  return false;
}

/** By slot: the states at which its runs end. */
function statesOfSlots(patterns: readonly SequencePattern[], { tags, tagsFrom }: LiteralScanner): number[][] {
  const states = patterns.flatMap((pattern) => pattern.map((): number[] => []));
  for (let state = 0; state + 1 < tagsFrom.length; state += 1)
    for (let index = tagsFrom[state]!; index < tagsFrom[state + 1]!; index += 1)
      states[tags[index]!]!.push(state);
  return states;
}

function weighSlots(statesOfSlot: readonly number[][], { tagsFrom, depth }: LiteralScanner): number[] {
  const weightOf = (state: number) =>
    (tagsFrom[state + 1]! - tagsFrom[state]!) / RARER_PER_SYMBOL ** depth[state]!;
  return statesOfSlot.map((states) => states.reduce((sum, state) => sum + weightOf(state), 0));
}

function neededSlots(pattern: SequencePattern, first: number): number[] {
  return pattern.flatMap(({ optional }, position) => (optional ? [] : [first + position]));
}
