import { Injectable } from '@nestjs/common';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { Metrics } from '../metrics/metrics.js';
import { GradientLimit } from './gradient-limit.js';

/** Fewer turns than this say nothing about an average. */
const LEAST_SAMPLES = 10;
const SHORTEST_WINDOW_MS = 1000;
/** Half of the time is for waiting, so a first token that takes the other half leaves none for the reply. */
const LONGEST_SHARE_OF_TIMEOUT = 0.5;
/** What a limit was lowered for is not known to last: when so long nothing came near it, it is as configured again. */
const FORGOTTEN_AFTER_MS = 60_000;

/** One turn that asked the model. */
export interface ModelWait {
  /** From its admission to the first token, or to giving up. */
  waitedMs: number;
  gaveUp: boolean;
  /** Turns that held a place then. */
  inFlight: number;
}

/**
 * The turns that may run at once here and now: MAX_CONCURRENT_REQUESTS (this worker's share of it), or less while a
 * gradient of latency says that the model server has more than it can do. It has no other owner. It hears of turns
 * that asked the model and of nothing else: help, fallbacks and the companion answer at once and would hide a slow
 * model. Switched off it is as configured.
 */
@Injectable()
export class AdaptiveLimit {
  private readonly gradient: GradientLimit;
  private readonly listeners = new Set<() => void>();
  private window = emptyWindow(0);
  private neededAt = 0;

  constructor(
    private readonly settings: RuntimeSettings,
    metrics: Metrics,
  ) {
    this.gradient = new GradientLimit(() => ({
      most: settings.maxConcurrentShare,
      longestMs: settings.current.requestTimeoutMs * LONGEST_SHARE_OF_TIMEOUT,
    }));
    metrics.gauge('turns_limit', 'Turns that may run at once now', () => this.current());
    metrics.gauge(
      'turns_limit_gradient',
      'What the last window of model latencies said: 1 as usual, 0.5 much slower',
      () => this.gradient.gradient,
      'average',
    );
    settings.onChange(() => this.settingsChanged());
  }

  current(): number {
    const { value } = this.gradient;
    if (value === this.settings.maxConcurrentShare) return value;
    if (performance.now() - this.neededAt > FORGOTTEN_AFTER_MS) this.gradient.release();
    return this.gradient.value;
  }

  /** The share of the configured limit in force, 0-1. */
  get factor(): number {
    return this.current() / this.settings.maxConcurrentShare;
  }

  record({ waitedMs, gaveUp, inFlight }: ModelWait): void {
    if (!this.settings.current.adaptiveEnabled) return;
    const now = performance.now();
    const { window } = this;
    if (window.samples === 0) window.openedAt = now;
    window.samples += 1;
    window.totalMs += waitedMs;
    window.dropped += gaveUp ? 1 : 0;
    window.mostInFlight = Math.max(window.mostInFlight, inFlight);
    if (window.samples < LEAST_SAMPLES || now - window.openedAt < SHORTEST_WINDOW_MS) return;
    this.closeWindow(now);
  }

  /** Calls `listener` when the limit may have changed. */
  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  private closeWindow(now: number): void {
    const { samples, totalMs, dropped, mostInFlight } = this.window;
    this.window = emptyWindow(now);
    const seen = { meanMs: totalMs / samples, droppedShare: dropped / samples, mostInFlight };
    if (this.gradient.learn(seen)) this.neededAt = now;
    this.changed();
  }

  private settingsChanged(): void {
    if (!this.settings.current.adaptiveEnabled) {
      this.gradient.release();
      this.window = emptyWindow(0);
    }
    this.changed();
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}

function emptyWindow(openedAt: number) {
  return { openedAt, samples: 0, totalMs: 0, dropped: 0, mostInFlight: 0 };
}
