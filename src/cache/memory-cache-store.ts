import { Injectable, Optional } from '@nestjs/common';
import type { KeyvStoreAdapter, StoredData } from 'keyv';
import { CacheConfig } from '../config/config.slices.js';
import { toNamespace } from './cache-entry-name.js';
import { CACHE_STRATEGIES, isStrategyName } from './cache-strategies.js';
import type { CachePriority } from './cache.types.js';
import { ExpiryQueue } from './expiry-queue.js';

const MAX_BYTES = 64 * 1024 * 1024;
/** What the maps and objects around an entry take, roughly. */
const ENTRY_OVERHEAD_BYTES = 200;
const EVICTION_ORDER: readonly CachePriority[] = ['low', 'medium', 'high'];

interface Entry {
  value: unknown;
  expires: number;
  bytes: number;
}

/**
 * The in-process tier: a store for Keyv, bounded in entries and bytes. When it is full, entries whose time is over go
 * first, then those of low priority, then medium, then high; within a priority the least recently used. The priority
 * is that of the strategy a key begins with (after the prefix); other keys are of medium priority.
 */
@Injectable()
export class MemoryCacheStore implements KeyvStoreAdapter {
  readonly opts = {};
  evictions = 0;
  bytes = 0;
  private readonly byPriority: Record<CachePriority, Map<string, Entry>> = {
    low: new Map(),
    medium: new Map(),
    high: new Map(),
  };
  /** Keys by everything before their last colon, so that one user's entries are found without a search. */
  private readonly groups = new Map<string, Set<string>>();
  private readonly expiries = new ExpiryQueue();
  private readonly prefix: string;
  private readonly maxEntries: number;

  constructor(
    config: CacheConfig,
    @Optional() private readonly maxBytes: number = MAX_BYTES,
  ) {
    this.prefix = `${toNamespace(config.prefix)}:`;
    this.maxEntries = config.maxEntries;
  }

  get size(): number {
    this.dropExpired();
    return this.count;
  }

  get<Value>(key: string): Promise<StoredData<Value> | undefined> {
    const entries = this.entriesFor(key);
    const entry = entries.get(key);
    if (entry === undefined) return Promise.resolve(undefined);
    if (entry.expires <= Date.now()) {
      this.remove(key);
      return Promise.resolve(undefined);
    }
    // A map iterates in insertion order, so moving a key to the end makes the first one the least recently used.
    entries.delete(key);
    entries.set(key, entry);
    return Promise.resolve(entry.value as StoredData<Value>);
  }

  set(key: string, value: unknown, ttlMs?: number): boolean {
    this.remove(key);
    const bytes = ENTRY_OVERHEAD_BYTES + 2 * key.length + estimateBytes(value);
    if (bytes > this.maxBytes) return false;
    const expires = ttlMs === undefined ? Infinity : Date.now() + ttlMs;
    this.entriesFor(key).set(key, { value, expires, bytes });
    this.bytes += bytes;
    this.join(key);
    if (expires !== Infinity) this.expiries.push(key, expires);
    this.shrink();
    return true;
  }

  delete(key: string): Promise<boolean> {
    return Promise.resolve(this.remove(key));
  }

  clear(): Promise<void> {
    this.removeWhere(() => true);
    return Promise.resolve();
  }

  /** The store raises no events. */
  on(): this {
    return this;
  }

  /** Removes every entry whose part after the prefix `isMeant`; returns those parts. */
  removeWhere(isMeant: (tail: string) => boolean): string[] {
    this.dropExpired();
    const keys = EVICTION_ORDER.flatMap((priority) => [...this.byPriority[priority].keys()]);
    const meant = keys.filter((key) => isMeant(this.tailOf(key)));
    for (const key of meant) this.remove(key);
    return meant.map((key) => this.tailOf(key));
  }

  /** Removes the entries whose part after the prefix is `groupTail` plus a last segment. */
  removeGroup(groupTail: string): void {
    for (const key of [...(this.groups.get(this.prefix + groupTail) ?? [])]) this.remove(key);
  }

  countsByStrategy(): Map<string, number> {
    this.dropExpired();
    const counts = new Map<string, number>();
    for (const [group, keys] of this.groups) {
      const strategy = this.strategyOf(group);
      counts.set(strategy, (counts.get(strategy) ?? 0) + keys.size);
    }
    return counts;
  }

  private tailOf(key: string): string {
    return key.startsWith(this.prefix) ? key.slice(this.prefix.length) : key;
  }

  private strategyOf(key: string): string {
    const tail = this.tailOf(key);
    return tail.slice(0, Math.max(0, tail.indexOf(':')));
  }

  private get count(): number {
    return this.byPriority.low.size + this.byPriority.medium.size + this.byPriority.high.size;
  }

  private entriesFor(key: string): Map<string, Entry> {
    const strategy = this.strategyOf(key);
    return this.byPriority[isStrategyName(strategy) ? CACHE_STRATEGIES[strategy].priority : 'medium'];
  }

  private remove(key: string): boolean {
    const entries = this.entriesFor(key);
    const entry = entries.get(key);
    if (entry === undefined) return false;
    this.bytes -= entry.bytes;
    this.leave(key);
    return entries.delete(key);
  }

  private join(key: string): void {
    const group = toGroup(key);
    const keys = this.groups.get(group);
    if (keys) keys.add(key);
    else this.groups.set(group, new Set([key]));
  }

  private leave(key: string): void {
    const group = toGroup(key);
    const keys = this.groups.get(group);
    keys?.delete(key);
    if (keys?.size === 0) this.groups.delete(group);
  }

  private shrink(): void {
    if (this.expiries.size > 2 * this.count + 64) {
      this.expiries.trim(({ key, expires }) => this.entriesFor(key).get(key)?.expires === expires);
    }
    if (!this.full) return;
    this.dropExpired();
    for (const priority of EVICTION_ORDER) {
      for (const key of this.byPriority[priority].keys()) {
        if (!this.full) return;
        this.remove(key);
        this.evictions += 1;
      }
    }
  }

  private get full(): boolean {
    return this.count > this.maxEntries || this.bytes > this.maxBytes;
  }

  private dropExpired(): void {
    const now = Date.now();
    for (let due = this.expiries.popDue(now); due; due = this.expiries.popDue(now)) {
      if (this.entriesFor(due.key).get(due.key)?.expires === due.expires) this.remove(due.key);
    }
  }
}

function toGroup(key: string): string {
  return key.slice(0, key.lastIndexOf(':') + 1);
}

/** Strings take up to two bytes a character; objects about as much as their JSON. */
function estimateBytes(value: unknown): number {
  if (typeof value === 'string') return 2 * value.length;
  if (typeof value !== 'object' || value === null) return 8;
  return Object.values(value).reduce<number>((sum, part) => sum + 16 + estimateBytes(part), 16);
}
