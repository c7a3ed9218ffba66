import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { createCache, KeyvAdapter, type Cache, type CacheManagerStore } from 'cache-manager';
import type * as RedisYet from 'cache-manager-redis-yet';
import { Keyv } from 'keyv';
import { CacheConfig } from '../../config/config.slices.js';
import { lazyPackage } from '../../platform/lazy-package.js';
import { RedisConnection } from '../../platform/redis/redis-connection.js';
import type { RedisClient } from '../../platform/redis/redis-link.js';
import { RedisSubscriber } from '../../platform/redis/redis-subscriber.js';
import { toNamespace, toScopeHash, type EntryName } from '../cache-entry-name.js';
import { SHARED_SCOPE } from '../cache.types.js';
import {
  SharedCacheTier,
  type CacheNotice,
  type SharedEntry,
  type SharedLookup,
} from '../ports/shared-cache-tier.js';
import { parseNotice, RedisForgetting, type Send } from './redis-forgetting.js';

interface Envelope {
  generation: string;
  json: string;
  expiresAt: number;
}

const MAX_PENDING = 1000;

/**
 * Entries travel through cache-manager, Keyv and cache-manager-redis-yet; generations, indexes and notices are plain
 * Redis. The store is given only the few commands it may use: its `reset` is FLUSHDB and its `keys` is KEYS, and
 * neither can be reached from here.
 */
@Injectable()
export class RedisCacheTier extends SharedCacheTier {
  private readonly logger = new Logger(RedisCacheTier.name);
  /** Made for the first command that Redis is there for. */
  private cacheOverRedis: Cache | undefined;
  private readonly forgetting: RedisForgetting;
  private readonly channel: string;
  private readonly origin = randomUUID();
  private readonly sharedScopeHash = toScopeHash(SHARED_SCOPE);
  /** What Redis still has to forget, in order, while it is out of order. */
  private pending: CacheNotice[] = [];
  private readonly noticeListeners: ((notice: CacheNotice) => void)[] = [];
  private readonly gapListeners: (() => void)[] = [];
  private readonly send: Send = (command) => this.connection.run(command);

  constructor(
    config: CacheConfig,
    private readonly connection: RedisConnection,
    private readonly subscriber: RedisSubscriber,
  ) {
    super();
    this.forgetting = new RedisForgetting(toNamespace(config.prefix));
    this.channel = `${config.prefix}:cache-notices`;
    this.connection.beforeRecovery((client) => this.catchUp((command) => command(client)));
    this.subscriber.listen(
      this.channel,
      (message) => this.receive(message),
      () => this.gapListeners.forEach((tell) => tell()),
    );
  }

  private get cache(): Cache {
    return (this.cacheOverRedis ??= createCacheOver(this.send));
  }

  get configured(): boolean {
    return this.connection.configured;
  }

  get notified(): boolean {
    return this.subscriber.live;
  }

  get roundTripMs(): number {
    return this.connection.roundTripMs;
  }

  async load(name: EntryName): Promise<SharedLookup | undefined> {
    if (!this.connection.healthy) return undefined;
    try {
      // Both leave in one packet.
      const [generation, envelope] = await Promise.all([
        this.send((client) => client.get(this.forgetting.generationKey(name))),
        this.cache.get<Envelope>(this.forgetting.entryKey(name)),
      ]);
      const valid =
        isEnvelope(envelope) && envelope.generation === generation && envelope.expiresAt > Date.now();
      return { generation, entry: valid ? envelope : undefined };
    } catch (error) {
      this.noteFault('load', error);
      return undefined;
    }
  }

