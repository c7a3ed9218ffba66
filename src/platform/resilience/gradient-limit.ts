/** What the turns of one window saw. */
export interface LatencyWindow {
  /** Average wait, of those that gave up as well. */
  meanMs: number;
  /** Share of them that gave up, 0-1. */
  droppedShare: number;
  /** Most that ran at once while the window was open. */
  mostInFlight: number;
}

/** What bounds a limit right now. They may change between two windows. */
export interface LimitBounds {
  /** The limit an operator set. */
  most: number;
  /** Longer than this is too long, whatever has been usual. */
  longestMs: number;
}

/** Below it a wrong estimate could not find its way back: too few turns would run to learn from. */
const LEAST = 4;
/** How far above the long-term average a window may lie before the limit yields (Netflix's default). */
const TOLERANCE = 1.5;
/** No window takes more than half: one that is an outlier must not shed half of the load twice. */
const STEEPEST = 0.5;
/** Share of the new estimate in the next limit (Netflix's default). */
const SMOOTHING = 0.2;
/** Windows the long-term average looks back on (Netflix's default); the first few are averaged plainly. */
const LONG_TERM_WINDOWS = 600;
const WARM_UP_WINDOWS = 10;
/** Nobody minds waiting so long; times below it vary for reasons that are not load. */
const PROMPT_MS = 250;

/**
 * A concurrency limit that follows latency: Gradient2Limit of Netflix's concurrency-limits
 * (github.com/Netflix/concurrency-limits, Apache-2.0), written anew. After each window
 *
 *     gradient = clamp(tolerance · longTermMs / meanMs, 0.5, 1)
 *     limit    = 0.8 · limit + 0.2 · (limit · gradient + √limit)
 *
 * so that it shrinks while turns take longer than usual, and grows by a small queue while they do not. It moves only
 * while it matters: with half of it unused, latency says nothing about it.
 *
 * Three things differ. It begins at `most`, not at a guess, and is `most` exactly as long as nothing is wrong. An
 * average that has learnt from an overload would call it usual, therefore `longestMs` bounds what is acceptable; and
 * turns that gave up, which Gradient2 ignores, stop growth and take their share of the limit.
 */
export class GradientLimit {
  private estimate = Number.POSITIVE_INFINITY;
  private longTermMs = 0;
  private windows = 0;
  private lastGradient = 1;

  constructor(private readonly bounds: () => LimitBounds) {}

  /** Never below 4 (or `most`, where that is less), never above `most`. */
  get value(): number {
    const { most } = this.bounds();
    return Math.max(Math.min(LEAST, most), Math.min(most, Math.floor(this.estimate)));
  }

  /** What the last window said: 1 as usual, 0.5 much slower. */
  get gradient(): number {
    return this.lastGradient;
  }

  /** @returns whether the limit mattered in this window, so that it could move. */
  learn(window: LatencyWindow): boolean {
    const { most, longestMs } = this.bounds();
    const limit = Math.min(this.estimate, most);
    this.learnUsual(window.meanMs);
    const acceptableMs = Math.min(longestMs, Math.max(PROMPT_MS, TOLERANCE * this.longTermMs));
    const slope = Math.min(acceptableMs / Math.max(window.meanMs, 1), 1 - window.droppedShare);
    this.lastGradient = Math.max(STEEPEST, Math.min(1, slope));
    if (window.mostInFlight <= limit / 2) return false;
    const queue = window.droppedShare > 0 ? 0 : Math.sqrt(limit);
    const next = limit * (1 - SMOOTHING) + (limit * this.lastGradient + queue) * SMOOTHING;
    this.estimate = next >= most ? Number.POSITIVE_INFINITY : Math.max(Math.min(LEAST, most), next);
    return true;
  }

  /** Back to `most`; what is usual stays known. */
  release(): void {
    this.estimate = Number.POSITIVE_INFINITY;
    this.lastGradient = 1;
  }

  private learnUsual(meanMs: number): void {
    this.windows = Math.min(this.windows + 1, LONG_TERM_WINDOWS);
    const weight = this.windows <= WARM_UP_WINDOWS ? 1 / this.windows : 2 / (LONG_TERM_WINDOWS + 1);
    this.longTermMs += (meanMs - this.longTermMs) * weight;
    // After a long overload the average is far too high; ten minutes are too long to find out.
    if (this.longTermMs > 2 * meanMs) this.longTermMs *= 0.95;
  }
}
