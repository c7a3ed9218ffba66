import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { LimitsConfig } from '../config/config.slices.js';
import { newOrderedId } from '../platform/identity/identifiers.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { withDeadline } from '../platform/resilience/deadline.js';
import { TaskStore } from './ports/task-store.js';
import { TaskBacklog, toErrorName } from './task-backlog.js';
import { TaskStatistics } from './task-statistics.js';
import type {
  TaskHandler,
  TaskOptions,
  TaskQueueStats,
  TaskRegistration,
  TrackedTask,
} from './tasks.types.js';

const CONCURRENCY = 4;
const MAX_BACKOFF_MS = 30_000;
const MAINTENANCE_MS = 5000;
const SHUTDOWN_DRAIN_MS = 5000;

/**
 * Runs named background tasks, four at a time, each at least once: a task may run again after a failure, a crash or a
 * lease that ended, so handlers are idempotent. Order is not promised.
 *
 * What does not fit goes to the store and comes back when there is room; so does what a drain could not finish. A task
 * that uses up its attempts is parked in the store, or dropped where it asked for that. While the store is away a
 * failure costs no attempt, since handlers mostly write to the same database: they are repeated until it is back. Tasks
 * in memory die with a killed process.
 */
@Injectable()
export class TaskQueue implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(TaskQueue.name);
  private readonly capacity: number;
  private readonly registrations = new Map<string, TaskRegistration>();
  private readonly ready = new Set<TrackedTask>();
  private readonly delayed = new Map<TrackedTask, NodeJS.Timeout>();
  private readonly running = new Map<TrackedTask, { controller: AbortController; done: Promise<void> }>();
  private maintenance: NodeJS.Timeout | undefined;
  private refilling = false;
  private starting = false;
  /** While draining nothing comes in from the store; once halted nothing is started either. */
  private state: 'open' | 'draining' | 'halted' = 'open';

  constructor(
    limits: LimitsConfig,
    private readonly store: TaskStore,
    private readonly backlog: TaskBacklog,
    private readonly statistics: TaskStatistics,
    metrics: Metrics,
  ) {
    this.capacity = limits.taskQueueSize;
    metrics.gauge('tasks_queued', 'Background tasks that wait in this process.', () => this.queued);
    metrics.gauge('tasks_running', 'Background tasks that run now.', () => this.running.size);
  }

  /** To be called while the modules start. Tasks left by an earlier process are taken up after that. */
  register(name: string, handler: TaskHandler, options: TaskOptions = {}): void {
    if (this.registrations.has(name)) throw new Error(`task ${name} is registered twice`);
    this.registrations.set(name, {
      attempts: 5,
      timeoutMs: 30_000,
      backoffMs: 500,
      whenGivenUp: 'park',
      ...options,
      handler,
    });
  }

  /** Takes a task over, at once and always. The payload must be JSON; the handler gets a copy. */
  enqueue(name: string, payload: unknown): void {
    if (!this.registrations.has(name)) throw new Error(`no handler is registered for task ${name}`);
    const copy: unknown = payload === undefined ? null : JSON.parse(JSON.stringify(payload));
    const task: TrackedTask = { id: newOrderedId(), name, payload: copy, attempts: 0, createdAt: new Date() };
    if (this.state !== 'halted' && this.held < this.capacity) {
      this.ready.add(task);
      this.startSoon();
    } else {
      this.statistics.count(name, 'overflowed');
      this.backlog.put(task);
    }
  }

  onApplicationBootstrap(): void {
    this.store.onAvailable(() => this.onStoreAvailable());
    this.maintenance = setInterval(() => this.maintain(), MAINTENANCE_MS);
    this.maintenance.unref();
    if (this.store.available) this.onStoreAvailable();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.drain(SHUTDOWN_DRAIN_MS);
    clearInterval(this.maintenance);
    this.backlog.close();
  }

  /**
   * Works on for half the time, then hands what has not begun to the store, and what still runs at the deadline too.
   * What is enqueued later goes straight to the store.
   */
  async drain(deadlineMs: number): Promise<void> {
    const deadline = Date.now() + deadlineMs;
    if (this.state === 'open') this.state = 'draining';
    this.retryDelayed();
    await this.idleOrUntil(Date.now() + deadlineMs / 2, () => this.held > 0);
    this.state = 'halted';
    for (const task of this.ready) this.backlog.put(task);
    for (const [task, timer] of this.delayed) {
      clearTimeout(timer);
      this.backlog.put(task);
    }
    this.ready.clear();
    this.delayed.clear();
    await Promise.all([this.backlog.flush(), this.idleOrUntil(deadline, () => this.running.size > 0)]);
    for (const [task, { controller }] of this.running) {
      controller.abort(new Error('the process ends'));
      this.running.delete(task);
      this.backlog.put(task);
    }
    await this.backlog.flush();
    if (this.backlog.size > 0) this.logger.error(`${this.backlog.size} tasks could not be stored at the end`);
  }

  stats(): TaskQueueStats {
    return this.statistics.report({
      names: [...this.registrations.keys()],
      waiting: [...this.ready, ...this.delayed.keys(), ...this.backlog.tasks()],
      running: [...this.running.keys()],
    });
  }

  private get queued(): number {
    return this.ready.size + this.delayed.size + this.backlog.size;
  }

  private get held(): number {
    return this.ready.size + this.delayed.size + this.running.size;
  }

  /** Never within `enqueue`: its caller must not pay for the work. */
  private startSoon(): void {
    if (this.starting) return;
    this.starting = true;
    setImmediate(() => {
      this.starting = false;
      this.start();
    });
  }

  private start(): void {
    while (this.state !== 'halted' && this.running.size < CONCURRENCY) {
      const [task] = this.ready;
      if (!task) break;
      this.ready.delete(task);
      const controller = new AbortController();
      this.running.set(task, { controller, done: this.attempt(task, controller.signal) });
    }
    void this.refill();
  }

  private async attempt(task: TrackedTask, signal: AbortSignal): Promise<void> {
    const { handler, timeoutMs } = this.registrations.get(task.name)!;
    let failure: { error: unknown } | undefined;
    try {
      await withDeadline((cut) => handler(task.payload, cut), {
        what: `task ${task.name}`,
        timeoutMs,
        signal,
      });
    } catch (error) {
      failure = { error };
    }
    // A drain has given the task to the store.
    if (!this.running.delete(task)) return;
    if (failure) this.retry(task, failure.error);
    else {
      this.statistics.count(task.name, 'completed');
      this.backlog.finish(task);
    }
    this.startSoon();
  }

  private retry(task: TrackedTask, error: unknown): void {
    const { attempts, backoffMs, whenGivenUp } = this.registrations.get(task.name)!;
    this.statistics.count(task.name, 'failed');
    const code = toErrorName(error);
    task.failures = (task.failures ?? 0) + 1;
    const counted = this.store.available;
    if (counted) task.attempts += 1;
    if (task.attempts >= attempts) {
      const fate = whenGivenUp === 'park' ? 'parked' : 'dropped';
      this.statistics.count(task.name, fate);
      this.logger.error(`Task ${task.name} ${task.id} is ${fate} after ${task.attempts} attempts: ${code}`);
      if (whenGivenUp === 'park') this.backlog.park(task, code);
      else this.backlog.finish(task);
      return;
    }
    if (counted) this.logger.warn(`Task ${task.name} ${task.id} failed and is tried again: ${code}`);
    this.statistics.count(task.name, 'retried');
    if (this.state === 'halted') {
      this.backlog.put(task);
      return;
    }
    const delayMs = Math.min(MAX_BACKOFF_MS, backoffMs * 2 ** (task.failures - 1)) * (0.5 + Math.random());
    const timer = setTimeout(() => this.resume(task), delayMs);
    timer.unref();
    this.delayed.set(task, timer);
  }

  private resume(task: TrackedTask): void {
    if (!this.delayed.delete(task)) return;
    this.ready.add(task);
    this.startSoon();
  }

  private retryDelayed(): void {
    for (const [task, timer] of [...this.delayed]) {
      clearTimeout(timer);
      this.resume(task);
    }
  }

  private onStoreAvailable(): void {
    this.retryDelayed();
    void this.backlog.flush();
    this.maintain();
  }

  private maintain(): void {
    void this.refill(true);
    void this.backlog.extendLeases([...this.ready, ...this.delayed.keys(), ...this.running.keys()]);
  }

  /** Brings tasks back once half the room is free: first those on their way to the store, then those in it. */
  private async refill(askStore = this.backlog.worthClaiming): Promise<void> {
    const room = () => this.capacity - this.held;
    if (this.state !== 'open' || this.refilling || room() < Math.ceil(this.capacity / 2)) return;
    this.refilling = true;
    try {
      const tasks = this.backlog.takeBack(room());
      if (askStore && this.store.available) {
        tasks.push(...(await this.backlog.claim([...this.registrations.keys()], room() - tasks.length)));
      }
      for (const task of tasks) this.ready.add(task);
      if (tasks.length > 0) this.startSoon();
    } finally {
      this.refilling = false;
    }
  }

  private async idleOrUntil(deadline: number, busy: () => boolean): Promise<void> {
    while (busy() && Date.now() < deadline) {
      let timer: NodeJS.Timeout | undefined;
      const timeUp = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, Math.min(50, Math.max(1, deadline - Date.now())));
      });
      await Promise.race([...[...this.running.values()].map(({ done }) => done), timeUp]);
      clearTimeout(timer);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
