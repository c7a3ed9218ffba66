import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';

export interface EventLoopDelay {
  meanMs: number | null;
  p95Ms: number | null;
  maxMs: number | null;
}

const RESOLUTION_MS = 20;
const PERIOD_MS = 1000;
const NANOSECONDS_PER_MS = 1e6;
const READINGS_KEPT = 3;

/**
 * How late timers fire, over the last two seconds, read once a second. Node's histogram forgets a delay that is under
 * way when it is reset, and a stuck loop is just such a delay: so two of them take turns, and one always keeps counting
 * while the other starts anew.
 */
@Injectable()
export class EventLoopMonitor implements OnApplicationShutdown {
  private older = startHistogram();
  private newer = startHistogram();
  private readonly timer: NodeJS.Timeout;
  private latest: EventLoopDelay = { meanMs: null, p95Ms: null, maxMs: null };
  private readings: number[] = [];

  constructor() {
    this.timer = setInterval(() => this.closePeriod(), PERIOD_MS);
    this.timer.unref();
  }

  delay(): EventLoopDelay {
    return this.latest;
  }

  /** The p95 of the last three readings, newest first: one late second may be a garbage collection, three are load. */
  recentP95Ms(): readonly number[] {
    return this.readings;
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.older.disable();
    this.newer.disable();
  }

  private closePeriod(): void {
    const full = this.older;
    if (full.count > 0) {
      const p95Ms = beyondResolution(full.percentile(95));
      this.latest = { meanMs: beyondResolution(full.mean), p95Ms, maxMs: beyondResolution(full.max) };
      this.readings = [p95Ms, ...this.readings].slice(0, READINGS_KEPT);
    }
    full.reset();
    this.older = this.newer;
    this.newer = full;
  }
}

function startHistogram(): IntervalHistogram {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  return histogram;
}

/** The histogram holds whole intervals between ticks; what exceeds the sampling interval is the delay. */
function beyondResolution(nanoseconds: number): number {
  return Math.max(0, nanoseconds / NANOSECONDS_PER_MS - RESOLUTION_MS);
}
