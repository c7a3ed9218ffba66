import { CacheModule as NestCacheModule } from '@nestjs/cache-manager';
import { Module } from '@nestjs/common';
import { Keyv } from 'keyv';
import { RedisModule } from '../platform/redis/redis.module.js';
import { RedisCacheTier } from './adapters/redis-cache-tier.js';
import { CacheStatistics } from './cache-statistics.js';
import { CacheTiers } from './cache-tiers.js';
import { CacheService } from './cache.service.js';
import { MemoryCacheStore } from './memory-cache-store.js';
import { SharedCacheTier } from './ports/shared-cache-tier.js';

@Module({ providers: [MemoryCacheStore], exports: [MemoryCacheStore] })
class MemoryTierModule {}

/** The memory tier as Nest's own cache, so that it can be injected and intercepted with in the usual ways. */
const MemoryCache = NestCacheModule.registerAsync({
  imports: [MemoryTierModule],
  inject: [MemoryCacheStore],
  useFactory: (store: MemoryCacheStore) => {
    const keyv = new Keyv({ store, useKeyPrefix: false });
    keyv.serialize = undefined;
    keyv.deserialize = undefined;
    return { stores: [keyv] };
  },
});

@Module({
  imports: [RedisModule, MemoryTierModule, MemoryCache],
  providers: [
    CacheService,
    CacheTiers,
    CacheStatistics,
    { provide: SharedCacheTier, useClass: RedisCacheTier },
  ],
  exports: [CacheService, MemoryCache],
})
export class CacheModule {}
