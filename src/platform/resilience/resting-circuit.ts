/** The server failed again and again and is left alone for a while. */
export class CircuitOpenError extends Error {
  constructor(readonly what: string) {
    super(`${what} is left alone after failures`);
    this.name = 'CircuitOpenError';
  }
}

export interface RestingCircuitOptions {
  what: string;
  /** Failures in a row after which the server is left alone. */
  failuresToOpen?: number;
  /** How long it is left alone before one request tries it. */
  restMs?: number;
  now?: () => number;
}

const FAILURES_TO_OPEN = 3;
const REST_MS = 15_000;

/**
 * For short requests that have a fallback: an outage costs a few deadlines and then one per rest, not one per turn. It
 * needs no probe, since the request that tries the server after a rest risks no more than its own deadline.
 */
export class RestingCircuit {
  private readonly what: string;
  private readonly failuresToOpen: number;
  private readonly restMs: number;
  private readonly now: () => number;
  private failures = 0;
  private restsUntil = Number.NEGATIVE_INFINITY;
  private succeeded = false;

  constructor(options: RestingCircuitOptions) {
    this.what = options.what;
    this.failuresToOpen = options.failuresToOpen ?? FAILURES_TO_OPEN;
    this.restMs = options.restMs ?? REST_MS;
    this.now = options.now ?? Date.now;
  }

  /** What the last request saw; `null` before the first. */
  get healthy(): boolean | null {
    if (this.failures > 0) return false;
    return this.succeeded ? true : null;
  }

  /**
   * Runs `work`, unless the server is left alone now. A caller that leaves says nothing about the server.
   * @throws {CircuitOpenError} at once while it is left alone; else what `work` throws.
   */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    this.admit();
    try {
      const result = await work();
      this.failures = 0;
      this.restsUntil = Number.NEGATIVE_INFINITY;
      this.succeeded = true;
      return result;
    } catch (error) {
      if (!signal.aborted) this.failed();
      throw error;
    }
  }

  private admit(): void {
    if (this.failures < this.failuresToOpen) return;
    if (this.now() < this.restsUntil) throw new CircuitOpenError(this.what);
    // Whoever comes while this one tries is not let through.
    this.restsUntil = this.now() + this.restMs;
  }

  private failed(): void {
    this.failures += 1;
    if (this.failures >= this.failuresToOpen) this.restsUntil = this.now() + this.restMs;
  }
}
