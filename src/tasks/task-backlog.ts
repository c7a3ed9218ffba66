import { Injectable, Logger } from '@nestjs/common';
import { LimitsConfig } from '../config/config.slices.js';
import { isUnanswered } from '../platform/database/database.errors.js';
import { TaskStore } from './ports/task-store.js';
import { TaskStatistics } from './task-statistics.js';
import { TASK_LEASE_MS, type TrackedTask } from './tasks.types.js';

interface Waiting {
  task: TrackedTask;
  /** Set when the task is to be parked. */
  errorCode: string | undefined;
  refusals: number;
}

const BATCH = 100;
/** A burst may run ahead of the store by so many queues. */
const BURST_FACTOR = 10;
const RETRY_MS = 1000;
/** Done tasks wait so long for each other: one statement removes them all. One that runs again meanwhile does no harm. */
const REMOVAL_DELAY_MS = 100;
/** A store that works refuses a task this often before the task is given up: it would block the others for ever. */
const MOST_REFUSALS = 5;

/**
 * Tasks this process does not run now: on their way into the store or in it. The way is bounded too; what finds it
 * full is lost, loudly.
 */
@Injectable()
export class TaskBacklog {
  private readonly logger = new Logger(TaskBacklog.name);
  private readonly capacity: number;
  private waiting: Waiting[] = [];
  private finishedIds: string[] = [];
  private flushing: Promise<void> | undefined;
  private retryTimer: NodeJS.Timeout | undefined;
  private removalTimer: NodeJS.Timeout | undefined;
  private batchSize = BATCH;
  /** Whether a claim may find something that this process put there. */
  private mayHoldTasks = true;
  private readonly startedAt = new Date();
  private hasReleased = false;

  constructor(
    limits: LimitsConfig,
    private readonly store: TaskStore,
    private readonly statistics: TaskStatistics,
  ) {
    this.capacity = limits.taskQueueSize;
  }

  get size(): number {
    return this.waiting.length;
  }

  get worthClaiming(): boolean {
    return this.mayHoldTasks;
  }

  tasks(): TrackedTask[] {
    return this.waiting.map(({ task }) => task);
  }

  put(task: TrackedTask): void {
    this.add({ task, errorCode: undefined, refusals: 0 });
  }

  park(task: TrackedTask, errorCode: string): void {
    this.add({ task, errorCode, refusals: 0 });
  }

  /** A stored task was done. Should its removal fail for good, it runs again when its lease ends. */
  finish(task: TrackedTask): void {
    if (task.leasedUntil === undefined) return;
    if (this.finishedIds.length < this.capacity * BURST_FACTOR) this.finishedIds.push(task.id);
    if (this.finishedIds.length >= BATCH) this.startFlush();
    else this.removeSoon();
  }

  /** Tasks that did not get into the store yet, the oldest first. */
  takeBack(limit: number): TrackedTask[] {
    const taken: TrackedTask[] = [];
    this.waiting = this.waiting.filter(({ task, errorCode }) => {
      if (errorCode !== undefined || taken.length >= limit) return true;
      taken.push(task);
      return false;
    });
    return taken;
  }

  /** A stored task that this process has no room for: a claim brings it once its lease is over. */
  leave(task: TrackedTask): void {
    this.statistics.count(task.name, 'overflowed');
    this.mayHoldTasks = true;
  }

  /** Tasks from the store, leased to this process; none when it cannot be asked. */
  async claim(names: readonly string[], limit: number): Promise<TrackedTask[]> {
    if (!this.store.available || names.length === 0 || limit <= 0) return [];
    try {
      await this.releaseAbandoned();
      const tasks = await this.store.claim(names, Math.min(limit, BATCH), TASK_LEASE_MS);
      this.mayHoldTasks = tasks.length > 0;
      return tasks.map((task) => ({ ...task, leasedUntil: Date.now() + TASK_LEASE_MS }));
    } catch (error) {
      this.logger.debug(`claiming failed: ${toErrorName(error)}`);
      return [];
    }
  }

