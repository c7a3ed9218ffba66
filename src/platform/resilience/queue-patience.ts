/** Turns need the other half of their time for the reply. */
const WAITING_SHARE_OF_TIMEOUT = 0.5;
/** Once a queue stands, waiting longer serves nobody more: all would only be served later. */
const STANDING_SHARE_OF_TIMEOUT = 0.1;
const WEIGHT_OF_NEWEST = 0.1;

/**
 * How long it makes sense to wait. A burst may use all of the time that is left beside the reply. A queue that has
 * stood for as long is no burst: there is more than can be served, and it is kept short, as CoDel does, until it has
 * been empty for a while. One caller who keeps asking is enough to make it stand, so that whoever has nothing running
 * and nothing waiting keeps the patience of a burst: they add one turn, and did not make the queue.
 */
export class QueuePatience {
  private holdMs = 0;
  private filledAt = 0;
  /** Undefined while somebody waits. */
  private emptySince: number | undefined = Number.NEGATIVE_INFINITY;

  constructor(private readonly requestTimeoutMs: () => number) {}

  /** What a place is held for, averaged with weight on the last ten or so. */
  placeHeld(durationMs: number): void {
    this.holdMs =
      this.holdMs === 0 ? durationMs : this.holdMs + (durationMs - this.holdMs) * WEIGHT_OF_NEWEST;
  }

  queueChanged(size: number, now: number): void {
    if (size === 0) {
      this.emptySince ??= now;
      return;
    }
    if (!this.filled(now)) this.filledAt = now;
    this.emptySince = undefined;
  }

  /** Until so many before it have had their places. */
  expectedWaitMs(ahead: number, limit: number): number {
    return ((ahead + 1) / limit) * this.holdMs;
  }

  longestWaitMs(): number {
    return this.requestTimeoutMs() * WAITING_SHARE_OF_TIMEOUT;
  }

  /** A newcomer that expects to wait longer is refused at once. */
  acceptableWaitMs(now: number, isStranger: boolean): number {
    const longestMs = this.longestWaitMs();
    return !isStranger && this.filled(now) && now - this.filledAt > longestMs
      ? this.standingWaitMs()
      : longestMs;
  }

  private filled(now: number): boolean {
    return this.emptySince === undefined || now - this.emptySince < this.standingWaitMs();
  }

  private standingWaitMs(): number {
    return this.requestTimeoutMs() * STANDING_SHARE_OF_TIMEOUT;
  }
}
