import { Injectable } from '@nestjs/common';
import { CacheService } from '../cache/cache.service.js';
import { DependencyRegistry } from '../platform/dependencies/dependency-registry.js';
import { WorkerPool } from '../tasks/worker-pool.js';
import { TasksReportService } from './tasks-report.service.js';
import { TurnsReportService } from './turns-report.service.js';

/**
 * The figures of `/performance/metrics`. A figure nobody knows (no Redis, nothing asked yet) is `null`, never zero. Turns
 * and streams are those of all `workers`; cache, tasks and threads are of the worker that answers.
 */
@Injectable()
export class MetricsReportService {
  constructor(
    private readonly turns: TurnsReportService,
    private readonly dependencies: DependencyRegistry,
    private readonly cache: CacheService,
    private readonly tasks: TasksReportService,
    private readonly workerPool: WorkerPool,
  ) {}

  async report() {
    const { workers, active_streams, max_concurrent, max_concurrent_effective, timeout, ...turns } =
      await this.turns.figures();
    const threads = this.workerPool.stats();
    return {
      workers,
      performance: {
        redis_connected_clients: this.redisFigure('connected_clients'),
        redis_used_memory: this.redisFigure('used_memory'),
        redis_hit_rate: this.redisFigure('hit_rate'),
        thread_pool_active: threads.active,
        thread_pool_size: threads.max,
        thread_pool_queued: threads.queued,
        ...turns,
      },
      cache: this.cache.stats(),
      tasks: this.tasks.totals(),
      active_streams,
      max_concurrent,
      max_concurrent_effective,
      timeout,
    };
  }

  private redisFigure(name: string): number | null {
    const { healthy, details } = this.dependencies.status('redis');
    const figure = details?.[name];
    return healthy && typeof figure === 'number' ? figure : null;
  }
}
