import { RuntimeSettings } from '../../config/runtime-settings.js';
import { Metrics } from '../metrics/metrics.js';
import { ConcurrencyLimiter } from './concurrency-limiter.js';

const settingsFor = (maxConcurrentRequests: number) =>
  new RuntimeSettings({
    cacheEnabled: true,
    maxConcurrentRequests,
    requestTimeoutMs: 1000,
    ttlSeconds: { emotion: 1, memory: 1, prompt: 1, default: 1 },
    adaptiveEnabled: false,
  });
const live = new AbortController().signal;

describe('ConcurrencyLimiter', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const limiterFor = (limit: number) => {
    const settings = settingsFor(limit);
    return { settings, limiter: new ConcurrencyLimiter(settings, new Metrics()) };
  };

  it('grants places up to the limit and hands a freed one to whoever waited longest', async () => {
    const { limiter } = limiterFor(1);
    const first = await limiter.acquire(live);
    const order: string[] = [];
    const second = limiter.acquire(live).then((permit) => (order.push('second'), permit));
    const third = limiter.acquire(live).then((permit) => (order.push('third'), permit));
    first.release();
    (await second).release();
    await third;
    expect(order).toEqual(['second', 'third']);
  });

  it('refuses a turn that waited half the request timeout, with Retry-After', async () => {
    const { limiter } = limiterFor(1);
    await limiter.acquire(live);
    const waiting = limiter.acquire(live);
    jest.advanceTimersByTime(500);
    await expect(waiting).rejects.toMatchObject({ code: 'overloaded', retryAfterSeconds: 2 });
    expect(limiter.stats()).toMatchObject({ running: 1, waiting: 0, refused: 1 });
  });

  it('refuses at once when too many are waiting already', async () => {
    const { limiter } = limiterFor(1);
    await limiter.acquire(live);
    const waiting = Array.from({ length: 10 }, () => limiter.acquire(live));
    await expect(limiter.acquire(live)).rejects.toMatchObject({ code: 'overloaded' });
    expect(limiter.stats().waiting).toBe(10);
    jest.advanceTimersByTime(500);
    await Promise.allSettled(waiting);
  });

  it('gives a crisis a place beyond the limit and says so', async () => {
    const { limiter } = limiterFor(1);
    await limiter.acquire(live);
    expect(limiter.acquireAlways().overLimit).toBe(true);
    expect(limiter.stats().running).toBe(2);
  });

  it('forgets a waiter whose client left', async () => {
    const { limiter } = limiterFor(1);
    const held = await limiter.acquire(live);
    const client = new AbortController();
    const waiting = limiter.acquire(client.signal);
    client.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    held.release();
    expect(limiter.stats()).toMatchObject({ running: 0, waiting: 0 });
  });

  it('counts a place once however often it is released', async () => {
    const { limiter } = limiterFor(2);
    const permit = await limiter.acquire(live);
    permit.release();
    permit.release();
    expect(limiter.stats().running).toBe(0);
  });

  it('wakes waiters when the limit is raised at run time', async () => {
    const { limiter, settings } = limiterFor(1);
    await limiter.acquire(live);
    const waiting = limiter.acquire(live);
    settings.update({ maxConcurrentRequests: 2 });
    expect((await waiting).overLimit).toBe(false);
  });
});
