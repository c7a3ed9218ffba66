import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { Database } from '../../platform/database/database.js';
import { waitAtMost } from '../../platform/resilience/deadline.js';
import {
  MemoryStore,
  type ListQuery,
  type NearestQuery,
  type NewMemory,
  type StoredMemory,
  type TrimOptions,
  type Whereabouts,
} from '../ports/memory-store.js';
import { HeldMemories } from './held-memories.js';
import { PostgresMemoryStore } from './postgres-memory.store.js';

/** Some 14 000 memories. */
const MAX_BYTES = 32 * 1024 * 1024;
/** Compared in a tenth of a millisecond; who has more is answered by the database. */
const MOST_HELD_PER_USER = 200;

const TOO_MANY = 'too many';
const MARK_BYTES = 200;

type Held = HeldMemories | typeof TOO_MANY;

/**
 * Where no other process writes to the database, holds the memories of the users who talk now: they are read once, and
 * what is told later is added. Elsewhere, and with the cache switched off, each question goes to the database.
 */
@Injectable()
export class HoldingMemoryStore extends MemoryStore implements OnModuleInit {
  private readonly users: LRUCache<string, Held>;
  private readonly loading = new Map<string, Promise<Held>>();

  constructor(
    private readonly stored: PostgresMemoryStore,
    private readonly database: Database,
    private readonly settings: RuntimeSettings,
  ) {
    super();
    this.users = new LRUCache({
      maxSize: MAX_BYTES,
      // Asks the clock each time, instead of keeping a timer for it.
      ttlResolution: 0,
      sizeCalculation: (held) => (held === TOO_MANY ? MARK_BYTES : held.bytes),
    });
  }

  onModuleInit(): void {
    // A database that was away may know better.
    this.database.onAvailable(() => this.letGo());
    // Switched off and on, it begins anew.
    this.settings.onChange(() => {
      if (!this.settings.current.cacheEnabled) this.letGo();
    });
  }

  async save(userScope: string, memories: readonly NewMemory[], signal: AbortSignal): Promise<number> {
    let saved = false;
    try {
      const atMost = await this.stored.save(userScope, memories, signal);
      saved = true;
      return atMost;
    } finally {
      if (saved) this.add(userScope, memories);
      // A part may be stored, or the whole a moment later.
      else this.forget(userScope);
    }
  }

  async whereabouts(
    { userScope, excludeSessionId }: Pick<NearestQuery, 'userScope' | 'excludeSessionId'>,
    signal: AbortSignal,
  ): Promise<Whereabouts> {
    const held = await this.memoriesOf(userScope, signal);
    if (held === undefined) return 'away';
    return held.hasOthersThan(excludeSessionId) ? 'here' : 'none';
  }

  async nearest(
    query: NearestQuery,
    signal: AbortSignal,
  ): Promise<(StoredMemory & { similarity: number })[]> {
    const held = await this.memoriesOf(query.userScope, signal);
    return held ? held.nearest(query) : this.stored.nearest(query, signal);
  }

  async list(query: ListQuery, signal: AbortSignal): Promise<StoredMemory[]> {
    const held = await this.memoriesOf(query.userScope, signal);
    return held ? held.list(query) : this.stored.list(query, signal);
  }

  async trim(options: TrimOptions, signal: AbortSignal): Promise<number> {
    try {
      return await this.stored.trim(options, signal);
    } finally {
      this.forget(options.userScope);
    }
  }

  async forgetSession(userScope: string, sessionId: string, signal: AbortSignal): Promise<number> {
    try {
      return await this.stored.forgetSession(userScope, sessionId, signal);
    } finally {
      this.forget(userScope);
    }
  }

  letGo(userScope?: string): void {
    if (userScope !== undefined) return this.forget(userScope);
    this.loading.clear();
    this.users.clear();
  }

  /** None where the database has to be asked. */
  private async memoriesOf(userScope: string, signal: AbortSignal): Promise<HeldMemories | undefined> {
    signal.throwIfAborted();
    if (!this.database.exclusive || !this.settings.current.cacheEnabled) return undefined;
    const held = this.users.get(userScope) ?? (await this.read(userScope, signal));
    return held === TOO_MANY ? undefined : held;
  }

  /** Read once for all who ask meanwhile; each of them may give up. */
  private read(userScope: string, signal: AbortSignal): Promise<Held> {
    const loading = this.loading.get(userScope) ?? this.load(userScope);
    return waitAtMost(loading, {
      what: 'reading memories',
      timeoutMs: this.database.timeoutMs,
      signal,
    });
  }

  private load(userScope: string): Promise<Held> {
    const loading = this.stored
      .all(userScope, MOST_HELD_PER_USER + 1)
      .then((rows) => {
        const held = rows.length > MOST_HELD_PER_USER ? TOO_MANY : new HeldMemories(rows);
        // Else a write was faster: this serves those who wait for it and is not kept.
        if (this.loading.get(userScope) === loading) this.keep(userScope, held);
        return held;
      })
      .finally(() => {
        if (this.loading.get(userScope) === loading) this.loading.delete(userScope);
      });
    this.loading.set(userScope, loading);
    return loading;
  }

  private add(userScope: string, memories: readonly NewMemory[]): void {
    this.loading.delete(userScope);
    const held = this.users.get(userScope);
    if (held === undefined || held === TOO_MANY) return;
    const more = held.with(memories);
    this.keep(
      userScope,
      more.size > MOST_HELD_PER_USER ? TOO_MANY : more,
      Math.max(1, this.users.getRemainingTTL(userScope)),
    );
  }

  /** From its reading on no longer than a cached recall, should a deletion not have been heard of. */
  private keep(
    userScope: string,
    held: Held,
    ttlMs = this.settings.effectiveTtlSeconds('memory') * 1000,
  ): void {
    this.users.set(userScope, held, { ttl: ttlMs });
  }

  /** Who has too many has too many, though one went. */
  private forget(userScope: string): void {
    this.loading.delete(userScope);
    if (this.users.get(userScope) !== TOO_MANY) this.users.delete(userScope);
  }
}
