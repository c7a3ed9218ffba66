import type { PatternAnchors } from './pattern-anchors.js';

/** Texts are numbered in small integers; then they begin again. */
const HIGHEST_TEXT = 0x3fffffff;

const NONE = -1;

/**
 * Of the slots a run belongs to, often hundreds, those whose pattern can match in this text: it has all that the pattern
 * needs, in whatever order. They are found from the few patterns that remain, once for the whole text, so that a run
 * repeated ten thousand times is cheap.
 */
export class LiveSlots {
  /** The slots of all runs, and for each the entry of the next slot of the same run; -1 for none. */
  slots = new Int32Array(1024);
  next = new Int32Array(1024);
  /** The text in which a run was seen last, that in which it had a live slot, and the entry of its first. */
  private readonly seenIn: Int32Array;
  private readonly liveIn: Int32Array;
  private readonly firstEntry: Int32Array;
  private readonly isLive: Uint8Array;
  /** The patterns whose anchor was seen in this text: the first `anchoredCount`. */
  private readonly anchored: Int32Array;
  private anchoredCount = 0;
  private text = 0;
  private count = 0;

  constructor(
    states: number,
    private readonly anchors: PatternAnchors,
    patternCount: number,
  ) {
    this.seenIn = new Int32Array(states);
    this.liveIn = new Int32Array(states);
    this.firstEntry = new Int32Array(states);
    this.isLive = new Uint8Array(patternCount);
    this.anchored = new Int32Array(patternCount);
  }

  /** Begins a text in which no run was seen yet. */
  clear(): void {
    const { isLive, anchored } = this;
    for (let index = 0; index < this.anchoredCount; index += 1) isLive[anchored[index]!] = 0;
    this.anchoredCount = 0;
    this.count = 0;
    this.text += 1;
    if (this.text < HIGHEST_TEXT) return;
    this.text = 1;
    this.seenIn.fill(0);
    this.liveIn.fill(0);
  }

  see(output: number): void {
    if (this.seenIn[output] === this.text) return;
    this.seenIn[output] = this.text;
    const { patterns, from } = this.anchors;
    for (let index = from[output]!; index < from[output + 1]!; index += 1) {
      const pattern = patterns[index]!;
      if (this.isLive[pattern] === 1) continue;
      this.isLive[pattern] = 1;
      this.anchored[this.anchoredCount] = pattern;
      this.anchoredCount += 1;
    }
  }

  /** After the last run: drops the patterns that miss something. True when one remains that `counts`. */
  settle(counts: Uint8Array): boolean {
    const { anchored, anchors, isLive } = this;
    let remains = 0;
    for (let index = 0; index < this.anchoredCount; index += 1) {
      const pattern = anchored[index]!;
      if (anchors.canMatch(pattern, this.seenIn, this.text)) remains |= counts[pattern]!;
      else isLive[pattern] = 0;
    }
    return remains !== 0;
  }

  /** After `settle`: puts down the slots of each run seen, in order. */
  select(): void {
    const { anchored, isLive } = this;
    const patterns = anchored.subarray(0, this.anchoredCount).sort();
    for (let index = patterns.length - 1; index >= 0; index -= 1)
      if (isLive[patterns[index]!] === 1) this.addRuns(this.anchors.runs[patterns[index]!]!);
  }

  /** The entry of the first live slot of a run; -1 for none. */
  firstOf(output: number): number {
    return this.liveIn[output] === this.text ? this.firstEntry[output]! : NONE;
  }

  /** Each goes in front of those of later patterns. */
  private addRuns(runs: Int32Array): void {
    const { firstEntry, liveIn, seenIn, text } = this;
    for (let at = 0; at < runs.length; at += 2) {
      const state = runs[at]!;
      if (seenIn[state] !== text) continue;
      if (this.count === this.slots.length) this.grow();
      this.slots[this.count] = runs[at + 1]!;
      this.next[this.count] = this.firstOf(state);
      firstEntry[state] = this.count;
      liveIn[state] = text;
      this.count += 1;
    }
  }

  private grow(): void {
    const { slots, next } = this;
    (this.slots = new Int32Array(slots.length * 2)).set(slots);
    (this.next = new Int32Array(next.length * 2)).set(next);
  }
}
