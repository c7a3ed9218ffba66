import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { sql } from 'drizzle-orm';
import { DatabaseConfig } from '../../config/config.slices.js';
import { Database } from './database.js';
import { loggableCode } from './database.errors.js';

const INTERVAL_MS = 10 * 60_000;

/**
 * The embedded engine is one backend without Postgres' autovacuum: rows that were removed or replaced keep their room and
 * the planner knows nothing of how tables grew. This does that work, a table at a time, so that turns get in between.
 */
@Injectable()
export class EmbeddedUpkeep implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger(EmbeddedUpkeep.name);
  private timer: NodeJS.Timeout | undefined;
  private tending = false;

  constructor(
    private readonly config: DatabaseConfig,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    if (this.config.url !== undefined) return; // a server looks after itself
    this.timer = setInterval(() => void this.tend(), INTERVAL_MS).unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Vacuums and analyzes every table. Never rejects: what fails is tried again next time. */
  async tend(): Promise<void> {
    if (this.tending || !this.database.available) return;
    this.tending = true;
    const startedAt = performance.now();
    try {
      for (const table of await this.tables()) {
        await this.database.run('upkeep', (db) => db.execute(sql`VACUUM (ANALYZE) ${sql.identifier(table)}`));
      }
      this.logger.debug({ event: 'upkeep', duration_ms: Math.round(performance.now() - startedAt) });
    } catch (error) {
      this.logger.warn(`The upkeep of the embedded database ended early (${loggableCode(error)})`);
    } finally {
      this.tending = false;
    }
  }

  private async tables(): Promise<string[]> {
    const { rows } = await this.database.run('upkeep', (db) =>
      db.execute<{ name: string }>(
        sql`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`,
      ),
    );
    return rows.map(({ name }) => name);
  }
}
