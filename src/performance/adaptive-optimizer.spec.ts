import { Logger } from '@nestjs/common';
import { RuntimeSettings } from '../config/runtime-settings.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { EventLoopMonitor } from '../platform/profiling/event-loop-monitor.js';
import { AdaptiveLimit } from '../platform/resilience/adaptive-limit.js';
import { TurnLatencyWindow } from '../platform/profiling/turn-latency-window.js';
import { AdaptiveOptimizer } from './adaptive-optimizer.js';

const slow = { turns: 50, p95Ms: 9000, eventLoopDelayMs: 0 };

describe('AdaptiveOptimizer', () => {
  let settings: RuntimeSettings;
  let latency: TurnLatencyWindow;
  let eventLoop: EventLoopMonitor;
  let metrics: Metrics;
  let optimizer: AdaptiveOptimizer;

  beforeEach(() => {
    jest.useFakeTimers();
    Logger.overrideLogger(false);
    settings = new RuntimeSettings({
      cacheEnabled: true,
      maxConcurrentRequests: 50,
      requestTimeoutMs: 10_000,
      ttlSeconds: { emotion: 100, memory: 100, prompt: 100, default: 100 },
      adaptiveEnabled: true,
    });
    latency = new TurnLatencyWindow();
    eventLoop = new EventLoopMonitor();
    metrics = new Metrics();
    optimizer = new AdaptiveOptimizer(
      settings,
      latency,
      eventLoop,
      new AdaptiveLimit(settings, metrics),
      metrics,
    );
  });
  afterEach(() => {
    optimizer.beforeApplicationShutdown();
    eventLoop.onApplicationShutdown();
    jest.useRealTimers();
  });

  it('looks once a second, stretches lifetimes under slow turns and returns when they have passed', () => {
    optimizer.onApplicationBootstrap();
    for (let turn = 0; turn < 20; turn += 1) latency.record(8000);
    jest.advanceTimersByTime(2000);
    expect(settings.effectiveTtlSeconds('emotion')).toBe(100);
    jest.advanceTimersByTime(1000);
    expect(settings.effectiveTtlSeconds('emotion')).toBe(125);
    jest.advanceTimersByTime(120_000);
    expect(settings.lifetimeStretch).toBe(1);
    expect(optimizer.history()[0]).toMatchObject({ reason: 'recovered', concurrency: 1 });
    optimizer.beforeApplicationShutdown();
    expect(jest.getTimerCount()).toBe(1); // the event-loop monitor's own
  });

  it('gives everything back at once when it is switched off, and then rests', () => {
    for (let sample = 0; sample < 6; sample += 1) optimizer.apply(slow);
    expect(settings.lifetimeStretch).toBeCloseTo(1.5625);
    settings.update({ adaptiveEnabled: false });
    expect(settings.lifetimeStretch).toBe(1);
    expect(optimizer.history()[0]?.reason).toBe('switched_off');
    for (let turn = 0; turn < 20; turn += 1) latency.record(9000);
    for (let second = 0; second < 10; second += 1) optimizer.sample();
    expect(settings.lifetimeStretch).toBe(1);
  });

  it('keeps a bounded history, newest first, and counts its steps', async () => {
    for (let round = 0; round < 40; round += 1) {
      for (let sample = 0; sample < 3; sample += 1) optimizer.apply(slow);
      for (let sample = 0; sample < 5; sample += 1)
        optimizer.apply({ turns: 0, p95Ms: null, eventLoopDelayMs: 0 });
    }
    expect(optimizer.history()).toHaveLength(50);
    expect(optimizer.history()[0]?.reason).toBe('recovered');
    const text = await metrics.registry.metrics();
    expect(text).toContain('xinyu_optimizer_steps_total{reason="latency"} 40');
    expect(text).toContain('xinyu_optimizer_concurrency_factor 1');
  });
});
