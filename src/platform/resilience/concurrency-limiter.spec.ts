import fc from 'fast-check';
import { limiterWith } from '../../../test/support/concurrency.js';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { Metrics } from '../metrics/metrics.js';
import type { Permit } from './concurrency-limiter.js';

const settingsFor = (maxConcurrentRequests: number) =>
  new RuntimeSettings({
    cacheEnabled: true,
    maxConcurrentRequests,
    requestTimeoutMs: 1000,
    ttlSeconds: { emotion: 1, memory: 1, prompt: 1, default: 1 },
    adaptiveEnabled: false,
  });
const live = new AbortController().signal;
const of = (caller: string) => ({ caller, session: 'session' });
let strangers = 0;
/** Somebody nobody else is. */
const someone = () => of(`someone-${(strangers += 1)}`);

describe('ConcurrencyLimiter', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const limiterFor = (limit: number) => {
    const settings = settingsFor(limit);
    const metrics = new Metrics();
    return { settings, metrics, limiter: limiterWith(settings, metrics) };
  };

  it('grants places up to the limit and hands a freed one to whoever waited longest', async () => {
    const { limiter } = limiterFor(1);
    const first = await limiter.acquire(someone(), live);
    const order: string[] = [];
    const second = limiter.acquire(someone(), live).then((permit) => (order.push('second'), permit));
    const third = limiter.acquire(someone(), live).then((permit) => (order.push('third'), permit));
    first.release();
    (await second).release();
    await third;
    expect(order).toEqual(['second', 'third']);
  });

  it('refuses a turn that waited half the request timeout, with Retry-After', async () => {
    const { limiter } = limiterFor(1);
    await limiter.acquire(someone(), live);
    const waiting = limiter.acquire(someone(), live);
    jest.advanceTimersByTime(500);
    await expect(waiting).rejects.toMatchObject({ code: 'overloaded', retryAfterSeconds: 2 });
    expect(limiter.stats()).toMatchObject({ running: 1, waiting: 0, refused: 1 });
  });

  it('refuses at once when too many are waiting already', async () => {
    const { limiter } = limiterFor(1);
    await limiter.acquire(someone(), live);
    const waiting = Array.from({ length: 10 }, () => limiter.acquire(someone(), live));
    await expect(limiter.acquire(someone(), live)).rejects.toMatchObject({ code: 'overloaded' });
    expect(limiter.stats().waiting).toBe(10);
    jest.advanceTimersByTime(500);
    await Promise.allSettled(waiting);
  });

  it('gives a crisis a place beyond the limit and says so', async () => {
    const { limiter } = limiterFor(1);
    await limiter.acquire(someone(), live);
    expect(limiter.acquireAlways().overLimit).toBe(true);
    expect(limiter.stats().running).toBe(2);
  });

  it('forgets a waiter whose client left', async () => {
    const { limiter } = limiterFor(1);
    const held = await limiter.acquire(someone(), live);
    const client = new AbortController();
    const waiting = limiter.acquire(someone(), client.signal);
    client.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    held.release();
    expect(limiter.stats()).toMatchObject({ running: 0, waiting: 0 });
  });

  it('counts a place once however often it is released', async () => {
    const { limiter } = limiterFor(2);
    const permit = await limiter.acquire(someone(), live);
    permit.release();
    permit.release();
    expect(limiter.stats().running).toBe(0);
  });

  it('wakes waiters when the limit is raised at run time', async () => {
    const { limiter, settings } = limiterFor(1);
    await limiter.acquire(someone(), live);
    const waiting = limiter.acquire(someone(), live);
    settings.update({ maxConcurrentRequests: 2 });
    expect((await waiting).overLimit).toBe(false);
  });

  it('lets nobody wait behind the flood of another', async () => {
    const { limiter, metrics } = limiterFor(2);
    const held = [await limiter.acquire(of('flood'), live), await limiter.acquire(of('flood'), live)];
    const flood = Array.from({ length: 1000 }, () =>
      limiter.acquire(of('flood'), new AbortController().signal),
    );
    const other = limiter.acquire(of('other'), live);
    expect(limiter.stats()).toMatchObject({ waiting: 6, waitingCallers: 2, refused: 995 });
    held[0]!.release();
    expect((await other).overLimit).toBe(false);
    expect(limiter.stats()).toMatchObject({ running: 2, waiting: 5, waitingCallers: 1 });
    expect(await metrics.registry.metrics()).toContain('xinyu_load_refusals_total{reason="user_share"} 995');
    jest.advanceTimersByTime(500);
    await Promise.allSettled(flood);
  });

  it('takes the room for a newcomer from whoever has most waiting', async () => {
    const { limiter } = limiterFor(1);
    await limiter.acquire(someone(), live);
    const outcomes: string[] = [];
    const ask = (caller: string) =>
      limiter.acquire(of(caller), live).then(
        () => outcomes.push(`${caller} runs`),
        () => outcomes.push(`${caller} refused`),
      );
    const waiting = ['one', 'one', 'one', 'two', 'two', 'three', 'three', 'four', 'four', 'five'].map(ask);
    const late = ask('late');
    for (let tick = 0; tick < 5; tick += 1) await Promise.resolve();
    expect(outcomes).toEqual(['one refused']);
    expect(limiter.stats().waiting).toBe(10);
    jest.advanceTimersByTime(500);
    await Promise.all([...waiting, late]);
  });

  it('refuses at once who would not get a place in time, and says when to come back', async () => {
    const { limiter } = limiterFor(1);
    const slow = await limiter.acquire(someone(), live);
    jest.advanceTimersByTime(450);
    slow.release();
    const running = await limiter.acquire(someone(), live);
    const next = limiter.acquire(someone(), live);
    await expect(limiter.acquire(someone(), live)).rejects.toMatchObject({ code: 'overloaded' });
    running.release();
    (await next).release();
  });

  it('loses no place and never runs more than the limit, whatever comes', async () => {
    const step = fc.record({
      what: fc.constantFrom('ask', 'release', 'leave', 'raise', 'lower', 'wait'),
      who: fc.constantFrom('a', 'b', 'c', 'd'),
      which: fc.nat(1000),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 120, size: 'max' }), async (steps) => {
        const { limiter, settings } = limiterFor(4);
        const permits: Permit[] = [];
        let waiting: AbortController[] = [];
        let most = 4;
        for (const { what, who, which } of steps) {
          if (what === 'ask') {
            const client = new AbortController();
            waiting.push(client);
            limiter
              .acquire(of(who), client.signal)
              .then((permit) => permits.push(permit))
              .catch(() => undefined)
              .finally(() => (waiting = waiting.filter((one) => one !== client)));
          }
          if (what === 'release') permits.splice(which % (permits.length || 1), 1)[0]?.release();
          if (what === 'leave') waiting[which % (waiting.length || 1)]?.abort(new Error('left'));
          if (what === 'raise') settings.update({ maxConcurrentRequests: (most = 6) });
          if (what === 'lower') settings.update({ maxConcurrentRequests: (most = 4) });
          if (what === 'wait') jest.advanceTimersByTime(200);
          for (let tick = 0; tick < 5; tick += 1) await Promise.resolve();
          const stats = limiter.stats();
          expect(stats.running).toBe(permits.length);
          expect(stats.running).toBeLessThanOrEqual(6);
          expect(stats.waiting).toBe(waiting.length);
          if (stats.waiting > 0) expect(stats.running).toBeGreaterThanOrEqual(most);
        }
        while (permits.length > 0) {
          permits.pop()!.release();
          for (let tick = 0; tick < 5; tick += 1) await Promise.resolve();
        }
        expect(limiter.stats()).toMatchObject({ running: 0, waiting: 0, waitingCallers: 0 });
      }),
    );
  });
});
