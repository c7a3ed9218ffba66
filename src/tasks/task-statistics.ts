import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { Metrics } from '../platform/metrics/metrics.js';
import type { TaskCounts, TaskQueueStats, TrackedTask } from './tasks.types.js';

/** Counts what happened to tasks, for the figures and for Prometheus. */
@Injectable()
export class TaskStatistics {
  private readonly byTask = new Map<string, TaskCounts>();
  private readonly counter: Counter<'task' | 'result'>;

  constructor(metrics: Metrics) {
    this.counter = metrics.counter('tasks_total', 'Background tasks by name and by what happened to them.', [
      'task',
      'result',
    ] as const);
  }

  count(task: string, result: keyof TaskCounts): void {
    const counts = this.byTask.get(task) ?? toCounts();
    counts[result] += 1;
    this.byTask.set(task, counts);
    this.counter.inc({ task, result });
  }

  report(now: {
    names: readonly string[];
    waiting: readonly TrackedTask[];
    running: readonly TrackedTask[];
  }): TaskQueueStats {
    const { names, waiting, running } = now;
    const oldest = [...waiting, ...running].reduce(
      (least, { createdAt }) => Math.min(least, createdAt.getTime()),
      Infinity,
    );
    const queuedBy = countByName(waiting);
    const runningBy = countByName(running);
    const byTask = names.map((name) => [
      name,
      {
        ...toCounts(),
        ...this.byTask.get(name),
        queued: queuedBy.get(name) ?? 0,
        running: runningBy.get(name) ?? 0,
      },
    ]);
    return {
      ...this.total(),
      queued: waiting.length,
      running: running.length,
      oldest_age_seconds: oldest === Infinity ? null : Math.max(0, (Date.now() - oldest) / 1000),
      by_task: Object.fromEntries(byTask) as TaskQueueStats['by_task'],
    };
  }

  private total(): TaskCounts {
    const total = toCounts();
    for (const counts of this.byTask.values()) {
      for (const result of Object.keys(total) as (keyof TaskCounts)[]) total[result] += counts[result];
    }
    return total;
  }
}

function countByName(tasks: readonly TrackedTask[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of tasks) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function toCounts(): TaskCounts {
  return { completed: 0, failed: 0, retried: 0, overflowed: 0, parked: 0, dropped: 0, lost: 0 };
}
