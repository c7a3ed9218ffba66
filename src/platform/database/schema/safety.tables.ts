import { bigint, boolean, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

/** The crisis level a session keeps until it expires. */
export const sessionRisk = pgTable(
  'session_risk',
  {
    userScope: text('user_scope').notNull(),
    sessionId: text('session_id').notNull(),
    level: text('level').notNull(),
    expiresAt: timestamp('expires_at', { precision: 3, withTimezone: true, mode: 'date' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.userScope, table.sessionId] })],
);

/** That something happened, never what was said. The user is a keyed hash. */
export const crisisEvents = pgTable('crisis_events', {
  id: text('id').primaryKey(),
  occurredAt: timestamp('occurred_at', { precision: 3, withTimezone: true, mode: 'date' }).notNull(),
  level: text('level').notNull(),
  language: text('language').notNull(),
  userHash: text('user_hash').notNull(),
  ruleIds: text('rule_ids').array().notNull(),
  cardShown: boolean('card_shown').notNull(),
});

/** Counts per month without any identifier, for the yearly reports some laws ask for. */
export const crisisCounters = pgTable(
  'crisis_counters',
  {
    /** YYYY-MM, UTC. */
    month: text('month').notNull(),
    kind: text('kind', { enum: ['level', 'card'] }).notNull(),
    level: text('level').notNull(),
    count: bigint('count', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.month, table.kind, table.level] })],
);
