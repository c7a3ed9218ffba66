import type { PoolClient, QueryConfig, QueryResultRow } from 'pg';
import { isConnectionLost, toDatabaseError } from './database.errors.js';

interface Waiting {
  what: string;
  query: QueryConfig & { reads?: boolean | undefined };
  resolve: (rows: never[]) => void;
  reject: (reason: unknown) => void;
}

/**
 * Statements for a database that has one backend: what waits while it works is sent together and answered one by one, so
 * that neither thread sleeps between two of them. Each is a transaction of its own; one that is refused harms no other.
 *
 * Of what waits, the readings go first and alone: answers come when all that was sent together is done, and a turn asks
 * the model with what was read, but needs what it wrote only when the model answers.
 */
export class StatementPipeline {
  private waiting: Waiting[] = [];
  private running = false;

  constructor(private readonly lease: (work: (client: PoolClient) => Promise<void>) => Promise<void>) {}

  rows<Row extends QueryResultRow>(what: string, query: Waiting['query']): Promise<Row[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ what, query, resolve, reject });
      if (this.running) return;
      this.running = true;
      setImmediate(() => void this.run());
    });
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0) {
      const waiting = this.waiting;
      this.waiting = [];
      await this.sendTogether(waiting.filter(({ query }) => query.reads));
      await this.sendTogether(waiting.filter(({ query }) => !query.reads));
    }
    this.running = false;
  }

  private async sendTogether(together: readonly Waiting[]): Promise<void> {
    if (together.length === 0) return;
    try {
      await this.lease(async (client) => {
        await Promise.all(together.map((one) => send(client, one)));
      });
    } catch (error) {
      // Nobody hears twice: those that were answered have been told.
      for (const { reject } of together) reject(error);
    }
  }
}

/** @throws only when the connection is gone, and then for all. */
async function send(client: PoolClient, { what, query, resolve, reject }: Waiting): Promise<void> {
  try {
    const { rows } = await client.query<never>(query);
    resolve(rows);
  } catch (error) {
    if (isConnectionLost(error)) throw error;
    reject(toDatabaseError(what, error));
  }
}
