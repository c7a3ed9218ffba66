import { RemoteModelError } from '../ports/remote-language-model.js';

/**
 * The time one reply has, over all its attempts. `signal` aborts with the caller's reason, or with the failure that a
 * missed deadline is. `release` must follow.
 */
export class ReplyDeadlines {
  private readonly controller = new AbortController();
  private readonly firstTokenTimer: NodeJS.Timeout;
  private readonly totalTimer: NodeJS.Timeout;
  private readonly firstTokenBy: number;
  private readonly onCallerAbort: () => void;
  private readerHolds = false;

  constructor(
    private readonly caller: AbortSignal,
    { firstTokenTimeoutMs, timeoutMs }: { firstTokenTimeoutMs: number; timeoutMs: number },
  ) {
    this.firstTokenBy = Date.now() + Math.min(firstTokenTimeoutMs, timeoutMs);
    this.firstTokenTimer = setTimeout(() => this.miss('first_token_timeout'), firstTokenTimeoutMs);
    this.totalTimer = setTimeout(() => this.miss('timeout'), timeoutMs);
    this.onCallerAbort = () => this.controller.abort(caller.reason);
    caller.addEventListener('abort', this.onCallerAbort, { once: true });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Time left to begin the reply. */
  get remainingMs(): number {
    return this.firstTokenBy - Date.now();
  }

  replyBegan(): void {
    clearTimeout(this.firstTokenTimer);
  }

  /** The reader has to catch up: until `readerIsBack` the model is not the one everybody waits for. */
  handOver(): void {
    this.readerHolds = true;
  }

  readerIsBack(): void {
    this.readerHolds = false;
  }

  /** @throws the abort reason as soon as `signal` aborts. */
  async sleep(milliseconds: number): Promise<void> {
    this.signal.throwIfAborted();
    let wake = () => {};
    try {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(resolve, milliseconds);
        wake = () => {
          clearTimeout(timer);
          reject(this.signal.reason as Error);
        };
        this.signal.addEventListener('abort', wake, { once: true });
      });
    } finally {
      this.signal.removeEventListener('abort', wake);
    }
  }

  release(): void {
    clearTimeout(this.firstTokenTimer);
    clearTimeout(this.totalTimer);
    this.caller.removeEventListener('abort', this.onCallerAbort);
  }

  private miss(failure: 'first_token_timeout' | 'timeout'): void {
    // A slow reader is no reason to think badly of the model.
    this.controller.abort(new RemoteModelError(failure, { retryable: false, outage: !this.readerHolds }));
  }
}
