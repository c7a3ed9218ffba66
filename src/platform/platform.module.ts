import { Global, Module } from '@nestjs/common';
import { DependencyRegistry } from './dependencies/dependency-registry.js';
import { Lifecycle } from './lifecycle/lifecycle.js';
import { Metrics } from './metrics/metrics.js';
import { ConcurrencyLimiter } from './resilience/concurrency-limiter.js';
import { StreamRegistry } from './streams/stream-registry.js';

const services = [DependencyRegistry, Lifecycle, Metrics, ConcurrencyLimiter, StreamRegistry];

/** What every feature may lean on and no feature owns. */
@Global()
@Module({ providers: services, exports: services })
export class PlatformModule {}
