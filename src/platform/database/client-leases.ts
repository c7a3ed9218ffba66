import type { Client, Pool, PoolClient } from 'pg';
import { DeadlineExceededError } from '../resilience/deadline.js';
import { DatabaseUnavailableError, isConnectionLost, isRefusal } from './database.errors.js';

interface Lease {
  cut(reason: Error): void;
}

interface LeaseOptions {
  what: string;
  /** Aborted when the caller has gone: work that did not begin is not begun, work that runs may end by itself. */
  cut: AbortSignal;
  /** From the call on; then the connection is destroyed under the work. */
  timeoutMs: number;
}

/**
 * Hands out pool clients and always gets them back: returned when the work ends, destroyed when its time is over, the
 * connection broke or the database was found dead.
 */
export class ClientLeases {
  private readonly open = new Set<Lease>();
  private succeededAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly pool: Pool) {}

  /** True when some statement was answered in the last `ms`. */
  succeededWithin(ms: number): boolean {
    return performance.now() - this.succeededAt <= ms;
  }

  /** Work that is cut fails with the reason of the cut, whatever the driver makes of its lost connection. */
  async run<T>(work: (client: PoolClient) => Promise<T>, { what, cut, timeoutMs }: LeaseOptions): Promise<T> {
    const deadline = performance.now() + timeoutMs;
    const client = await this.pool.connect();
    if (cut.aborted) {
      client.release();
      throw cut.reason;
    }
    // A client that is out of the pool has no error listener of its own, and an unheard error ends the process.
    let broken: Error | undefined;
    let cutReason: Error | undefined;
    const onError = (error: Error) => {
      broken ??= error;
    };
    client.on('error', onError);
    const lease: Lease = {
      cut: (reason) => {
        if (!this.open.delete(lease)) return;
        clearTimeout(timer);
        cutReason = reason;
        client.release(reason);
        // A client that sends statements ahead would first wait for their answers.
        (client as PoolClient & Pick<Client, 'connection'>).connection.stream.destroy();
      },
    };
    const timer = setTimeout(
      () => lease.cut(new DeadlineExceededError(what, timeoutMs)),
      Math.max(1, deadline - performance.now()),
    );
    this.open.add(lease);
    try {
      const result = await work(client);
      this.succeededAt = performance.now();
      return result;
    } catch (error) {
      if (isConnectionLost(error)) broken ??= error as Error;
      else if (isRefusal(error)) this.succeededAt = performance.now();
      throw cutReason ?? error;
    } finally {
      clearTimeout(timer);
      if (this.open.delete(lease)) {
        client.removeListener('error', onError);
        client.release(broken);
      }
    }
  }

  cutAll(): void {
    for (const lease of [...this.open]) lease.cut(new DatabaseUnavailableError('a query in flight'));
  }
}
