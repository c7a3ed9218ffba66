import { Injectable } from '@nestjs/common';
import type { CacheStrategyName } from '../config/config.slices.js';
import { RuntimeSettings } from '../config/runtime-settings.js';
import { WorkerGroup, type Topic } from '../platform/cluster/worker-group.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { toEntryName, toScopeHash, toScopeTail } from './cache-entry-name.js';
import { CacheStatistics, type LookupResult } from './cache-statistics.js';
import { toLifetimeMs } from './cache-strategies.js';
import { CacheTiers } from './cache-tiers.js';
import type { CacheKey, CacheLookup, CacheStats } from './cache.types.js';
import { Flights, type Flight } from './flights.js';
import { toGlobMatcher } from './glob.js';
import type { CacheNotice } from './ports/shared-cache-tier.js';

const MAX_PATTERN_LENGTH = 256;

const FORGET: Topic<CacheNotice, string[]> = { name: 'cache.forget' };

type Compute = (signal: AbortSignal) => Promise<unknown>;

interface Landing {
  /** The value as JSON; `undefined` when it has none, and then `value` is handed on as it is. */
  json: string | undefined;
  value?: unknown;
  source: LookupResult;
}

/**
 * Remembers results of expensive, repeatable work: looks in this process's memory, then in Redis, then computes.
 * A failing cache never fails its caller; a failing computation reaches everybody who waits for it and is not kept.
 *
 * Values live as JSON, and every caller gets a copy of its own: a `Date` comes back as text, on the first call too.
 */
@Injectable()
export class CacheService {
  private readonly flights = new Flights<Landing>();

  constructor(
    private readonly settings: RuntimeSettings,
    private readonly tiers: CacheTiers,
    private readonly statistics: CacheStatistics,
    private readonly group: WorkerGroup,
  ) {
    group.handle(FORGET, (notice) => this.forgetLocally(notice));
    tiers.listen((notice) => void this.forgetLocally(notice));
  }

  /**
   * Callers that ask for the same at the same time share one computation. `compute`'s signal aborts when the last of
   * them has left; `signal` only takes this caller out, with its reason.
   */
  async getOrCompute<T>(
    key: CacheKey,
    compute: (signal: AbortSignal) => Promise<T>,
    signal: AbortSignal,
  ): Promise<CacheLookup<T>> {
    signal.throwIfAborted();
    if (!this.settings.current.cacheEnabled) {
      const value = await compute(signal);
      return { value: toCopy({ json: toJson(value), value }) as T, hit: false };
    }
    const name = toEntryName(key);
    const joined = this.flights.get(name);
    const flight = joined ?? this.flights.start(name, (started) => this.land(started, compute));
    const landing = await flight.join(signal);
    const result = joined && landing.source === 'miss' ? 'shared_flight' : landing.source;
    this.statistics.count(key.strategy, result);
    return { value: toCopy(landing) as T, hit: result !== 'miss' };
  }

  /** Drops everything kept for one scope, everywhere. Results still being computed for it are not kept either. */
  async invalidate(strategy: CacheStrategyName, scope: string): Promise<void> {
    const notice: CacheNotice = { kind: 'invalidate', strategy, scopeHash: toScopeHash(scope) };
    await this.group.ask(FORGET, notice);
    await this.tiers.forgetShared(notice);
  }

  /**
   * Drops the entries whose name after prefix and version matches a Redis glob pattern (`emotion:*`), and says how many.
   * Touches nothing outside this service's prefix.
   */
  async clear(pattern = '*'): Promise<number> {
    if (pattern.length > MAX_PATTERN_LENGTH) {
      throw new DomainError('invalid_request', `pattern must be at most ${MAX_PATTERN_LENGTH} characters`);
    }
    const notice: CacheNotice = { kind: 'clear', pattern };
    const here = (await this.group.ask(FORGET, notice)).flat();
    const there = await this.tiers.forgetShared(notice);
    return new Set([...here, ...there]).size;
  }

  stats(): CacheStats {
    return this.statistics.stats();
  }

  private async land(flight: Flight<Landing>, compute: Compute): Promise<Landing> {
    const { name } = flight;
    const remembered = await this.tiers.readMemory(name);
    if (remembered !== undefined) return { json: remembered, source: 'memory' };

    const lookup = await this.tiers.readShared(name);
    if (lookup?.entry && isJson(lookup.entry.json)) {
      const { json, expiresAt } = lookup.entry;
      await this.keep(flight, json, expiresAt - Date.now());
      return { json, source: 'redis' };
    }

    const startedAt = performance.now();
    const value = await compute(flight.signal);
    const elapsedMs = performance.now() - startedAt;
    const json = toJson(value);
    if (json === undefined) return { json, value, source: 'miss' };
    const ttlMs = toLifetimeMs(this.settings.effectiveTtlSeconds(name.strategy));
    await this.keep(flight, json, ttlMs);
    if (lookup && flight.keepable && elapsedMs >= this.tiers.roundTripMs) {
      this.tiers.share(name, json, ttlMs, lookup);
    }
    return { json, source: 'miss' };
  }

  private async keep(flight: Flight<Landing>, json: string, ttlMs: number): Promise<void> {
    if (!flight.keepable || ttlMs <= 0) return;
    flight.writing = this.tiers.keepInMemory(flight.name, json, ttlMs, () => flight.keepable);
    await flight.writing;
  }

  private async forgetLocally(notice: CacheNotice): Promise<string[]> {
    if (notice.kind === 'clear') {
      const isMeant = toGlobMatcher(notice.pattern);
      await this.flights.discard(isMeant);
      return this.tiers.forgetInMemory(isMeant);
    }
    const scopeTail = toScopeTail(notice.strategy, notice.scopeHash);
    this.tiers.forgetScopeInMemory(scopeTail);
    await this.flights.discard((tail) => tail.startsWith(scopeTail));
    this.tiers.forgetScopeInMemory(scopeTail);
    return [];
  }
}

/** `undefined` for what JSON cannot hold. */
function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function toCopy({ json, value }: Pick<Landing, 'json' | 'value'>): unknown {
  return json === undefined ? value : (JSON.parse(json) as unknown);
}
