import { DatabaseQueryError } from './database.errors.js';

interface Waiting<Item, Result> {
  item: Item;
  signal: AbortSignal | undefined;
  resolve: (result: Result) => void;
  reject: (reason: unknown) => void;
}

/**
 * Answers what is asked while the last round is under way in one round: a lone item waits for nobody, many cost one
 * statement. Each caller learns the fate of its own item; where the database refuses a round, each item is tried alone.
 * An item whose caller gave up before its round began is not in it.
 */
export class GroupedCalls<Item, Result = void> {
  private readonly queue: Waiting<Item, Result>[] = [];
  private pumping = false;

  constructor(
    private readonly options: {
      /** Resolves to the items' results, in their order. */
      round: (items: readonly Item[]) => Promise<readonly Result[]>;
      maxItems: number;
    },
  ) {}

  async ask(item: Item, signal?: AbortSignal): Promise<Result> {
    signal?.throwIfAborted();
    let release = () => {};
    const answer = new Promise<Result>((resolve, reject) => {
      const onAbort = () => reject(signal?.reason as Error);
      signal?.addEventListener('abort', onAbort, { once: true });
      release = () => signal?.removeEventListener('abort', onAbort);
      this.queue.push({ item, signal, resolve, reject });
    });
    if (!this.pumping) {
      this.pumping = true;
      setImmediate(() => void this.pump());
    }
    try {
      return await answer;
    } finally {
      release();
    }
  }

  private async pump(): Promise<void> {
    while (this.queue.length > 0) {
      const round = this.queue.splice(0, this.options.maxItems).filter(({ signal }) => !signal?.aborted);
      if (round.length > 0) await this.answer(round);
    }
    this.pumping = false;
  }

  private async answer(round: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.options.round(round.map(({ item }) => item));
      for (const [index, { resolve }] of round.entries()) resolve(results[index]!);
    } catch (error) {
      if (round.length > 1 && error instanceof DatabaseQueryError) {
        for (const waiting of round) await this.answer([waiting]);
      } else {
        for (const { reject } of round) reject(error);
      }
    }
  }
}
