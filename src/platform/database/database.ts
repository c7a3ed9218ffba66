import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { PoolClient, QueryResultRow } from 'pg';
import { DatabaseConfig, LimitsConfig } from '../../config/config.slices.js';
import { DependencyRegistry, type DependencyStatus } from '../dependencies/dependency-registry.js';
import { waitAtMost, withDeadline } from '../resilience/deadline.js';
import { ClientLeases } from './client-leases.js';
import {
  DatabaseUnavailableError,
  isConnectionLost,
  loggableCode,
  toDatabaseError,
} from './database.errors.js';
import type { DatabaseEngine } from './database-engine.js';
import { handleOf, type DatabaseHandle } from './database-handle.js';
import { migrateDatabase } from './migrate.js';
import { PgliteEngine } from './pglite.engine.js';
import { PostgresEngine } from './postgres.engine.js';
import * as schema from './schema/index.js';
import type { Statement } from './statement.js';
import { StatementPipeline } from './statement-pipeline.js';

export type { DatabaseHandle };

const HEARTBEAT_MS = 1000;
/** How long a clean end may wait for queries that still run. */
const CLOSE_TIMEOUT_MS = 3000;

/**
 * The one way to the database. It never blocks the start: while the database cannot be reached or is not migrated,
 * `available` is false, `run` fails at once, and a background loop tries until it works. Losing and regaining the
 * database later takes the same road.
 *
 * Its end comes in `onApplicationShutdown`; whatever still has to be written is drained in `beforeApplicationShutdown`.
 */
@Injectable()
export class Database implements OnModuleInit, OnApplicationShutdown {
  /** Resolves when the database was reached and migrated for the first time. Never rejects. */
  readonly ready: Promise<void>;
  /** Queries on the pool, without deadline; the driver's errors quote values. Prefer `run`. */
  readonly db: DatabaseHandle;

  private readonly logger = new Logger(Database.name);
  private readonly engine: DatabaseEngine;
  private readonly leases: ClientLeases;
  private readonly pipeline = new StatementPipeline((work) => this.withClient('statements', work));
  readonly timeoutMs: number;
  private readonly availableListeners = new Set<() => void>();
  private markReady: () => void = () => {};
  private isAvailable = false;
  private recovering = false;
  private closed = false;
  private pinging = false;
  private heartbeat: NodeJS.Timeout | undefined;
  private retry: NodeJS.Timeout | undefined;
  private latencyMs: number | null = null;
  private lastFailure: string | null = null;

  constructor(config: DatabaseConfig, limits: LimitsConfig, dependencies: DependencyRegistry) {
    this.timeoutMs = limits.databaseTimeoutMs;
    this.engine =
      config.url === undefined
        ? new PgliteEngine({ dataDir: config.dataDir, timeoutMs: this.timeoutMs })
        : new PostgresEngine({ url: config.url, poolSize: config.poolSize, timeoutMs: this.timeoutMs });
    this.engine.onLost = (error) => this.lost(error);
    this.leases = new ClientLeases(this.engine.pool);
    this.db = drizzle(this.engine.pool, { schema });
    this.ready = new Promise((resolve) => {
      this.markReady = resolve;
    });
    dependencies.register('database', () => this.status());
  }

  get available(): boolean {
    return this.isAvailable;
  }

  /** True when no other process can have this database open, so that what an earlier one held is free. */
  get exclusive(): boolean {
    return this.engine.kind === 'pglite';
  }

  /** Refuses to start on a DATA_DIR that is in use or cannot be written; everything else is retried behind the scenes. */
  async onModuleInit(): Promise<void> {
    await this.engine.claim();
    this.heartbeat = setInterval(() => void this.ping(), HEARTBEAT_MS).unref();
    void this.recover(1);
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.isAvailable = false;
    clearInterval(this.heartbeat);
    clearTimeout(this.retry);
    const cut = setTimeout(() => this.leases.cutAll(), CLOSE_TIMEOUT_MS);
    await this.engine.close();
    clearTimeout(cut);
  }

  /** Calls `listener` each time the database becomes usable, the first time included; returns a function that ends it. */
  onAvailable(listener: () => void): () => void {
    this.availableListeners.add(listener);
    return () => this.availableListeners.delete(listener);
  }

  /**
   * Runs `work` on one connection of its own, a transaction included. The caller's abort frees the caller at once while
   * the statement ends by itself; at the deadline the connection is cut, so nothing leaks and nothing stays locked.
   * @throws {DatabaseUnavailableError} at once while the database is away, or when it goes away.
   * @throws {DeadlineExceededError} at DATABASE_TIMEOUT.
   * @throws {DatabaseQueryError} for a refused statement; what `work` itself throws passes through.
   */
  run<T>(what: string, work: (db: DatabaseHandle) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.withClient(what, (client) => work(handleOf(client)), signal);
  }

