import { RuntimeSettings } from '../../config/runtime-settings.js';
import { Metrics } from '../metrics/metrics.js';
import { AdaptiveLimit } from './adaptive-limit.js';

const settingsFor = (maxConcurrentRequests: number, adaptiveEnabled = true) =>
  new RuntimeSettings({
    cacheEnabled: true,
    maxConcurrentRequests,
    requestTimeoutMs: 30_000,
    ttlSeconds: { emotion: 1, memory: 1, prompt: 1, default: 1 },
    adaptiveEnabled,
  });

describe('AdaptiveLimit', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const limitFor = (settings: RuntimeSettings, metrics = new Metrics()) => {
    const limit = new AdaptiveLimit(settings, metrics);
    /** Seconds with 20 turns each. */
    const seconds = (count: number, waitedMs: number, { gaveUp = false } = {}) => {
      for (let turn = 0; turn < count * 20; turn += 1) {
        jest.advanceTimersByTime(50);
        limit.record({ waitedMs, gaveUp, inFlight: limit.current() });
      }
      return limit.current();
    };
    return { limit, seconds };
  };

  it('yields when first tokens take longer than usual and tells who waits for it', () => {
    const { limit, seconds } = limitFor(settingsFor(50));
    expect(seconds(15, 600)).toBe(50);
    let told = 0;
    limit.onChange(() => (told += 1));
    const lowered = seconds(15, 3000);
    expect(lowered).toBeLessThan(40);
    expect(limit.factor).toBeCloseTo(lowered / 50);
    expect(told).toBeGreaterThan(5);
    expect(seconds(60, 600)).toBe(50);
  });

  it('waits for ten turns and a second before it draws a conclusion', () => {
    const { limit } = limitFor(settingsFor(50));
    const record = () => limit.record({ waitedMs: 60_000, gaveUp: true, inFlight: 50 });
    for (let turn = 0; turn < 9; turn += 1) {
      jest.advanceTimersByTime(1000);
      record();
    }
    expect(limit.current()).toBe(50);
    record();
    const lowered = limit.current();
    expect(lowered).toBeLessThan(50);
    for (let turn = 0; turn < 100; turn += 1) record();
    expect(limit.current()).toBe(lowered);
  });

  it('is as configured again when nothing came near it for a minute', () => {
    const { limit, seconds } = limitFor(settingsFor(50));
    seconds(15, 600);
    expect(seconds(15, 3000, { gaveUp: true })).toBeLessThan(20);
    jest.advanceTimersByTime(58_000);
    expect(limit.current()).toBeLessThan(20);
    jest.advanceTimersByTime(3000);
    expect(limit.current()).toBe(50);
  });

  it('rests while it is switched off, and gives everything back at once', () => {
    const settings = settingsFor(50);
    const { limit, seconds } = limitFor(settings);
    seconds(15, 600);
    expect(seconds(15, 3000)).toBeLessThan(40);
    settings.update({ adaptiveEnabled: false });
    expect(limit.current()).toBe(50);
    expect(seconds(15, 9000)).toBe(50);
  });

  it('shows itself and its reason as figures', async () => {
    const metrics = new Metrics();
    limitFor(settingsFor(50), metrics);
    const text = await metrics.registry.metrics();
    expect(text).toContain('xinyu_turns_limit 50');
    expect(text).toContain('xinyu_turns_limit_gradient 1');
  });
});