  async save(name: EntryName, { json, ttlMs, generation }: SharedEntry): Promise<void> {
    if (!this.connection.healthy) return;
    const { generationKey, indexKey, entryKey } = this.forgetting.keysOf(name);
    // Twice the entry's life, so that a generation never ends before its entries do.
    const companionTtlMs = 2 * ttlMs;
    try {
      const current = generation ?? randomUUID();
      if (generation === null) {
        const created = await this.send((client) =>
          client.set(generationKey, current, { NX: true, PX: companionTtlMs }),
        );
        // Somebody invalidated this scope meanwhile, or another process was first: nothing is lost but one entry.
        if (created === null) return;
      }
      const now = Date.now();
      const envelope: Envelope = { generation: current, json, expiresAt: now + ttlMs };
      const index = name.scopeHash === this.sharedScopeHash ? undefined : indexKey;
      await Promise.all([
        this.cache.set(entryKey, envelope, ttlMs),
        this.send(async (client) => {
          const companions: Promise<unknown>[] = [client.pExpire(generationKey, companionTtlMs)];
          if (index !== undefined) {
            companions.push(
              client.zAdd(index, { score: envelope.expiresAt, value: entryKey }),
              client.zRemRangeByScore(index, 0, now),
              client.pExpire(index, companionTtlMs),
            );
          }
          await Promise.all(companions);
        }),
      ]);
    } catch (error) {
      this.noteFault('save', error);
    }
  }

  async forget(notice: CacheNotice): Promise<string[]> {
    if (!this.connection.configured) return [];
    if (!this.connection.healthy) {
      this.postpone(notice);
      return [];
    }
    try {
      return await this.carryOut(this.send, notice);
    } catch (error) {
      this.noteFault('forget', error);
      this.postpone(notice);
      return [];
    }
  }

  listen(onNotice: (notice: CacheNotice) => void, onGap: () => void): void {
    this.noticeListeners.push(onNotice);
    this.gapListeners.push(onGap);
  }

  private async carryOut(send: Send, notice: CacheNotice): Promise<string[]> {
    const removed = await this.forgetting.carryOut(send, notice);
    await send((client) => client.publish(this.channel, JSON.stringify({ ...notice, origin: this.origin })));
    return removed;
  }

  /** Too many to remember one by one means: forget everything. */
  private postpone(notice: CacheNotice): void {
    this.pending.push(notice);
    if (this.pending.length > MAX_PENDING) this.pending = [{ kind: 'clear', pattern: '*' }];
  }

  private async catchUp(send: Send): Promise<void> {
    for (let next = this.pending[0]; next; next = this.pending[0]) {
      await this.carryOut(send, next);
      if (this.pending[0] === next) this.pending.shift();
    }
  }

  private receive(message: string): void {
    const received = parseNotice(message);
    if (!received || received.origin === this.origin) return;
    for (const tell of this.noticeListeners) tell(received.notice);
  }

  private noteFault(action: string, error: unknown): void {
    this.logger.debug(`${action} failed: ${error instanceof Error ? error.name : 'unknown'}`);
  }
}

function createCacheOver(send: Send): Cache {
  const client = {
    get: (key: string) => send((redis) => redis.get(key)),
    set: (key: string, value: string, options?: { PX: number }) =>
      send((redis) => redis.set(key, value, options)),
    del: (key: string) => send((redis) => redis.del(key)),
  } as unknown as RedisClient;
  const { redisInsStore } = lazyPackage<typeof RedisYet>('cache-manager-redis-yet');
  const store = redisInsStore(client as Parameters<typeof redisInsStore>[0]) as unknown as CacheManagerStore;
  const keyv = new Keyv({ store: new KeyvAdapter(store), useKeyPrefix: false });
  // The store writes JSON itself; Keyv's own would put JSON into JSON.
  keyv.serialize = undefined;
  keyv.deserialize = undefined;
  // Keyv reports failures here, and an `error` nobody listens to would be thrown. The connection has noted them.
  keyv.on('error', () => undefined);
  return createCache({ stores: [keyv] });
}

function isEnvelope(value: unknown): value is Envelope {
  if (typeof value !== 'object' || value === null) return false;
  const { generation, json, expiresAt } = value as Partial<Record<keyof Envelope, unknown>>;
  return typeof generation === 'string' && typeof json === 'string' && typeof expiresAt === 'number';
}
