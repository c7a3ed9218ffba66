import { Module } from '@nestjs/common';
import { ThrottlerModule } from '@nestjs/throttler';
import { LimitsConfig } from '../../config/config.slices.js';
import { RequestRates } from './request-rates.js';

/** Made-up user names must not lift the limit of an address by more than this. */
const ADDRESS_LIMIT_FACTOR = 10;

const throttler = ThrottlerModule.forRootAsync({
  inject: [LimitsConfig],
  useFactory: ({ throttleWindowMs: ttl, throttleLimit: limit }: LimitsConfig) => ({
    throttlers: [
      { name: 'default', ttl, limit },
      { name: 'address', ttl, limit: limit * ADDRESS_LIMIT_FACTOR },
    ],
    storage: new RequestRates(),
  }),
});

/** One set of counters for every route that is throttled. */
@Module({ imports: [throttler], exports: [throttler] })
export class ThrottlingModule {}
