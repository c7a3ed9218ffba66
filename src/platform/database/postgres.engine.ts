import pg from 'pg';
import { DatabaseEngine } from './database-engine.js';

const PING_TIMEOUT_MS = 2000;

/** A Postgres server with pgvector, reached over the network. */
export class PostgresEngine extends DatabaseEngine {
  readonly kind = 'postgres';
  readonly pool: pg.Pool;
  readonly pingTimeoutMs: number;

  constructor(options: { url: string; poolSize: number; timeoutMs: number }) {
    super();
    this.pingTimeoutMs = Math.min(PING_TIMEOUT_MS, options.timeoutMs);
    this.pool = new pg.Pool({
      connectionString: options.url,
      max: options.poolSize,
      application_name: 'xinyu',
      connectionTimeoutMillis: options.timeoutMs,
      statement_timeout: options.timeoutMs,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
    });
    this.pool.on('error', (error) => this.onLost(error));
  }

  async claim(): Promise<void> {
    // A server arbitrates between its clients.
  }

  async open(): Promise<void> {
    // The pool connects when it is asked.
  }

  retryDelayMs(): number {
    return 1000;
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
