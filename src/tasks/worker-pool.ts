import { availableParallelism } from 'node:os';
import { join, normalize, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type * as PiscinaPackage from 'piscina';
import { LimitsConfig } from '../config/config.slices.js';
import { packageRoot } from '../config/package-root.js';
import { lazyPackage } from '../platform/lazy-package.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { Metrics } from '../platform/metrics/metrics.js';

/** An exported function of a built module. Payload and result travel between threads as structured clones. */
export interface WorkerTask<_Payload, _Result> {
  /** The compiled file under `dist/`, such as `memory/embed.worker.js`. */
  module: string;
  export: string;
}

export interface WorkerPoolStats {
  /** Most threads there may be. */
  max: number;
  /** Threads there are now; they start with the first work and end after 10 idle seconds. */
  threads: number;
  active: number;
  queued: number;
  completed: number;
}

const IDLE_TIMEOUT_MS = 10_000;
const MAX_QUEUE = 1000;

/** Threads for work that would hold up the event loop (more than a few milliseconds of computing). */
@Injectable()
export class WorkerPool implements OnModuleDestroy {
  private readonly maxThreads: number;
  private readonly folder = join(packageRoot(), 'dist') + sep;
  private pool: PiscinaPackage.Piscina | undefined;
  private accepted = 0;

  constructor(limits: LimitsConfig, metrics: Metrics) {
    this.maxThreads = Math.min(limits.maxWorkerThreads, availableParallelism());
    metrics.gauge('worker_threads_active', 'Worker threads that compute now.', () => this.stats().active);
    metrics.gauge('worker_tasks_queued', 'Work that waits for a thread.', () => this.stats().queued);
  }

  /**
   * Aborting ends a computation under way, thread and all.
   * @throws {DomainError} `overloaded` when too much work waits; what the function throws; the abort reason.
   */
  async run<Payload, Result>(
    task: WorkerTask<Payload, Result>,
    payload: Payload,
    signal?: AbortSignal,
  ): Promise<Result> {
    signal?.throwIfAborted();
    const path = normalize(join(this.folder, task.module));
    if (!path.startsWith(this.folder)) throw new Error(`${task.module} is not a module of this package`);
    const pool = (this.pool ??= this.open());
    if (pool.queueSize >= MAX_QUEUE) throw new DomainError('overloaded', 'Too much work is waiting.');
    this.accepted += 1;
    try {
      return (await pool.run(payload, {
        filename: pathToFileURL(path).href,
        name: task.export,
        signal: signal ?? null,
      })) as Result;
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      this.accepted -= 1;
    }
  }

  stats(): WorkerPoolStats {
    const queued = this.pool?.queueSize ?? 0;
    return {
      max: this.maxThreads,
      threads: this.pool?.threads.length ?? 0,
      active: Math.max(0, this.accepted - queued),
      queued,
      completed: this.pool?.completed ?? 0,
    };
  }

  async onModuleDestroy(): Promise<void> {
    await this.pool?.destroy();
  }

  private open(): PiscinaPackage.Piscina {
    const { Piscina } = lazyPackage<typeof PiscinaPackage>('piscina');
    return new Piscina({ minThreads: 0, maxThreads: this.maxThreads, idleTimeout: IDLE_TIMEOUT_MS });
  }
}
