import { sql } from 'drizzle-orm';
import { index, pgTable, real, text, timestamp, unique, vector } from 'drizzle-orm/pg-core';

export const EMBEDDING_DIMENSIONS = 512;

/**
 * What users said that is worth recalling. Recall filters by `user_scope` first and compares that user's few hundred
 * vectors exactly (1-2 ms). There is no HNSW index on purpose: it is built over all users, is searched before the
 * filter and would return fewer of this user's rows than exist, and it slows each insert.
 */
export const memories = pgTable(
  'memories',
  {
    id: text('id').primaryKey(),
    userScope: text('user_scope').notNull(),
    sessionId: text('session_id').notNull(),
    messageId: text('message_id').notNull(),
    kind: text('kind').notNull(),
    content: text('content').notNull(),
    /** Computed by the database: one sentence is remembered once per user. Not a security hash. */
    contentHash: text('content_hash')
      .notNull()
      .generatedAlwaysAs(sql`md5(content)`),
    embedding: vector('embedding', { dimensions: EMBEDDING_DIMENSIONS }).notNull(),
    /** Which embedder made the vector: vectors of different embedders cannot be compared. */
    embedder: text('embedder').notNull(),
    importance: real('importance').notNull(),
    createdAt: timestamp('created_at', { precision: 3, withTimezone: true, mode: 'date' }).notNull(),
  },
  (table) => [
    index('memories_user_scope_index').on(table.userScope),
    unique('memories_user_content_unique').on(table.userScope, table.contentHash),
  ],
);
