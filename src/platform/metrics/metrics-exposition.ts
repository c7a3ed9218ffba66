import { Injectable } from '@nestjs/common';
import { AggregatorRegistry } from 'prom-client';
import { METRICS_TOPIC } from '../cluster/cluster-messages.js';
import type { MetricsSnapshot } from '../cluster/metrics-ledger.js';
import { WorkerGroup, type Topic } from '../cluster/worker-group.js';
import { Metrics } from './metrics.js';

const METRICS: Topic<void, MetricsSnapshot> = { name: METRICS_TOPIC };

/** What a scraper reads: the sum over all workers, whichever of them it met. */
@Injectable()
export class MetricsExposition {
  readonly contentType: string;

  constructor(
    private readonly metrics: Metrics,
    private readonly group: WorkerGroup,
  ) {
    this.contentType = metrics.registry.contentType;
    group.handle(METRICS, () => metrics.registry.getMetricsAsJSON());
  }

  async text(): Promise<string> {
    if (this.group.alone) return this.metrics.registry.metrics();
    return AggregatorRegistry.aggregate(await this.group.ask(METRICS, undefined)).metrics();
  }
}
