import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type * as schema from './schema/index.js';

/** Queries on one connection, a transaction's included. */
export type DatabaseHandle = NodePgDatabase<typeof schema>;
