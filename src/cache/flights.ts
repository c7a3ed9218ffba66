import type { EntryName } from './cache-entry-name.js';

/**
 * One computation and everybody who waits for it. A caller that leaves does not disturb the others; when the last one
 * leaves, the computation is aborted.
 */
export class Flight<T> {
  /** Its entry was invalidated after the computation began: the result may be returned but not kept. */
  stale = false;
  /** The write of the result to memory, while it is under way. */
  writing: Promise<unknown> | undefined;
  private readonly controller = new AbortController();
  private readonly outcome: Promise<T>;
  private waiting = 0;
  private ended = false;

  constructor(
    readonly name: EntryName,
    work: (flight: Flight<T>) => Promise<T>,
    private readonly onEnd: () => void,
  ) {
    this.outcome = work(this).finally(() => {
      this.ended = true;
      onEnd();
    });
    // Nobody may be left to hear of a failure.
    this.outcome.catch(() => undefined);
  }

  /** Whether the result may be kept. */
  get keepable(): boolean {
    return !this.stale && !this.signal.aborted;
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  async join(signal: AbortSignal): Promise<T> {
    this.waiting += 1;
    let release = () => {};
    const left = new Promise<never>((_resolve, reject) => {
      const leave = () => reject(toError(signal.reason));
      if (signal.aborted) leave();
      signal.addEventListener('abort', leave, { once: true });
      release = () => signal.removeEventListener('abort', leave);
    });
    try {
      return await Promise.race([this.outcome, left]);
    } finally {
      release();
      this.waiting -= 1;
      if (this.waiting === 0 && !this.ended) this.abandon(signal.reason);
    }
  }

  private abandon(reason: unknown): void {
    this.onEnd();
    this.controller.abort(reason);
  }
}

/** The computations under way, one per entry. */
export class Flights<T> {
  private readonly flights = new Map<string, Flight<T>>();

  get(name: EntryName): Flight<T> | undefined {
    return this.flights.get(name.tail);
  }

  start(name: EntryName, work: (flight: Flight<T>) => Promise<T>): Flight<T> {
    const flight: Flight<T> = new Flight(name, work, () => {
      if (this.flights.get(name.tail) === flight) this.flights.delete(name.tail);
    });
    this.flights.set(name.tail, flight);
    return flight;
  }

  /** From now on these results are not kept and new callers compute anew. Resolves when none is in memory. */
  async discard(isMeant: (tail: string) => boolean): Promise<void> {
    const meant = [...this.flights.values()].filter(({ name }) => isMeant(name.tail));
    for (const flight of meant) {
      flight.stale = true;
      this.flights.delete(flight.name.tail);
    }
    await Promise.all(meant.flatMap(({ writing }) => writing ?? []));
  }
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason });
}
