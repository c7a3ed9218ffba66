/** The symbols of each alternative of one part of a run. */
export type Alternatives = readonly (readonly number[])[];

export interface SequenceSegment {
  gap: number;
  optional: boolean;
  joined: boolean;
  /** Nobody may read it before it is known whether the pattern matches. */
  held: boolean;
  /** A run is one alternative of each part, in order. */
  parts: readonly Alternatives[];
}

/** Runs of symbols in order, each at most `gap` symbols after the one before. */
export type SequencePattern = readonly SequenceSegment[];

/** One segment of one pattern: what may stand before it and what its match means. */
export interface Slot {
  pattern: number;
  predecessors: { slot: number; gap: number }[];
  canStart: boolean;
  completes: boolean;
  joined: boolean;
  continues: boolean;
  held: boolean;
  /** At most so many symbols after its end the next run begins. */
  gapAfter: number;
  /** And at most so many after its end that run is over. */
  reach: number;
}

/** The slots of a pattern, `first` being the number of its first one. */
export function toSlots(pattern: SequencePattern, index: number, first: number): Slot[] {
  const lastNeeded = pattern.findLastIndex((segment) => !segment.optional);
  return pattern.map((segment, position) => ({
    pattern: index,
    ...toPredecessors(pattern, position, first),
    completes: position >= lastNeeded,
    joined: segment.joined,
    continues: position < pattern.length - 1,
    held: segment.held,
    ...toReach(pattern.slice(position + 1)),
  }));
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

function toReach(following: SequencePattern): Pick<Slot, 'gapAfter' | 'reach'> {
  let reach = 0;
  let gapAfter = 0;
  for (const segment of following) {
    gapAfter = Math.max(gapAfter, segment.gap);
    reach = Math.max(reach, gapAfter + longestRun(segment));
    if (!segment.optional) break;
  }
  return { gapAfter, reach };
}

export function longestRun({ parts }: SequenceSegment): number {
  return parts.reduce((sum, pieces) => sum + Math.max(...pieces.map(({ length }) => length)), 0);
}
