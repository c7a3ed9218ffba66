import { setImmediate as nextTurn } from 'node:timers/promises';
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
 * Of what waits, the readings go first, as a message of their own: the answers of a message come together, and a turn asks
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
      const together = this.waiting;
      this.waiting = [];
      try {
        await this.lease((client) => sendAll(client, together));
      } catch (error) {
        // Nobody hears twice: those that were answered have been told.
        for (const { reject } of together) reject(error);
      }
    }
    this.running = false;
  }
}

/** What is written beside readings goes one turn of the event loop later, so that it is a message of its own. */
async function sendAll(client: PoolClient, together: readonly Waiting[]): Promise<void> {
  const sendEach = (chosen: readonly Waiting[]) => Promise.all(chosen.map((one) => send(client, one)));
  const reads = together.filter(({ query }) => query.reads);
  const writes = together.filter(({ query }) => !query.reads);
  const readings = sendEach(reads);
  readings.catch(() => undefined); // a lost connection may be told of before anybody waits
  if (reads.length > 0 && writes.length > 0) await nextTurn();
  await Promise.all([readings, sendEach(writes)]);
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
