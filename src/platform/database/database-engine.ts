import type { Pool } from 'pg';

/**
 * Where the bytes of the Postgres protocol go. Both engines are spoken to through `pg`, so that queries, transactions
 * and migrations are the same code everywhere.
 */
export abstract class DatabaseEngine {
  abstract readonly kind: 'pglite' | 'postgres';
  abstract readonly pool: Pool;

  /** Takes what only one process may hold, once, before anything else. Throws a message for the operator. */
  abstract claim(): Promise<void>;

  /** Makes the engine able to accept connections, again after it died. */
  abstract open(): Promise<void>;

  /** Called by the engine when it knows, without a query, that the connections are gone. */
  onLost: (error: Error) => void = () => {};

  /** Pause before try number `attempt` (from 1) of opening and migrating. */
  abstract retryDelayMs(attempt: number): number;

  /** How long a bare `select 1` may take before the engine counts as lost. */
  abstract readonly pingTimeoutMs: number;

  abstract close(): Promise<void>;
}
