import { Talker, type Heard } from './talker.js';

/** People who talk at once, each in a session of their own, one message after the other. */
export class Writers {
  readonly talkers: readonly Talker[];
  readonly heard: Heard[] = [];
  private messages = 0;
  private promised = 0;
  private readonly waiting = new Set<{ for: number; tell: () => void }>();

  constructor(count: number) {
    this.talkers = Array.from(
      { length: count },
      (_, index) => new Talker(`writer-${index}`, `session-${index}`, () => this.noteAcknowledged()),
    );
  }

  /** Messages the service promised to keep so far. */
  get acknowledged(): number {
    return this.promised;
  }

  /** Resolves once this many more are acknowledged; with 0 at once. */
  moreAcknowledged(count: number): Promise<void> {
    if (count === 0) return Promise.resolve();
    return new Promise((tell) => this.waiting.add({ for: this.promised + count, tell }));
  }

  /** Talks until the service is gone, or until `signal` aborts and each has been answered. Never rejects. */
  async talk(url: string, signal?: AbortSignal): Promise<void> {
    await Promise.all(
      this.talkers.map(async (talker) => {
        try {
          while (!signal?.aborted) this.heard.push(await talker.say(url, `第${(this.messages += 1)}件事`));
        } catch {
          // The connection broke: this round is over, and what was promised is noted.
        }
      }),
    );
  }

  private noteAcknowledged(): void {
    this.promised += 1;
    for (const waiter of this.waiting) {
      if (waiter.for > this.promised) continue;
      this.waiting.delete(waiter);
      waiter.tell();
    }
  }
}
