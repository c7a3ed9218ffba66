import { boolean, index, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

/** How the turn of a key ended. `aborted`: before its reply was whole. `deleted`: its session was removed since. */
export const KEY_OUTCOMES = ['replied', 'cancelled', 'aborted', 'deleted'] as const;
export type KeyOutcome = (typeof KEY_OUTCOMES)[number];

const moment = (name: string) => timestamp(name, { precision: 3, withTimezone: true, mode: 'date' });

/** Which turn answers the requests that carry a key. Never what they say: of a request only a hash is kept. */
export const turnKeys = pgTable(
  'turn_keys',
  {
    userScope: text('user_scope').notNull(),
    key: text('key').notNull(),
    fingerprint: text('fingerprint').notNull(),
    /** Another request may take the key once its turn ended. */
    reusable: boolean('reusable').notNull(),
    turnId: text('turn_id').notNull(),
    replyId: text('reply_id').notNull(),
    /** Of the last run: a turn that runs again has a stream of its own, which tells the runs apart. */
    streamId: text('stream_id').notNull(),
    userId: text('user_id').notNull(),
    sessionId: text('session_id').notNull(),
    /** Not set while the turn runs. */
    outcome: text('outcome', { enum: KEY_OUTCOMES }),
    /** The process that runs the turn, and when it last said that it does. */
    owner: text('owner').notNull(),
    aliveAt: moment('alive_at').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userScope, table.key] }),
    index('turn_keys_created_at_index').on(table.createdAt),
  ],
);
