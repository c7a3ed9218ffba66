import { Global, Module } from '@nestjs/common';
import { WorkerGroup } from './cluster/worker-group.js';
import { DependencyMetrics } from './dependencies/dependency-metrics.js';
import { DependencyRegistry } from './dependencies/dependency-registry.js';
import { Lifecycle } from './lifecycle/lifecycle.js';
import { MetricsExposition } from './metrics/metrics-exposition.js';
import { Metrics } from './metrics/metrics.js';
import { EventLoopMonitor } from './profiling/event-loop-monitor.js';
import { Profiler } from './profiling/profiler.js';
import { TurnLatencyWindow } from './profiling/turn-latency-window.js';
import { AdaptiveLimit } from './resilience/adaptive-limit.js';
import { ConcurrencyLimiter } from './resilience/concurrency-limiter.js';
import { LoadRefusals } from './resilience/load-refusals.js';
import { StreamCensus } from './streams/stream-census.js';
import { StreamRegistry } from './streams/stream-registry.js';

const services = [
  DependencyRegistry,
  DependencyMetrics,
  Lifecycle,
  Metrics,
  MetricsExposition,
  WorkerGroup,
  AdaptiveLimit,
  LoadRefusals,
  ConcurrencyLimiter,
  StreamRegistry,
  StreamCensus,
  Profiler,
  TurnLatencyWindow,
  EventLoopMonitor,
];

/** What every feature may lean on and no feature owns. */
@Global()
@Module({ providers: services, exports: services })
export class PlatformModule {}
