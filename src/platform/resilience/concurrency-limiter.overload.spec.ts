import { limiterWith } from '../../../test/support/concurrency.js';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { Metrics } from '../metrics/metrics.js';
import type { Permit } from './concurrency-limiter.js';

const limiterFor = (maxConcurrentRequests: number, requestTimeoutMs: number) =>
  limiterWith(
    new RuntimeSettings({
      cacheEnabled: true,
      maxConcurrentRequests,
      requestTimeoutMs,
      ttlSeconds: { emotion: 1, memory: 1, prompt: 1, default: 1 },
      adaptiveEnabled: false,
    }),
    new Metrics(),
  );
const of = (caller: string) => ({ caller, session: 'session' });
let strangers = 0;
/** Somebody nobody else is. */
const someone = () => of(`someone-${(strangers += 1)}`);

describe('ConcurrencyLimiter when more comes than can be served', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  describe('once the queue has not been empty for as long as anybody may wait', () => {
    /** Three times what can be served, twenty times over. @returns how many waited after each time. */
    const overload = async (callerOf: (turn: number) => { caller: string; session: string }) => {
      const limiter = limiterFor(10, 1000);
      const running: Permit[] = [];
      const ask = (turn: number) =>
        void limiter.acquire(callerOf(turn), new AbortController().signal).then(
          (permit) => running.push(permit),
          () => undefined,
        );
      const settled = async () => {
        for (let tick = 0; tick < 5; tick += 1) await Promise.resolve();
      };
      const round = async () => {
        await settled();
        jest.advanceTimersByTime(100);
        for (const permit of running.splice(0)) permit.release();
        await settled();
      };
      for (let turn = 0; turn < 10; turn += 1) ask(turn);
      await round();
      const waitingAfter: number[] = [];
      for (let rounds = 0; rounds < 20; rounds += 1) {
        for (let turn = 0; turn < 30; turn += 1) ask(turn);
        waitingAfter.push(limiter.stats().waiting);
        await round();
      }
      expect(limiter.stats().running).toBe(10);
      return waitingAfter;
    };

    it('keeps it short for callers who have something running or waiting', async () => {
      const waitingAfter = await overload((turn) => of(`regular-${turn % 10}`));
      expect(Math.max(...waitingAfter)).toBeGreaterThan(30);
      expect(waitingAfter.at(-1)).toBeLessThanOrEqual(10);
    });

    it('still lets callers who have nothing wait as long as anybody may, and no longer', async () => {
      const waitingAfter = await overload(someone);
      // Half the timeout is five rounds of ten places.
      expect(waitingAfter.at(-1)).toBeGreaterThan(40);
      expect(Math.max(...waitingAfter)).toBeLessThanOrEqual(50);
    });
  });

  it.each([1, 3])(
    'serves everybody with one message at a time beside a flood that retries (%i of them)',
    async (people) => {
      const limiter = limiterFor(4, 30_000);
      const holdMs = 10_000;
      const refusals: unknown[] = [];
      const waitsMs: number[] = [];
      let over = false;
      const sleep = (durationMs: number) => new Promise((resolve) => setTimeout(resolve, durationMs));
      const talk = async (
        caller: string,
        onWaited: (waitMs: number) => void,
        onRefused: (error: unknown) => void,
      ) => {
        while (!over) {
          const askedAt = performance.now();
          try {
            const permit = await limiter.acquire(of(caller), new AbortController().signal);
            onWaited(performance.now() - askedAt);
            await sleep(holdMs);
            permit.release();
          } catch (error) {
            onRefused(error);
            await sleep(1000);
          }
        }
      };
      let floodRefusals = 0;
      const ignore = () => undefined;
      const all = Array.from({ length: 12 }, () => talk('flood', ignore, () => (floodRefusals += 1)));
      // Long enough for the queue to stand before anybody else comes.
      await jest.advanceTimersByTimeAsync(45_000);
      for (let person = 0; person < people; person += 1) {
        all.push(
          talk(
            `polite-${person}`,
            (waitMs) => waitsMs.push(waitMs),
            (error) => refusals.push(error),
          ),
        );
      }
      await jest.advanceTimersByTimeAsync(300_000);
      over = true;
      await jest.advanceTimersByTimeAsync(60_000);
      await Promise.all(all);
      expect(floodRefusals).toBeGreaterThan(0);
      expect(refusals).toEqual([]);
      expect(waitsMs.length).toBeGreaterThanOrEqual(people * 15);
      expect(Math.max(...waitsMs)).toBeLessThanOrEqual(15_000);
    },
  );
});
