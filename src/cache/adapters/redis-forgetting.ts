import { randomUUID } from 'node:crypto';
import type { RedisClient } from '../../platform/redis/redis-link.js';
import type { EntryName } from '../cache-entry-name.js';
import { isStrategyName } from '../cache-strategies.js';
import type { CacheNotice } from '../ports/shared-cache-tier.js';

export type Send = <T>(command: (client: RedisClient) => Promise<T>) => Promise<T>;

/** Longer than any computation that began before an invalidation can last. */
const INVALIDATION_TTL_MS = 3_600_000;
const BATCH = 500;
/** Keys of this tier that are no entries: they are cleared with the rest and not counted. */
const COMPANION = /^(generation|index):/;

/**
 * The keys of one prefix and how they are removed.
 * - `<prefix>:<tail>` is an entry, tagged with the generation of its scope;
 * - `<prefix>:generation:<strategy>:<scope hash>` is that generation: an invalidation replaces it, and with it every
 *   entry of the scope is void at once, those still being written by other processes too;
 * - `<prefix>:index:<strategy>:<scope hash>` is the sorted set of a user's entries by expiry, so that they can be
 *   deleted without a scan.
 */
export class RedisForgetting {
  constructor(private readonly prefix: string) {}

  entryKey(name: EntryName): string {
    return `${this.prefix}:${name.tail}`;
  }

  generationKey({ strategy, scopeHash }: Pick<EntryName, 'strategy' | 'scopeHash'>): string {
    return `${this.prefix}:generation:${strategy}:${scopeHash}`;
  }

  keysOf(name: EntryName) {
    return {
      entryKey: this.entryKey(name),
      generationKey: this.generationKey(name),
      indexKey: this.indexKey(name),
    };
  }

  /** Returns the parts after the prefix of what was removed. */
  async carryOut(send: Send, notice: CacheNotice): Promise<string[]> {
    if (notice.kind === 'clear') return this.clear(send, notice.pattern);
    await send((client) => client.set(this.generationKey(notice), randomUUID(), { PX: INVALIDATION_TTL_MS }));
    const index = this.indexKey(notice);
    const keys = await send((client) => client.zRange(index, 0, -1));
    for (let at = 0; at < keys.length; at += BATCH) {
      await send((client) => client.unlink(keys.slice(at, at + BATCH)));
    }
    await send((client) => client.unlink(index));
    return keys.map((key) => this.tailOf(key));
  }

  private async clear(send: Send, pattern: string): Promise<string[]> {
    const match = `${escapeGlob(this.prefix)}:${pattern}`;
    const removed = new Set<string>();
    let cursor = 0;
    do {
      const page = await send((client) => client.scan(cursor, { MATCH: match, COUNT: BATCH }));
      cursor = page.cursor;
      const { keys } = page;
      if (keys.length > 0) await send((client) => client.unlink(keys));
      for (const key of keys) if (!COMPANION.test(this.tailOf(key))) removed.add(this.tailOf(key));
    } while (cursor !== 0);
    return [...removed];
  }

  private indexKey({ strategy, scopeHash }: Pick<EntryName, 'strategy' | 'scopeHash'>): string {
    return `${this.prefix}:index:${strategy}:${scopeHash}`;
  }

  private tailOf(key: string): string {
    return key.slice(this.prefix.length + 1);
  }
}

export function escapeGlob(text: string): string {
  return text.replace(/[*?[\]\\^]/g, '\\$&');
}

/** Reads a notice; anything else that may arrive on the channel is `undefined`. */
export function parseNotice(message: string): { notice: CacheNotice; origin: unknown } | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(message);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const { kind, strategy, scopeHash, pattern, origin } = parsed as Record<string, unknown>;
  if (kind === 'clear' && typeof pattern === 'string') return { notice: { kind, pattern }, origin };
  if (kind === 'invalidate' && isStrategyName(strategy) && typeof scopeHash === 'string') {
    return { notice: { kind, strategy, scopeHash }, origin };
  }
  return undefined;
}
