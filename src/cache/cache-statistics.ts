import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';
import type { CacheStrategyName } from '../config/config.slices.js';
import { RuntimeSettings } from '../config/runtime-settings.js';
import { DependencyRegistry } from '../platform/dependencies/dependency-registry.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { CACHE_STRATEGIES, STRATEGY_NAMES } from './cache-strategies.js';
import type { CacheStats, StrategyStats } from './cache.types.js';
import { MemoryCacheStore } from './memory-cache-store.js';

export type LookupResult = 'memory' | 'redis' | 'shared_flight' | 'miss';

/** Counts lookups and says what the cache holds. */
@Injectable()
export class CacheStatistics {
  private readonly counts = new Map<CacheStrategyName, { hits: number; misses: number }>(
    STRATEGY_NAMES.map((name) => [name, { hits: 0, misses: 0 }]),
  );
  private redisHits = 0;
  private readonly lookups: Counter<'strategy' | 'result'>;

  constructor(
    private readonly settings: RuntimeSettings,
    private readonly store: MemoryCacheStore,
    metrics: Metrics,
    dependencies: DependencyRegistry,
  ) {
    this.lookups = metrics.counter(
      'cache_lookups_total',
      'Cache lookups by strategy and by where they ended.',
      ['strategy', 'result'] as const,
    );
    metrics.gauge('cache_entries', 'Entries in the memory tier of the cache.', () => store.size);
    metrics.gauge('cache_bytes', 'Estimated bytes in the memory tier of the cache.', () => store.bytes);
    metrics.gauge(
      'cache_evictions',
      'Entries dropped from the memory tier to make room.',
      () => store.evictions,
    );
    dependencies.register('cache', () => ({
      healthy: settings.current.cacheEnabled ? true : null,
      details: { enabled: settings.current.cacheEnabled, entries: store.size, bytes: store.bytes },
    }));
  }

  count(strategy: CacheStrategyName, result: LookupResult): void {
    const counts = this.counts.get(strategy)!;
    if (result === 'miss') counts.misses += 1;
    else counts.hits += 1;
    if (result === 'redis') this.redisHits += 1;
    this.lookups.inc({ strategy, result });
  }

  stats(): CacheStats {
    const keys = this.store.countsByStrategy();
    const all = [...this.counts.values()];
    const hits = all.reduce((sum, counts) => sum + counts.hits, 0);
    const misses = all.reduce((sum, counts) => sum + counts.misses, 0);
    const byStrategy = STRATEGY_NAMES.map((name): [CacheStrategyName, StrategyStats] => {
      const counts = this.counts.get(name)!;
      return [
        name,
        {
          ...counts,
          hit_rate: toRate(counts.hits, counts.misses),
          keys: keys.get(name) ?? 0,
          ttl: this.settings.effectiveTtlSeconds(name),
          priority: CACHE_STRATEGIES[name].priority,
        },
      ];
    });
    return {
      total_keys: this.store.size,
      memory_usage: this.store.bytes,
      hit_rate: toRate(hits, misses),
      hits,
      misses,
      evictions: this.store.evictions,
      redis_hits: this.redisHits,
      by_strategy: Object.fromEntries(byStrategy) as Record<CacheStrategyName, StrategyStats>,
    };
  }
}

function toRate(hits: number, misses: number): number | null {
  return hits + misses === 0 ? null : (hits / (hits + misses)) * 100;
}