  /**
   * As `run`, for the rows of one statement. The embedded database is sent what waits for it together, and prepares each
   * statement once, since parsing and planning it costs more there than running it. A pooler before a server might not
   * know next time what was prepared.
   */
  async query<Row extends QueryResultRow>(
    what: string,
    { name, text, reads }: Statement,
    columns: readonly unknown[],
  ): Promise<Row[]> {
    const values = [...columns];
    if (this.engine.kind === 'postgres') {
      const { rows } = await this.withClient(what, (client) => client.query<Row>({ text, values }));
      return rows;
    }
    if (!this.isAvailable) throw new DatabaseUnavailableError(what);
    return waitAtMost(this.pipeline.rows<Row>(what, { name, text, values, reads }), {
      what,
      timeoutMs: this.timeoutMs,
    });
  }

  private async withClient<T>(
    what: string,
    work: (client: PoolClient) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    signal?.throwIfAborted();
    if (!this.isAvailable) throw new DatabaseUnavailableError(what);
    const options = { what, timeoutMs: this.timeoutMs, ...(signal && { signal }) };
    return withDeadline((cut) => this.lease(what, work, cut), options);
  }

  private async lease<T>(
    what: string,
    work: (client: PoolClient) => Promise<T>,
    cut: AbortSignal,
  ): Promise<T> {
    const startedAt = performance.now();
    try {
      const result = await this.leases.run(work, { what, cut, timeoutMs: this.timeoutMs });
      this.latencyMs = Math.round((performance.now() - startedAt) * 100) / 100;
      return result;
    } catch (error) {
      if (isConnectionLost(error)) this.lost(error);
      throw toDatabaseError(what, error);
    }
  }

  private lost(error: unknown): void {
    this.lastFailure = loggableCode(error);
    if (!this.isAvailable || this.closed) return;
    this.isAvailable = false;
    this.logger.warn(`The database is lost (${this.lastFailure}); trying to get it back`);
    // Queries that wait for an answer nobody will send fail now instead of at their deadline.
    this.leases.cutAll();
    void this.recover(1);
  }

  private async recover(attempt: number): Promise<void> {
    if (this.recovering || this.closed) return;
    this.recovering = true;
    try {
      await this.engine.open();
      const version = await migrateDatabase(this.engine.pool);
      this.respectSingleBackend(version);
      this.lastFailure = null;
      this.isAvailable = !this.closed;
    } catch (error) {
      this.lastFailure = loggableCode(error);
      if (attempt === 1) this.logger.warn(`The database cannot be used yet (${this.lastFailure}); retrying`);
      if (!this.closed) {
        this.retry = setTimeout(() => void this.recover(attempt + 1), this.engine.retryDelayMs(attempt));
      }
    } finally {
      this.recovering = false;
    }
    if (this.isAvailable) this.announce();
  }

  private announce(): void {
    this.logger.log(`The database is ready (${this.engine.kind})`);
    this.markReady();
    for (const listener of this.availableListeners) listener();
  }

  /**
   * PGlite behind a socket has one backend for all its connections, and their unnamed statements overwrite each other.
   * With such a server one connection at a time is used.
   */
  private respectSingleBackend(version: string): void {
    if (this.engine.kind === 'postgres' && /emscripten|wasm|pglite/i.test(version)) {
      this.engine.pool.options.max = 1;
    }
  }

  /** Finds out within seconds about a server that went silent. Work that just succeeded is proof enough. */
  private async ping(): Promise<void> {
    if (!this.isAvailable || this.pinging || this.leases.succeededWithin(HEARTBEAT_MS)) return;
    this.pinging = true;
    const startedAt = performance.now();
    const what = 'database ping';
    const timeoutMs = this.engine.pingTimeoutMs;
    try {
      await withDeadline(
        (cut) => this.leases.run((client) => client.query('select 1'), { what, cut, timeoutMs }),
        {
          what,
          timeoutMs,
        },
      );
      this.latencyMs = Math.round((performance.now() - startedAt) * 100) / 100;
    } catch (error) {
      // Only a ping that found no proof of life in its whole time counts: a busy pool answers others meanwhile.
      if (!this.leases.succeededWithin(timeoutMs)) this.lost(error);
    } finally {
      this.pinging = false;
    }
  }

  private status(): DependencyStatus {
    return {
      healthy: this.isAvailable,
      details: {
        engine: this.engine.kind,
        latency_ms: this.latencyMs,
        connections: this.engine.pool.totalCount,
        waiting: this.engine.pool.waitingCount,
        ...(this.lastFailure !== null && { last_failure: this.lastFailure }),
      },
    };
  }
}
