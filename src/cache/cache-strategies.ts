import type { CacheStrategyName } from '../config/config.slices.js';
import type { CachePriority } from './cache.types.js';

/**
 * What is cached and how dearly it is held when memory runs out. Lifetimes are settings (1800 s for emotion and
 * prompt, 3600 s for memory and default, unless configured otherwise) and are read at each use.
 */
export const CACHE_STRATEGIES: Record<CacheStrategyName, { priority: CachePriority }> = {
  emotion: { priority: 'high' },
  memory: { priority: 'medium' },
  prompt: { priority: 'low' },
  default: { priority: 'medium' },
};

export const STRATEGY_NAMES = Object.keys(CACHE_STRATEGIES) as CacheStrategyName[];

export function isStrategyName(value: unknown): value is CacheStrategyName {
  return typeof value === 'string' && Object.hasOwn(CACHE_STRATEGIES, value);
}

/** Entries written together must not end together: a lifetime within 10 % of the configured one, milliseconds. */
export function toLifetimeMs(ttlSeconds: number, random: () => number = Math.random): number {
  return Math.max(1, Math.round(ttlSeconds * 1000 * (0.9 + 0.2 * random())));
}
