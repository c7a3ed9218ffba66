import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { PoolClient } from 'pg';
import * as schema from './schema/index.js';

/** Queries on one connection, a transaction's included. */
export type DatabaseHandle = NodePgDatabase<typeof schema>;

const handles = new WeakMap<PoolClient, DatabaseHandle>();

export function handleOf(client: PoolClient): DatabaseHandle {
  const known = handles.get(client);
  if (known !== undefined) return known;
  const handle = drizzle(client, { schema });
  handles.set(client, handle);
  return handle;
}
