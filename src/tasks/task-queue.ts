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
import { TaskRegistry } from './task-registry.js';
import { TaskStatistics } from './task-statistics.js';
import {
  TASK_LEASE_MS,
  type BackgroundTask,
  type TaskHandler,
  type TaskOptions,
  type TaskQueueStats,
  type TrackedTask,
} from './tasks.types.js';
import { deadlineOf, isOwnFault, toTracked } from './tracked-task.js';
import { untilIdle } from './until-idle.js';
import { WaitingTasks } from './waiting-tasks.js';

const CONCURRENCY = 4;
const MAX_BACKOFF_MS = 30_000;
const MAINTENANCE_MS = 5000;
const SHUTDOWN_DRAIN_MS = 5000;

/**
 * Runs named background tasks, four at a time, each at least once: a task may run again after a failure, a crash or a
 * lease that ended, so handlers are idempotent. Order is not promised.
 *
 * What does not fit goes to the store and comes back when there is room; so does what a drain could not finish. A task
 * that uses up its attempts is parked in the store, or dropped where it asked for that. While the store is away or
 * does not answer a failure costs no attempt, since handlers mostly write to the same database: they are repeated until it
 * is back.
 *
 * What must outlive a killed process is stored by whoever makes it and then adopted; what is enqueued dies with it.
 */
@Injectable()
export class TaskQueue implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(TaskQueue.name);
  private readonly capacity: number;
  private readonly registry = new TaskRegistry();
  private readonly waiting = new WaitingTasks(() => this.startSoon());
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
    const queued = () => this.waiting.size + this.backlog.size;
    metrics.gauge('tasks_queued', 'Background tasks that wait in this process.', queued);
    metrics.gauge('tasks_running', 'Background tasks that run now.', () => this.running.size);
  }

  /** To be called while the modules start. Tasks left by an earlier process are taken up after that. */
  register(name: string, handler: TaskHandler, options: TaskOptions = {}): void {
    this.registry.add(name, handler, options);
  }

  /** Takes a task over, at once and always. The payload must be JSON; the handler gets a copy. */
  enqueue(name: string, payload: unknown): void {
    if (!this.registry.has(name)) throw new Error(`no handler is registered for task ${name}`);
    const task = toTracked({ id: newOrderedId(), name, payload });
    if (this.hasRoom) this.waiting.add(task);
    else {
      this.statistics.count(name, 'overflowed');
      this.backlog.put(task);
    }
  }

  /** Runs tasks that were just stored under this process's lease. Those it has no room for are left to a claim. */
  adopt(tasks: readonly BackgroundTask[]): void {
    for (const stored of tasks) {
      const task = { ...toTracked(stored), leasedUntil: Date.now() + TASK_LEASE_MS };
      if (this.hasRoom && this.registry.has(task.name)) this.waiting.add(task);
      else this.backlog.leave(task);
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
    const running = () => this.running.values();
    if (this.state === 'open') this.state = 'draining';
    this.waiting.resumeAll();
    await untilIdle(() => this.held > 0, running, Date.now() + deadlineMs / 2);
    this.state = 'halted';
    for (const task of this.waiting.takeAll()) this.backlog.put(task);
    await Promise.all([this.backlog.flush(), untilIdle(() => this.running.size > 0, running, deadline)]);
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
      names: this.registry.names,
      waiting: [...this.waiting.all(), ...this.backlog.tasks()],
      running: [...this.running.keys()],
    });
  }

  private get held(): number {
    return this.waiting.size + this.running.size;
  }

  private get hasRoom(): boolean {
    return this.state !== 'halted' && this.held < this.capacity;
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
      const task = this.waiting.next();
      if (!task) break;
      const controller = new AbortController();
      this.running.set(task, { controller, done: this.attempt(task, controller.signal) });
    }
    void this.refill();
  }

  private async attempt(task: TrackedTask, signal: AbortSignal): Promise<void> {
    const { handler, timeoutMs } = this.registry.get(task.name);
    let failure: { error: unknown } | undefined;
    try {
      const options = { what: deadlineOf(task), timeoutMs, signal };
      await withDeadline((cut) => handler(task.payload, cut), options);
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
    const { attempts, backoffMs } = this.registry.get(task.name);
    this.statistics.count(task.name, 'failed');
    const code = toErrorName(error);
    task.failures = (task.failures ?? 0) + 1;
    const counted = this.store.available && isOwnFault(task, error);
    if (counted) task.attempts += 1;
    if (task.attempts >= attempts) {
      this.giveUp(task, code);
      return;
    }
    if (counted) this.logger.warn(`Task ${task.name} ${task.id} failed and is tried again: ${code}`);
    this.statistics.count(task.name, 'retried');
    if (this.state === 'halted') {
      this.backlog.put(task);
      return;
    }
    const delayMs = Math.min(MAX_BACKOFF_MS, backoffMs * 2 ** (task.failures - 1)) * (0.5 + Math.random());
    this.waiting.addLater(task, delayMs);
  }

  private giveUp(task: TrackedTask, code: string): void {
    const { whenGivenUp } = this.registry.get(task.name);
    const fate = whenGivenUp === 'park' ? 'parked' : 'dropped';
    this.statistics.count(task.name, fate);
    this.logger.error(`Task ${task.name} ${task.id} is ${fate} after ${task.attempts} attempts: ${code}`);
    if (whenGivenUp === 'park') this.backlog.park(task, code);
    else this.backlog.finish(task);
  }

  private onStoreAvailable(): void {
    this.waiting.resumeAll();
    void this.backlog.flush();
    this.maintain();
  }

  private maintain(): void {
    void this.refill(true);
    void this.backlog.extendLeases([...this.waiting.all(), ...this.running.keys()]);
  }

  /** Brings tasks back once half the room is free: first those on their way to the store, then those in it. */
  private async refill(askStore = this.backlog.worthClaiming): Promise<void> {
    const room = () => this.capacity - this.held;
    if (this.state !== 'open' || this.refilling || room() < Math.ceil(this.capacity / 2)) return;
    this.refilling = true;
    try {
      const tasks = this.backlog.takeBack(room());
      if (askStore && this.store.available) {
        tasks.push(...(await this.backlog.claim(this.registry.names, room() - tasks.length)));
      }
      for (const task of tasks) this.take(task);
    } finally {
      this.refilling = false;
    }
  }

  /** Who was taken as often as its task may fail has taken its processes with it each time. */
  private take(task: TrackedTask): void {
    if (task.attempts >= this.registry.get(task.name).attempts) this.giveUp(task, 'ProcessDied');
    else this.waiting.add(task);
  }
}
