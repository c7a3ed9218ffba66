import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Cache } from '@nestjs/cache-manager';
import { CacheConfig } from '../config/config.slices.js';
import { toNamespace, toScopeHash, type EntryName } from './cache-entry-name.js';
import { SHARED_SCOPE } from './cache.types.js';
import { MemoryCacheStore } from './memory-cache-store.js';
import { SharedCacheTier, type CacheNotice, type SharedLookup } from './ports/shared-cache-tier.js';

interface MemoryEntry {
  json: string;
  storedAt: number;
}

/** While notices of other processes do not arrive, a user's entry in memory is believed this long. */
const UNNOTIFIED_AGE_MS = 60_000;

/** The process's own memory (behind cache-manager) and the tier processes share, as one place to look and to keep. */
@Injectable()
export class CacheTiers implements OnModuleDestroy {
  private readonly prefix: string;
  private readonly sharedScopeHash = toScopeHash(SHARED_SCOPE);
  private readonly saving = new Set<Promise<void>>();

  constructor(
    config: CacheConfig,
    private readonly memory: Cache,
    private readonly store: MemoryCacheStore,
    private readonly shared: SharedCacheTier,
  ) {
    this.prefix = `${toNamespace(config.prefix)}:`;
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.saving);
  }

  /** How long a question to the shared tier takes: results cheaper than that are not worth sharing. */
  get roundTripMs(): number {
    return this.shared.roundTripMs;
  }

  async readMemory(name: EntryName): Promise<string | undefined> {
    const entry = await this.memory.get<MemoryEntry>(this.prefix + name.tail);
    if (entry === undefined) return undefined;
    const current =
      !this.shared.configured ||
      this.shared.notified ||
      name.scopeHash === this.sharedScopeHash ||
      Date.now() - entry.storedAt < UNNOTIFIED_AGE_MS;
    return current ? entry.json : undefined;
  }

  readShared(name: EntryName): Promise<SharedLookup | undefined> {
    return this.shared.load(name);
  }

  /** Keeps an entry in memory, unless `isWanted` says otherwise by the time it is there. */
  async keepInMemory(name: EntryName, json: string, ttlMs: number, isWanted: () => boolean): Promise<void> {
    const entry: MemoryEntry = { json, storedAt: Date.now() };
    await this.memory.set(this.prefix + name.tail, entry, ttlMs);
    if (!isWanted()) await this.memory.del(this.prefix + name.tail);
  }

  /** Keeps an entry in the shared tier; nobody waits for it. */
  share(name: EntryName, json: string, ttlMs: number, lookup: SharedLookup): void {
    const saved: Promise<void> = this.shared
      .save(name, { json, ttlMs, generation: lookup.generation })
      .finally(() => this.saving.delete(saved));
    this.saving.add(saved);
  }

  forgetScopeInMemory(scopeTail: string): void {
    this.store.removeGroup(scopeTail);
  }

  forgetInMemory(isMeant: (tail: string) => boolean): string[] {
    return this.store.removeWhere(isMeant);
  }

  /** Returns the names of what the shared tier removed. */
  forgetShared(notice: CacheNotice): Promise<string[]> {
    return this.shared.forget(notice);
  }

  listen(onNotice: (notice: CacheNotice) => void): void {
    this.shared.listen(onNotice, () => this.forgetUsersInMemory());
  }

  /** An invalidation may have been missed. What depends on no user is still right. */
  private forgetUsersInMemory(): void {
    this.store.removeWhere((tail) => !tail.includes(`:${this.sharedScopeHash}:`));
  }
}
