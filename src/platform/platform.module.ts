import { Global, Module } from '@nestjs/common';
import { DependencyRegistry } from './dependencies/dependency-registry.js';
import { Lifecycle } from './lifecycle/lifecycle.js';
import { Metrics } from './metrics/metrics.js';
import { EventLoopMonitor } from './profiling/event-loop-monitor.js';
import { Profiler } from './profiling/profiler.js';
import { TurnLatencyWindow } from './profiling/turn-latency-window.js';
import { ConcurrencyLimiter } from './resilience/concurrency-limiter.js';
import { StreamRegistry } from './streams/stream-registry.js';

const services = [
  DependencyRegistry,
  Lifecycle,
  Metrics,
  ConcurrencyLimiter,
  StreamRegistry,
  Profiler,
  TurnLatencyWindow,
  EventLoopMonitor,
];

/** What every feature may lean on and no feature owns. */
@Global()
@Module({ providers: services, exports: services })
export class PlatformModule {}
