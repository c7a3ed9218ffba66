import { index, pgTable, primaryKey, real, text, timestamp, unique } from 'drizzle-orm/pg-core';

export const MESSAGE_ROLES = ['user', 'assistant'] as const;
export type MessageRole = (typeof MESSAGE_ROLES)[number];

/** `received` is a user's message whose turn has not ended yet; the others are how its turn ended. */
export const MESSAGE_STATUSES = ['received', 'completed', 'blocked', 'aborted', 'failed'] as const;
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

const moment = (name: string) => timestamp(name, { precision: 3, withTimezone: true, mode: 'date' });

/** A session id belongs to its user: two users may use the same one. */
export const sessions = pgTable(
  'sessions',
  {
    userId: text('user_id').notNull(),
    sessionId: text('session_id').notNull(),
    userScope: text('user_scope').notNull(),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.sessionId] }),
    index('sessions_session_id_index').on(table.sessionId),
  ],
);

/**
 * Both sides of a conversation. Rows may be written late (from the spool), so the order of a history is
 * (created_at, id), never the order of writing.
 */
export const messages = pgTable(
  'messages',
  {
    id: text('id').primaryKey(),
    turnId: text('turn_id').notNull(),
    userId: text('user_id').notNull(),
    sessionId: text('session_id').notNull(),
    role: text('role', { enum: MESSAGE_ROLES }).notNull(),
    content: text('content').notNull(),
    status: text('status', { enum: MESSAGE_STATUSES }).notNull(),
    emotion: text('emotion'),
    intensity: real('intensity'),
    confidence: real('confidence'),
    riskLevel: text('risk_level'),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [
    index('messages_history_index').on(table.userId, table.sessionId, table.createdAt, table.id),
    unique('messages_turn_role_unique').on(table.turnId, table.role),
  ],
);

/** Sessions deleted lately: what another process kept on disk meanwhile must not bring one back. */
export const deletedSessions = pgTable(
  'deleted_sessions',
  {
    userId: text('user_id').notNull(),
    sessionId: text('session_id').notNull(),
    deletedAt: moment('deleted_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.sessionId] }),
    index('deleted_sessions_deleted_at_index').on(table.deletedAt),
  ],
);
