import { Injectable, Logger } from '@nestjs/common';
import type { CacheStrategyName } from '../config/config.slices.js';
import { RuntimeSettings, type AdjustableSettings } from '../config/runtime-settings.js';
import { AdaptiveOptimizer, type OptimizerStep } from './adaptive-optimizer.js';
import { toSeconds } from './units.js';

export type SettingsChange = Parameters<RuntimeSettings['update']>[0];

/** The settings that may change while the service runs, as operators read and write them. */
@Injectable()
export class OptimizationService {
  private readonly logger = new Logger(OptimizationService.name);

  constructor(
    private readonly settings: RuntimeSettings,
    private readonly optimizer: AdaptiveOptimizer,
  ) {}

  change(change: SettingsChange): void {
    this.settings.update(change);
    this.logger.log({ event: 'settings_changed', fields: Object.keys(change) });
  }

  report() {
    const { current, factors } = this.settings;
    const targets = this.optimizer.targets();
    return {
      config: toConfig(current),
      effective: {
        max_concurrent_requests: this.settings.effectiveMaxConcurrent,
        ttl: mapStrategies((strategy) => this.settings.effectiveTtlSeconds(strategy)),
      },
      adaptive: {
        enabled: current.adaptiveEnabled,
        concurrency_factor: factors.concurrency,
        lifetime_factor: factors.lifetime,
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