  /** Keeps tasks this process still works on from being taken by another one. */
  async extendLeases(tasks: readonly TrackedTask[]): Promise<void> {
    const ending = tasks.filter(
      ({ leasedUntil }) => (leasedUntil ?? Infinity) - Date.now() < TASK_LEASE_MS / 2,
    );
    if (ending.length === 0 || !this.store.available) return;
    try {
      await this.store.extend(
        ending.map(({ id }) => id),
        TASK_LEASE_MS,
      );
      for (const task of ending) task.leasedUntil = Date.now() + TASK_LEASE_MS;
    } catch (error) {
      this.logger.debug(`extending leases failed: ${toErrorName(error)}`);
    }
  }

  /** Writes everything that waits, as far as the store takes it. Never throws. */
  async flush(): Promise<void> {
    this.startFlush();
    await this.flushing;
  }

  close(): void {
    clearTimeout(this.retryTimer);
    clearTimeout(this.removalTimer);
  }

  /** Once, before anything else is taken: what a killed process held need not wait for its leases. */
  private async releaseAbandoned(): Promise<void> {
    if (this.hasReleased) return;
    await this.store.releaseAbandoned(this.startedAt);
    this.hasReleased = true;
  }

  private add(waiting: Waiting): void {
    const room = this.store.available ? this.capacity * BURST_FACTOR : this.capacity;
    if (this.waiting.length >= room) {
      // One that is stored is found again when its lease is over.
      if (waiting.task.leasedUntil === undefined)
        this.lose(waiting.task, 'queue, store and overflow have no room');
      return;
    }
    this.waiting.push(waiting);
    this.startFlush();
  }

  private lose(task: TrackedTask, why: string): void {
    this.statistics.count(task.name, 'lost');
    this.logger.error(`A task is lost (${task.name} ${task.id}): ${why}`);
  }

  private startFlush(): void {
    this.flushing ??= this.write().finally(() => (this.flushing = undefined));
  }

  private async write(): Promise<void> {
    // Callers fill the backlog synchronously: let them finish, so that one statement takes all.
    await Promise.resolve();
    while (this.store.available && (this.waiting.length > 0 || this.finishedIds.length > 0)) {
      if (!(await this.writeBatch())) break;
    }
    if (this.waiting.length > 0 || this.finishedIds.length > 0) this.retryLater();
  }

  private async writeBatch(): Promise<boolean> {
    const finished = this.finishedIds.splice(0, BATCH);
    const batch = this.waiting.splice(0, this.batchSize);
    try {
      if (finished.length > 0) await this.store.remove(finished);
      const queued = batch.filter(({ errorCode }) => errorCode === undefined);
      if (queued.length > 0) await this.store.save(queued.map(({ task }) => task));
      for (const { task, errorCode } of batch) {
        if (errorCode !== undefined) await this.store.park(task, errorCode);
      }
      if (queued.length > 0) this.mayHoldTasks = true;
      this.batchSize = BATCH;
      return true;
    } catch (error) {
      this.logger.debug(`storing tasks failed: ${toErrorName(error)}`);
      this.finishedIds.push(...finished);
      this.takeAfterRefusal(batch, error);
      return false;
    }
  }

  /**
   * One bad task must not keep the others out: from now on each goes alone, and the refused ones go last. A store that
   * did not answer has refused nobody.
   */
  private takeAfterRefusal(batch: readonly Waiting[], error: unknown): void {
    const refused = this.store.available && !isUnanswered(error);
    for (const waiting of batch) {
      if (refused && batch.length === 1) waiting.refusals += 1;
      if (waiting.refusals >= MOST_REFUSALS) this.lose(waiting.task, `refused: ${toErrorName(error)}`);
      else if (refused) this.waiting.push(waiting);
    }
    if (!refused) this.waiting.unshift(...batch);
    else this.batchSize = 1;
  }

  private removeSoon(): void {
    this.removalTimer ??= setTimeout(() => {
      this.removalTimer = undefined;
      this.startFlush();
    }, REMOVAL_DELAY_MS).unref();
  }

  private retryLater(): void {
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => this.startFlush(), RETRY_MS);
    this.retryTimer.unref();
  }
}

/** The class of an error; its message could quote a payload. */
export function toErrorName(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
