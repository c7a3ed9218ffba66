import { Injectable, Logger } from '@nestjs/common';
import type { CacheStrategyName } from '../config/config.slices.js';
import { RuntimeSettings, type AdjustableSettings, type SettingsChange } from '../config/runtime-settings.js';
import { AdaptiveLimit } from '../platform/resilience/adaptive-limit.js';
import { SETTINGS_TOPIC } from '../platform/cluster/cluster-messages.js';
import { WorkerGroup, type Topic } from '../platform/cluster/worker-group.js';
import { AdaptiveOptimizer, type OptimizerStep } from './adaptive-optimizer.js';
import { TurnsReportService } from './turns-report.service.js';
import { toSeconds } from './units.js';

const SETTINGS: Topic<SettingsChange, void> = { name: SETTINGS_TOPIC };

/** The settings that may change while the service runs, as operators read and write them. */
@Injectable()
export class OptimizationService {
  private readonly logger = new Logger(OptimizationService.name);

  constructor(
    private readonly settings: RuntimeSettings,
    private readonly optimizer: AdaptiveOptimizer,
    private readonly limit: AdaptiveLimit,
    private readonly turns: TurnsReportService,
    private readonly group: WorkerGroup,
  ) {
    group.handle(SETTINGS, (change) => settings.update(change));
  }

  /** In all workers, those that start later included. */
  async change(change: SettingsChange): Promise<void> {
    await this.group.ask(SETTINGS, change);
    this.logger.log({ event: 'settings_changed', fields: Object.keys(change) });
  }

  /** The limit is that of all workers together; the optimizer's steps are those of the worker that answers. */
  async report() {
    const { max_concurrent_effective } = await this.turns.figures();
    const { current, lifetimeStretch } = this.settings;
    const targets = this.optimizer.targets();
    return {
      config: toConfig(current),
      effective: {
        max_concurrent_requests: max_concurrent_effective,
        ttl: mapStrategies((strategy) => this.settings.effectiveTtlSeconds(strategy)),
      },
      adaptive: {
        enabled: current.adaptiveEnabled,
        concurrency_factor: this.limit.factor,
        lifetime_factor: lifetimeStretch,
        targets: {
          turn_p95: toSeconds(targets.p95Ms),
          event_loop_delay: toSeconds(targets.eventLoopDelayMs),
        },
        history: this.optimizer.history().map(toStep),
      },
    };
  }
}

function toConfig(settings: Readonly<AdjustableSettings>) {
  return {
    cache_enabled: settings.cacheEnabled,
    max_concurrent_requests: settings.maxConcurrentRequests,
    request_timeout: toSeconds(settings.requestTimeoutMs),
    ttl: { ...settings.ttlSeconds },
    adaptive: settings.adaptiveEnabled,
  };
}

function toStep(step: OptimizerStep) {
  return {
    timestamp: step.at.toISOString(),
    reason: step.reason,
    concurrency_factor: step.concurrency,
    lifetime_factor: step.lifetime,
    turn_p95: toSeconds(step.p95Ms),
    event_loop_delay: toSeconds(step.eventLoopDelayMs),
  };
}

function mapStrategies(read: (strategy: CacheStrategyName) => number): Record<CacheStrategyName, number> {
  return {
    emotion: read('emotion'),
    memory: read('memory'),
    prompt: read('prompt'),
    default: read('default'),
  };
}
