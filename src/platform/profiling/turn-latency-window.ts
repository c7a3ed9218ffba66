import { Injectable } from '@nestjs/common';

const WINDOW_MS = 15_000;
const MAX_SAMPLES = 1000;

export interface LatencySnapshot {
  samples: number;
  p95Ms: number | null;
}

/** The durations of the turns that ended within the last 15 seconds: what the adaptive optimizer steers by. */
@Injectable()
export class TurnLatencyWindow {
  private samples: { at: number; durationMs: number }[] = [];

  record(durationMs: number, now: number = performance.now()): void {
    this.samples.push({ at: now, durationMs });
    if (this.samples.length > MAX_SAMPLES * 2) this.samples = this.samples.slice(-MAX_SAMPLES);
  }

  snapshot(now: number = performance.now()): LatencySnapshot {
    this.samples = this.samples.filter(({ at }) => now - at <= WINDOW_MS).slice(-MAX_SAMPLES);
    const sorted = this.samples.map(({ durationMs }) => durationMs).sort((a, b) => a - b);
    return { samples: sorted.length, p95Ms: sorted[Math.ceil(sorted.length * 0.95) - 1] ?? null };
  }
}
