import { join } from 'node:path';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import type { Pool, PoolClient } from 'pg';
import { packageRoot } from '../../config/package-root.js';

const MIGRATION_TIMEOUT_MS = 120_000;
/** Any constant does, as long as every process of this service uses the same. */
const ADVISORY_LOCK = 7_269_001;
const UNDEFINED_TABLE = '42P01';

interface Applied {
  version: string;
  /** When the newest applied migration was written, milliseconds since 1970; null for none. */
  newest: string | null;
}

/**
 * Applies the migrations that are missing. Processes that start together wait for each other at the server. Safe to
 * run again at any time.
 * @returns the server's version text.
 */
export async function migrateDatabase(pool: Pool): Promise<string> {
  const client = await pool.connect();
  let failure: Error | undefined;
  const onError = (error: Error) => {
    failure = error;
  };
  client.on('error', onError);
  const timer = setTimeout(() => {
    failure = new Error('the migration took too long');
    void client.end();
  }, MIGRATION_TIMEOUT_MS);
  try {
    const migrationsFolder = join(packageRoot(), 'dist/drizzle');
    const current = await versionIfMigrated(client, migrationsFolder);
    if (current !== undefined) return current;
    await client.query('SET statement_timeout = 0');
    await client.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK]);
    await migrate(drizzle(client), { migrationsFolder });
    await client.query('SELECT pg_advisory_unlock($1)', [ADVISORY_LOCK]);
    await client.query('RESET statement_timeout');
    const { rows } = await client.query<{ version: string }>('SELECT version()');
    return rows[0]?.version ?? 'unknown';
  } catch (error) {
    failure ??= error instanceof Error ? error : new Error('unknown failure');
    throw failure;
  } finally {
    clearTimeout(timer);
    client.removeListener('error', onError);
    client.release(failure);
  }
}

/** The server's version where nothing is missing, which most starts find: one question instead of ten under a lock. */
async function versionIfMigrated(client: PoolClient, migrationsFolder: string): Promise<string | undefined> {
  const latest = Math.max(
    ...readMigrationFiles({ migrationsFolder }).map(({ folderMillis }) => folderMillis),
  );
  try {
    const { rows } = await client.query<Applied>(
      'SELECT version(), max(created_at) AS newest FROM drizzle.__drizzle_migrations',
    );
    return Number(rows[0]?.newest) >= latest ? rows[0]?.version : undefined;
  } catch (error) {
    if ((error as { code?: unknown }).code === UNDEFINED_TABLE) return undefined;
    throw error;
  }
}
