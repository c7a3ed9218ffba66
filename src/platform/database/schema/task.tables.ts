import { index, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** Background tasks that outlive the process. `parked` ones used up their attempts and wait for an operator. */
export const backgroundTasks = pgTable(
  'background_tasks',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    payload: jsonb('payload').notNull(),
    status: text('status', { enum: ['queued', 'parked'] }).notNull(),
    attempts: integer('attempts').notNull(),
    lastErrorCode: text('last_error_code'),
    createdAt: timestamp('created_at', { precision: 3, withTimezone: true, mode: 'date' }).notNull(),
    runAfter: timestamp('run_after', { precision: 3, withTimezone: true, mode: 'date' }).notNull(),
  },
  (table) => [index('background_tasks_due_index').on(table.status, table.runAfter)],
);
