import type { LiteralScanner } from './literal-scanner.js';
import type { PatternAnchors } from './pattern-anchors.js';

/** Texts are numbered in small integers; then they begin again. */
const HIGHEST_TEXT = 0x3fffffff;

/**
 * Of the slots a run belongs to, often hundreds, those whose pattern can match in this text: it has all that the pattern
 * needs, in whatever order. The choice is made when a run is met first and kept for the rest of the text, so that a run
 * repeated ten thousand times is cheap.
 */
export class LiveSlots {
  /** Slots of a run: `slots` from `from[output]` to `to[output]`, once `select` was called for it. */
  slots: Int32Array = new Int32Array(1024);
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** The text in which a run was seen last, and that for which its choice was made. */
  private readonly seenIn: Int32Array;
  private readonly madeFor: Int32Array;
  private readonly isLive: Uint8Array;
  /** The patterns whose anchor was seen in this text: the first `anchoredCount`. */
  private readonly anchored: Int32Array;
  private anchoredCount = 0;
  private text = 0;
  private count = 0;

  constructor(
    private readonly scanner: LiteralScanner,
    private readonly anchors: PatternAnchors,
    private readonly patternOfSlot: Int32Array,
    patternCount: number,
  ) {
    const states = scanner.depth.length;
    this.from = new Int32Array(states);
    this.to = new Int32Array(states);
    this.seenIn = new Int32Array(states);
    this.madeFor = new Int32Array(states);
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
    this.madeFor.fill(0);
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
