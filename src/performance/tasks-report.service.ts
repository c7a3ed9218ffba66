import { Injectable } from '@nestjs/common';
import { StoredTasks } from '../tasks/stored-tasks.js';
import { TaskQueue } from '../tasks/task-queue.js';
import { DomainError } from '../platform/errors/domain-error.js';

/**
 * Background tasks: what this worker has done and holds, and what waits in the store for any process. What the store
 * holds is `null` while nobody can know it, never zero.
 */
@Injectable()
export class TasksReportService {
  constructor(
    private readonly queue: TaskQueue,
    private readonly stored: StoredTasks,
  ) {}

  /** The totals. */
  totals() {
    const { outbox } = this.stored;
    return {
      ...this.queue.stats(),
      outbox_depth: outbox?.depth ?? null,
      outbox_oldest_age_seconds: outbox?.oldestAgeSeconds ?? null,
      outbox_parked: outbox?.parked ?? null,
    };
  }

  /** Everything an operator needs to find out why a task does not work. No payload: it may hold what somebody wrote. */
  async report() {
    return {
      tasks: this.totals(),
      stored_tasks: this.storedByTask(),
      parked_tasks: await this.parked(),
    };
  }

  private storedByTask() {
    const { figures } = this.stored;
    if (figures === undefined) return null;
    return figures.map(({ name, queued, parked, oldestAgeSeconds }) => ({
      name,
      queued,
      parked,
      oldest_age_seconds: oldestAgeSeconds === null ? null : Math.max(0, oldestAgeSeconds),
    }));
  }

  private async parked() {
    const now = Date.now();
    try {
      const tasks = await this.stored.parked();
      return tasks.map(({ id, name, attempts, errorCode, createdAt }) => ({
        id,
        name,
        attempts,
        error_code: errorCode,
        age_seconds: Math.max(0, (now - createdAt.getTime()) / 1000),
      }));
    } catch (error) {
      if (error instanceof DomainError && error.code === 'dependency_unavailable') return null;
      throw error;
    }
  }
}
