import type { CacheStrategyName } from '../config/config.slices.js';

/** Scope of results that depend on no user. No user is called that: an id holds no `/`. */
export const SHARED_SCOPE = '/shared';

/** What a cached result depends on. */
export interface CacheKey {
  strategy: CacheStrategyName;
  /** Whose result it is: a user scope, or `SHARED_SCOPE` when it depends on no user. */
  scope: string;
  /**
   * The input; only a hash of it is kept. Texts that differ only in Unicode form (NFKC), letter case or spacing are the
   * same input.
   */
  text: string;
}

export interface CacheLookup<T> {
  value: T;
  /** True when no computation ran for this caller. */
  hit: boolean;
}

export type CachePriority = 'low' | 'medium' | 'high';

export interface StrategyStats {
  hits: number;
  misses: number;
  /** Percentage 0-100; `null` before the first lookup. */
  hit_rate: number | null;
  keys: number;
  /** Seconds, as in force now. */
  ttl: number;
  priority: CachePriority;
}

/** Figures of this process: keys and bytes are those of its memory tier. */
export interface CacheStats {
  total_keys: number;
  /** Bytes, estimated. */
  memory_usage: number;
  /** Percentage 0-100; `null` before the first lookup. */
  hit_rate: number | null;
  hits: number;
  misses: number;
  evictions: number;
  redis_hits: number;
  by_strategy: Record<CacheStrategyName, StrategyStats>;
}
