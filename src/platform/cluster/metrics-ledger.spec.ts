import { AggregatorRegistry } from 'prom-client';
import { Metrics } from '../metrics/metrics.js';
import { MetricsLedger, type MetricsSnapshot } from './metrics-ledger.js';

const textOf = (ledger: MetricsLedger) => AggregatorRegistry.aggregate(ledger.snapshots()).metrics();

/** A worker that counted so many turns of 0.2 s, and has one stream open. */
async function worker(turns: number, { breaker = 0 } = {}): Promise<MetricsSnapshot> {
  const metrics = new Metrics();
  const total = metrics.counter('turns_total', 'Turns', ['outcome']);
  const seconds = metrics.histogram('turn_seconds', 'Seconds');
  metrics.gauge('active_streams', 'Streams', () => 1);
  metrics.gauge('breaker', 'State', () => breaker, 'max');
  metrics.gauge('factor', 'Factor', () => 1, 'average');
  for (let turn = 0; turn < turns; turn += 1) {
    total.inc({ outcome: 'complete' });
    seconds.observe(0.2);
  }
  // As it arrives in another process.
  return structuredClone(await metrics.registry.getMetricsAsJSON());
}

describe('MetricsLedger', () => {
  it('sums counters, histograms and gauges, and keeps what must not be summed', async () => {
    const ledger = new MetricsLedger();
    ledger.note(1, await worker(3));
    ledger.note(2, await worker(2, { breaker: 2 }));
    const text = await textOf(ledger);
    expect(text).toContain('xinyu_turns_total{outcome="complete"} 5');
    expect(text).toContain('xinyu_turn_seconds_bucket{le="0.1"} 0');
    expect(text).toContain('xinyu_turn_seconds_bucket{le="0.25"} 5');
    expect(text).toContain('xinyu_turn_seconds_bucket{le="+Inf"} 5');
    expect(text).toContain('xinyu_turn_seconds_count 5');
    expect(text).toContain('xinyu_active_streams 2');
    expect(text).toContain('xinyu_breaker 2');
    expect(text).toContain('xinyu_factor 1');
  });

  it('takes the newest word of a worker, and keeps the counts of those that are gone', async () => {
    const ledger = new MetricsLedger();
    ledger.note(1, await worker(1));
    ledger.note(1, await worker(3));
    ledger.note(2, await worker(2));
    ledger.close(1);
    ledger.note(3, await worker(4));
    ledger.close(3);
    ledger.close(4);
    const text = await textOf(ledger);
    expect(text).toContain('xinyu_turns_total{outcome="complete"} 9');
    expect(text).toContain('xinyu_turn_seconds_count 9');
    expect(text).toContain('xinyu_turn_seconds_bucket{le="0.25"} 9');
    expect(text).toContain('xinyu_active_streams 1');
  });
});
