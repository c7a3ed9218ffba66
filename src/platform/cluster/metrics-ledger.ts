import { aggregators, type MetricObjectWithValues, type MetricValue } from 'prom-client';

/** What `Registry.getMetricsAsJSON` gives. */
export type MetricsSnapshot = MetricObjectWithValues<MetricValue<string>>[];

declare module 'prom-client' {
  /** Exported by the package and missing from its types. */
  const aggregators: { sum(metrics: MetricsSnapshot): MetricsSnapshot[number] };
}

/** These only ever rise, so a sum that lost a worker's part would look like a restart of the whole service. */
const RISING: ReadonlySet<string> = new Set(['counter', 'histogram', 'summary']);

/**
 * The last figures of each worker. Who does not answer is represented by what it said before; who is gone leaves its
 * counts, so that no sum falls below what a scraper has seen.
 */
export class MetricsLedger {
  private readonly latest = new Map<number, MetricsSnapshot>();
  private departed: MetricsSnapshot = [];

  note(workerId: number, snapshot: MetricsSnapshot): void {
    this.latest.set(workerId, snapshot);
  }

  close(workerId: number): void {
    const last = this.latest.get(workerId);
    if (last === undefined) return;
    this.latest.delete(workerId);
    this.departed = sumByName([this.departed, last.filter(({ type }) => RISING.has(String(type)))]);
  }

  snapshots(): MetricsSnapshot[] {
    return [...this.latest.values(), this.departed];
  }
}

function sumByName(snapshots: readonly MetricsSnapshot[]): MetricsSnapshot {
  const byName = new Map<string, MetricsSnapshot>();
  for (const metric of snapshots.flat())
    byName.set(metric.name, [...(byName.get(metric.name) ?? []), metric]);
  return [...byName.values()].map((metrics) => aggregators.sum(metrics));
}
