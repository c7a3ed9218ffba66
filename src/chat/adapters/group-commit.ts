interface Waiting<Item> {
  item: Item;
  signal: AbortSignal | undefined;
  resolve: () => void;
  reject: (reason: unknown) => void;
}

/**
 * Writes what arrives while the last write is under way as one batch: a lone item waits for nobody, many cost one
 * round trip. Each caller learns the fate of its own item. An item whose caller gave up before its batch began is
 * not written.
 */
export class GroupCommit<Item> {
  private readonly queue: Waiting<Item>[] = [];
  private pumping = false;

  constructor(
    private readonly options: {
      commit: (items: Item[]) => Promise<void>;
      maxBatch: number;
      /** True for a failure that one item may have caused: then each is tried alone. */
      isItemFault: (error: unknown) => boolean;
    },
  ) {}

  async add(item: Item, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    let release = () => {};
    const done = new Promise<void>((resolve, reject) => {
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
      await done;
    } finally {
      release();
    }
  }

  private async pump(): Promise<void> {
    while (this.queue.length > 0) {
      const batch = this.queue.splice(0, this.options.maxBatch).filter(({ signal }) => !signal?.aborted);
      if (batch.length > 0) await this.commit(batch);
    }
    this.pumping = false;
  }

  private async commit(batch: Waiting<Item>[]): Promise<void> {
    try {
      await this.options.commit(batch.map(({ item }) => item));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      if (batch.length > 1 && this.options.isItemFault(error)) {
        for (const waiting of batch) await this.commit([waiting]);
      } else {
        for (const { reject } of batch) reject(error);
      }
    }
  }
}
