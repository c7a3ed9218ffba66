import { Injectable, Logger } from '@nestjs/common';
import { LimitsConfig } from '../../config/config.slices.js';
import { LogHistogram } from './log-histogram.js';

export interface FunctionProfile {
  calls: number;
  errors: number;
  p50Ms: number | null;
  p95Ms: number | null;
  p99Ms: number | null;
  maxMs: number;
  lastMs: number;
  lastAt: Date;
}

interface Entry {
  histogram: LogHistogram;
  errors: number;
  lastMs: number;
  lastAt: number;
}

/** Names come from code, so this is far away; it only keeps a mistake from eating the memory. */
const MAX_NAMES = 500;
const OVERFLOW_NAME = 'other';

/**
 * How long named functions take since the process started. Bounded: one fixed histogram per name.
 */
@Injectable()
export class Profiler {
  private static ambient: Profiler | undefined;
  private readonly logger = new Logger(Profiler.name);
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly limits: LimitsConfig) {
    Profiler.ambient = this;
  }

  /** The profiler of the application made last; `@Profile()` reports to it. */
  static get current(): Profiler | undefined {
    return Profiler.ambient;
  }

  record(name: string, durationMs: number, failed = false): void {
    const entry = this.entryOf(name);
    entry.histogram.record(durationMs);
    entry.lastMs = durationMs;
    entry.lastAt = Date.now();
    if (failed) entry.errors += 1;
    if (durationMs > this.limits.slowThresholdMs) {
      this.logger.warn({ event: 'slow_step', step: name, duration_ms: Math.round(durationMs) });
    }
  }

  /** By name, in alphabetical order. */
  profile(): Record<string, FunctionProfile> {
    const names = [...this.entries.keys()].sort();
    return Object.fromEntries(names.map((name) => [name, toProfile(this.entries.get(name)!)]));
  }

  private entryOf(name: string): Entry {
    const known = this.entries.get(name);
    if (known) return known;
    if (this.entries.size >= MAX_NAMES && name !== OVERFLOW_NAME) return this.entryOf(OVERFLOW_NAME);
    const entry: Entry = { histogram: new LogHistogram(), errors: 0, lastMs: 0, lastAt: 0 };
    this.entries.set(name, entry);
    return entry;
  }
}

function toProfile({ histogram, errors, lastMs, lastAt }: Entry): FunctionProfile {
  return {
    calls: histogram.count,
    errors,
    p50Ms: histogram.quantileMs(0.5),
    p95Ms: histogram.quantileMs(0.95),
    p99Ms: histogram.quantileMs(0.99),
    maxMs: histogram.maxMs,
    lastMs,
    lastAt: new Date(lastAt),
  };
}
