import { Injectable } from '@nestjs/common';
import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import { Database } from '../../platform/database/database.js';
import { backgroundTasks } from '../../platform/database/schema/index.js';
import { TaskStore } from '../ports/task-store.js';
import type { TrackedTask } from '../tasks.types.js';

/**
 * Tasks in the table `background_tasks`. A lease is a `run_after` in the future, by the database's clock. A payload is
 * kept as JSON text inside its JSON column: JSON may hold characters (such as NUL) which `jsonb` refuses.
 */
@Injectable()
export class PostgresTaskStore extends TaskStore {
  constructor(private readonly database: Database) {
    super();
  }

  get available(): boolean {
    return this.database.available;
  }

  onAvailable(listener: () => void): void {
    this.database.onAvailable(listener);
  }

  save(tasks: readonly TrackedTask[]): Promise<void> {
    return this.write(tasks, 'queued', null);
  }

  park(task: TrackedTask, errorCode: string): Promise<void> {
    return this.write([task], 'parked', errorCode);
  }

  async claim(names: readonly string[], limit: number, leaseMs: number): Promise<TrackedTask[]> {
    const rows = await this.database.run('claim tasks', (db) =>
      db.transaction(async (transaction) => {
        const due = await transaction
          .select({
            id: backgroundTasks.id,
            name: backgroundTasks.name,
            json: sql<string>`${backgroundTasks.payload} #>> '{}'`,
            attempts: backgroundTasks.attempts,
            createdAt: backgroundTasks.createdAt,
          })
          .from(backgroundTasks)
          .where(
            and(
              eq(backgroundTasks.status, 'queued'),
              lte(backgroundTasks.runAfter, sql`now()`),
              inArray(backgroundTasks.name, [...names]),
            ),
          )
          .orderBy(asc(backgroundTasks.runAfter), asc(backgroundTasks.id))
          .limit(limit)
          .for('update', { skipLocked: true });
        if (due.length > 0) {
          await transaction
            .update(backgroundTasks)
            .set({ runAfter: leaseEnd(leaseMs) })
            .where(
              inArray(
                backgroundTasks.id,
                due.map(({ id }) => id),
              ),
            );
        }
        return due;
      }),
    );
    return rows.map(({ json, ...task }) => ({ ...task, payload: JSON.parse(json) as unknown }));
  }

  async extend(ids: readonly string[], leaseMs: number): Promise<void> {
    await this.database.run('extend task leases', (db) =>
      db
        .update(backgroundTasks)
        .set({ runAfter: leaseEnd(leaseMs) })
        .where(and(inArray(backgroundTasks.id, [...ids]), eq(backgroundTasks.status, 'queued'))),
    );
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.database.run('remove tasks', (db) =>
      db.delete(backgroundTasks).where(inArray(backgroundTasks.id, [...ids])),
    );
  }

  private async write(
    tasks: readonly TrackedTask[],
    status: 'queued' | 'parked',
    lastErrorCode: string | null,
  ): Promise<void> {
    const rows = tasks.map(({ id, name, payload, attempts, createdAt }) => ({
      id,
      name,
      payload: JSON.stringify(payload),
      status,
      attempts,
      lastErrorCode,
      createdAt,
      runAfter: sql`now()`,
    }));
    await this.database.run('store tasks', (db) =>
      db
        .insert(backgroundTasks)
        .values(rows)
        .onConflictDoUpdate({
          target: backgroundTasks.id,
          set: {
            status: sql`excluded.status`,
            attempts: sql`excluded.attempts`,
            lastErrorCode: sql`excluded.last_error_code`,
            runAfter: sql`excluded.run_after`,
          },
        }),
    );
  }
}

function leaseEnd(leaseMs: number) {
  return sql`now() + make_interval(secs => ${leaseMs / 1000})`;
}
