import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Metrics } from '../platform/metrics/metrics.js';
import { TaskStore } from './ports/task-store.js';
import { toErrorName } from './task-backlog.js';
import type { ParkedTask, StoredTaskFigures } from './tasks.types.js';

const READING_INTERVAL_MS = 5000;
/** What was read longer ago is not known any more. */
const FRESH_MS = 3 * READING_INTERVAL_MS;
const MOST_PARKED_LISTED = 100;

/** Of all processes together. */
export interface Outbox {
  depth: number;
  /** `null` when nothing is queued. */
  oldestAgeSeconds: number | null;
  parked: number;
}

/**
 * What waits in the store, for operators. The figures are read in the background every few seconds, so that nobody who
 * asks waits for the database; while it is away they are not known.
 */
@Injectable()
export class StoredTasks implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(StoredTasks.name);
  private latest: { figures: readonly StoredTaskFigures[]; readAtMs: number } | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: TaskStore,
    metrics: Metrics,
  ) {
    // Each worker sees the same store.
    metrics.gauge('outbox_depth', 'Tasks queued in the store.', () => this.outbox?.depth, 'max');
    metrics.gauge(
      'outbox_oldest_age_seconds',
      'Age of the oldest task queued in the store.',
      () => this.outbox && (this.outbox.oldestAgeSeconds ?? 0),
      'max',
    );
    metrics.gauge(
      'outbox_parked',
      'Tasks given up, waiting for an operator.',
      () => this.outbox?.parked,
      'max',
    );
  }

  onApplicationBootstrap(): void {
    this.store.onAvailable(() => void this.read());
    this.timer = setInterval(() => void this.read(), READING_INTERVAL_MS).unref();
    if (this.store.available) void this.read();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** As last read, by task; undefined while that is not known. */
  get figures(): readonly StoredTaskFigures[] | undefined {
    if (this.latest === undefined || !this.store.available) return undefined;
    return Date.now() - this.latest.readAtMs <= FRESH_MS ? this.latest.figures : undefined;
  }

  get outbox(): Outbox | undefined {
    const { figures } = this;
    if (figures === undefined) return undefined;
    const ages = figures.flatMap(({ oldestAgeSeconds }) => oldestAgeSeconds ?? []);
    return {
      depth: figures.reduce((sum, { queued }) => sum + queued, 0),
      oldestAgeSeconds: ages.length === 0 ? null : Math.max(0, ...ages),
      parked: figures.reduce((sum, { parked }) => sum + parked, 0),
    };
  }

  /** The newest hundred. @throws while the store is away. */
  parked(): Promise<ParkedTask[]> {
    return this.store.parked(MOST_PARKED_LISTED);
  }

  /** Parked tasks, of one name or all, run again within seconds. @returns how many. */
  async retryParked(name?: string): Promise<number> {
    return this.changed(await this.store.retryParked(name));
  }

  async removeParked(name?: string): Promise<number> {
    return this.changed(await this.store.removeParked(name));
  }

  private async changed(count: number): Promise<number> {
    await this.read();
    return count;
  }

  private async read(): Promise<void> {
    if (!this.store.available) return;
    try {
      this.latest = { figures: await this.store.figures(), readAtMs: Date.now() };
    } catch (error) {
      this.logger.debug(`reading the figures of stored tasks failed: ${toErrorName(error)}`);
    }
  }
}
