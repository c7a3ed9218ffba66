import type { RuntimeSettings } from '../../src/config/runtime-settings.js';
import type { Metrics } from '../../src/platform/metrics/metrics.js';
import { AdaptiveLimit } from '../../src/platform/resilience/adaptive-limit.js';
import { ConcurrencyLimiter } from '../../src/platform/resilience/concurrency-limiter.js';
import { LoadRefusals } from '../../src/platform/resilience/load-refusals.js';

/** The limiter as the platform wires it. */
export function limiterWith(settings: RuntimeSettings, metrics: Metrics): ConcurrencyLimiter {
  return new ConcurrencyLimiter(
    settings,
    new AdaptiveLimit(settings, metrics),
    new LoadRefusals(metrics),
    metrics,
  );
}
