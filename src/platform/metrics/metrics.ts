import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const LATENCY_BUCKETS_SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30];

/**
 * The Prometheus registry of this process. Names start with `xinyu_`, durations are in seconds, labels come from
 * closed sets (never ids, never text).
 */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  counter<Label extends string = never>(
    name: string,
    help: string,
    labelNames: readonly Label[] = [],
  ): Counter<Label> {
    return new Counter({
      name: `xinyu_${name}`,
      help,
      labelNames: [...labelNames],
      registers: [this.registry],
    });
  }

  /**
   * A gauge read when it is scraped; a figure that is not known then is absent. `over` is how several workers' readings
   * become one.
   */
  gauge(
    name: string,
    help: string,
    read: () => number | undefined,
    over: 'sum' | 'average' | 'max' = 'sum',
  ): Gauge {
    return new Gauge({
      name: `xinyu_${name}`,
      help,
      aggregator: over,
      registers: [this.registry],
      collect() {
        const figure = read();
        if (figure === undefined) this.remove();
        else this.set(figure);
      },
    });
  }

  /** As `gauge`, with one reading for each value of `label`; those not read are not shown. */
  gauges<Label extends string>(
    name: string,
    help: string,
    { label, read, over }: { label: Label; read: () => Iterable<[string, number]>; over: 'sum' | 'min' },
  ): Gauge<Label> {
    return new Gauge<Label>({
      name: `xinyu_${name}`,
      help,
      aggregator: over,
      labelNames: [label],
      registers: [this.registry],
      collect() {
        this.reset();
        for (const [value, reading] of read()) this.set({ [label]: value } as Record<Label, string>, reading);
      },
    });
  }

  histogram<Label extends string = never>(
    name: string,
    help: string,
    labelNames: readonly Label[] = [],
    buckets: readonly number[] = LATENCY_BUCKETS_SECONDS,
  ): Histogram<Label> {
    return new Histogram({
      name: `xinyu_${name}`,
      help,
      labelNames: [...labelNames],
      buckets: [...buckets],
      registers: [this.registry],
    });
  }
}
