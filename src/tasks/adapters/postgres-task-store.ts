import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { Statement } from '../../platform/database/statement.js';
import { TaskStore } from '../ports/task-store.js';
import type { ParkedTask, StoredTaskFigures, TrackedTask } from '../tasks.types.js';
import {
  CLAIM_TASKS,
  EXTEND_LEASES,
  PARK_UNREADABLE_TASKS,
  PARKED_TASKS,
  RELEASE_ABANDONED_TASKS,
  REMOVE_PARKED_TASKS,
  REMOVE_TASKS,
  RETRY_PARKED_TASKS,
  SAVE_TASKS,
  savingColumns,
  TASK_FIGURES,
} from './task-statements.js';

/**
 * Tasks in the table `background_tasks`. A payload is kept as JSON text inside its JSON column: JSON may hold characters
 * (such as NUL) which `jsonb` refuses.
 */
@Injectable()
export class PostgresTaskStore extends TaskStore {
  private readonly logger = new Logger(PostgresTaskStore.name);

  constructor(private readonly database: Database) {
    super();
  }

  get available(): boolean {
    return this.database.available;
  }

  onAvailable(listener: () => void): void {
    this.database.onAvailable(listener);
  }

  async save(tasks: readonly TrackedTask[]): Promise<void> {
    await this.database.query('store tasks', SAVE_TASKS, [...savingColumns(tasks), 'queued', null]);
  }

  async park(task: TrackedTask, errorCode: string): Promise<void> {
    await this.database.query('park a task', SAVE_TASKS, [...savingColumns([task]), 'parked', errorCode]);
  }

  async claim(names: readonly string[], limit: number, leaseMs: number): Promise<TrackedTask[]> {
    const rows = await this.database.query<Omit<TrackedTask, 'payload'> & { json: string }>(
      'claim tasks',
      CLAIM_TASKS,
      [names, limit, leaseMs / 1000],
    );
    const unreadable: string[] = [];
    const tasks = rows.flatMap(({ json, ...task }) => {
      try {
        return [{ ...task, payload: JSON.parse(json) as unknown }];
      } catch {
        unreadable.push(task.id);
        return [];
      }
    });
    if (unreadable.length > 0) {
      this.logger.error(`${unreadable.length} stored task(s) cannot be read and are parked`);
      await this.database.query('park unreadable tasks', PARK_UNREADABLE_TASKS, [unreadable]);
    }
    return tasks;
  }

  async extend(ids: readonly string[], leaseMs: number): Promise<void> {
    await this.database.query('extend task leases', EXTEND_LEASES, [ids, leaseMs / 1000]);
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.database.query('remove tasks', REMOVE_TASKS, [ids]);
  }

  /** The embedded database has one process at a time; of a server's other clients nobody knows who lives. */
  async releaseAbandoned(storedBefore: Date): Promise<void> {
    if (!this.database.exclusive) return;
    await this.database.query('release abandoned tasks', RELEASE_ABANDONED_TASKS, [
      storedBefore.toISOString(),
    ]);
  }

  figures(): Promise<StoredTaskFigures[]> {
    return this.database.query('count tasks', TASK_FIGURES, []);
  }

  parked(limit: number): Promise<ParkedTask[]> {
    return this.database.query('list parked tasks', PARKED_TASKS, [limit]);
  }

  retryParked(name: string | undefined): Promise<number> {
    return this.change('retry parked tasks', RETRY_PARKED_TASKS, name);
  }

  removeParked(name: string | undefined): Promise<number> {
    return this.change('remove parked tasks', REMOVE_PARKED_TASKS, name);
  }

  private async change(what: string, statement: Statement, name: string | undefined): Promise<number> {
    const [row] = await this.database.query<{ count: number }>(what, statement, [name ?? null]);
    return row?.count ?? 0;
  }
}
