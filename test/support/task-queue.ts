import { Metrics } from '../../src/platform/metrics/metrics.js';
import type { TaskStore } from '../../src/tasks/ports/task-store.js';
import { TaskBacklog } from '../../src/tasks/task-backlog.js';
import { TaskQueue } from '../../src/tasks/task-queue.js';
import { TaskStatistics } from '../../src/tasks/task-statistics.js';
import { WorkerPool } from '../../src/tasks/worker-pool.js';
import { limitsOf } from './limits.js';

/** A queue as the module wires it, over the given store. */
export function taskQueueOver(store: TaskStore, taskQueueSize = 10): { queue: TaskQueue; metrics: Metrics } {
  const limits = limitsOf({ ASYNC_TASK_QUEUE_SIZE: String(taskQueueSize) });
  const metrics = new Metrics();
  const statistics = new TaskStatistics(metrics);
  const backlog = new TaskBacklog(limits, store, statistics);
  return { queue: new TaskQueue(limits, store, backlog, statistics, metrics), metrics };
}

/** Threads for at most so much at once; none before the first work. Destroy it when it had work. */
export function workerPool(maxWorkerThreads = 2): WorkerPool {
  return new WorkerPool(limitsOf({ THREAD_POOL_MAX_WORKERS: String(maxWorkerThreads) }), new Metrics());
}
