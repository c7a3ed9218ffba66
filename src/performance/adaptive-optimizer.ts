import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { RuntimeSettings } from '../config/runtime-settings.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { AdaptiveLimit } from '../platform/resilience/adaptive-limit.js';
import { EventLoopMonitor } from '../platform/profiling/event-loop-monitor.js';
import { TurnLatencyWindow } from '../platform/profiling/turn-latency-window.js';
import { LATE_LOOP_MS } from '../platform/resilience/saturation.js';
import {
  AS_CONFIGURED,
  decide,
  type LoadSample,
  type LoadTargets,
  type OptimizerState,
  type StepReason,
} from './optimizer-decision.js';

export interface OptimizerStep {
  at: Date;
  reason: StepReason;
  /** Share of the configured turns at once that was in force then. */
  concurrency: number;
  lifetime: number;
  p95Ms: number | null;
  eventLoopDelayMs: number | null;
}

const SAMPLE_EVERY_MS = 1000;
const HISTORY = 50;
/** A turn that needs more than half its time budget at p95 leaves no room for a fallback. */
const TARGET_SHARE_OF_TIMEOUT = 0.5;

/**
 * Watches how long turns take and how late the event loop is, and under strain lets cache entries live longer, a step
 * at a time, until it has passed. It stretches the operator's lifetimes and never changes the settings themselves. How
 * many turns run at once is not its business but the adaptive limit's; it shows both.
 */
@Injectable()
export class AdaptiveOptimizer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(AdaptiveOptimizer.name);
  private readonly steps: OptimizerStep[] = [];
  private readonly countStep: (reason: StepReason) => void;
  private state: OptimizerState = AS_CONFIGURED;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly settings: RuntimeSettings,
    private readonly latency: TurnLatencyWindow,
    private readonly eventLoop: EventLoopMonitor,
    private readonly limit: AdaptiveLimit,
    metrics: Metrics,
  ) {
    metrics.gauge(
      'optimizer_concurrency_factor',
      'Share of the configured concurrency in use',
      () => limit.factor,
      'average',
    );
    metrics.gauge(
      'optimizer_lifetime_factor',
      'Stretch of the cache lifetimes',
      () => this.state.lifetime,
      'average',
    );
    const counter = metrics.counter('optimizer_steps_total', 'Changes the optimizer made', ['reason']);
    this.countStep = (reason) => counter.inc({ reason });
    settings.onChange(() => this.releaseWhenSwitchedOff());
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.sample(), SAMPLE_EVERY_MS);
    this.timer.unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Newest first. */
  history(): readonly OptimizerStep[] {
    return this.steps;
  }

  targets(): LoadTargets {
    return {
      p95Ms: this.settings.current.requestTimeoutMs * TARGET_SHARE_OF_TIMEOUT,
      eventLoopDelayMs: LATE_LOOP_MS,
    };
  }

  /** Looks at the load once and moves at most one step. */
  sample(): void {
    if (!this.settings.current.adaptiveEnabled) return;
    const { samples, p95Ms } = this.latency.snapshot();
    this.apply({ turns: samples, p95Ms, eventLoopDelayMs: this.eventLoop.delay().p95Ms });
  }

  /** The step a given load leads to. */
  apply(load: LoadSample): void {
    const { state, reason } = decide(this.state, load, this.targets());
    this.state = state;
    if (reason) this.take(reason, load);
  }

  private releaseWhenSwitchedOff(): void {
    if (this.settings.current.adaptiveEnabled) return;
    const wasActive = this.state.lifetime !== 1;
    this.state = AS_CONFIGURED;
    if (wasActive) this.take('switched_off', { turns: 0, p95Ms: null, eventLoopDelayMs: null });
  }

  private take(reason: StepReason, load: LoadSample): void {
    const { lifetime } = this.state;
    const concurrency = this.limit.factor;
    this.steps.unshift({
      at: new Date(),
      reason,
      concurrency,
      lifetime,
      p95Ms: load.p95Ms,
      eventLoopDelayMs: load.eventLoopDelayMs,
    });
    this.steps.length = Math.min(this.steps.length, HISTORY);
    this.countStep(reason);
    this.logger.log({ event: 'optimizer_step', reason, concurrency, lifetime });
    this.settings.stretchLifetimes(lifetime);
  }
}
