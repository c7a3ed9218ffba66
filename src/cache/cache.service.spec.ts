import type { TestingModule } from '@nestjs/testing';
import fc from 'fast-check';
import { cacheOf, startCache } from '../../test/support/cache.js';
import type { CacheStrategyName } from '../config/config.slices.js';
import { RuntimeSettings } from '../config/runtime-settings.js';
import { DependencyRegistry } from '../platform/dependencies/dependency-registry.js';
import { Metrics } from '../platform/metrics/metrics.js';
import type { CacheService } from './cache.service.js';
import { SHARED_SCOPE } from './cache.types.js';

const forever = new AbortController().signal;

function deferred<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

/** Lets everything that only waits for promises go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('CacheService without Redis', () => {
  let module: TestingModule;
  let cache: CacheService;

  beforeEach(async () => {
    module = await startCache();
    cache = cacheOf(module);
  });

  afterEach(async () => {
    jest.useRealTimers();
    await module.close();
  });

  const ask = <T>(text: string, value: T, scope = 'user-1', strategy: CacheStrategyName = 'emotion') =>
    cache.getOrCompute({ strategy, scope, text }, () => Promise.resolve(value), forever);

  it('computes once and remembers', async () => {
    expect(await ask('我很难过', 'first')).toEqual({ value: 'first', hit: false });
    expect(await ask('我很难过', 'second')).toEqual({ value: 'first', hit: true });
  });

  it('remembers null and false, and hands on what JSON cannot hold without keeping it', async () => {
    await ask('null', null);
    await ask('false', false);
    expect(await ask('null', 'other')).toEqual({ value: null, hit: true });
    expect(await ask('false', 'other')).toEqual({ value: false, hit: true });
    expect((await ask<unknown>('nothing', undefined)).value).toBeUndefined();
    expect((await ask<unknown>('big', 10n)).value).toBe(10n);
    expect((await ask<unknown>('nothing', 'now')).hit).toBe(false);
  });

  it('takes texts that differ in width, case and spacing for the same', async () => {
    await ask('  Hello\n WORLD ', 1);
    expect(await ask('ｈｅｌｌｏ world', 2)).toEqual({ value: 1, hit: true });
  });

  it('gives every caller a copy of its own', async () => {
    const first = await ask('list', { items: [1] });
    first.value.items.push(2);
    expect((await ask('list', { items: [9] })).value).toEqual({ items: [1] });
  });

  it('shares one computation among callers that ask at the same time', async () => {
    const result = deferred<string>();
    const compute = jest.fn(() => result.promise);
    const key = { strategy: 'memory', scope: 'user-1', text: 'x' } as const;
    const callers = Array.from({ length: 50 }, () =>
      cache.getOrCompute(key, compute, new AbortController().signal),
    );
    await settle();
    result.resolve('done');
    const answers = await Promise.all(callers);
    expect(compute).toHaveBeenCalledTimes(1);
    expect(answers.filter(({ hit }) => hit)).toHaveLength(49);
    expect(cache.stats()).toMatchObject({ hits: 49, misses: 1, hit_rate: 98 });
  });

  it('lets one caller leave without disturbing the others', async () => {
    const result = deferred<string>();
    let seen: AbortSignal | undefined;
    const compute = (signal: AbortSignal) => {
      seen = signal;
      return result.promise;
    };
    const leaver = new AbortController();
    const key = { strategy: 'memory', scope: 'user-1', text: 'x' } as const;
    const left = cache.getOrCompute(key, compute, leaver.signal);
    const stayed = cache.getOrCompute(key, compute, forever);
    await settle();
    leaver.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    expect(seen?.aborted).toBe(false);
    result.resolve('done');
    expect((await stayed).value).toBe('done');
  });

  it('aborts the computation when its last caller leaves, and keeps nothing of it', async () => {
    const result = deferred<string>();
    let seen: AbortSignal | undefined;
    const leaver = new AbortController();
    const key = { strategy: 'memory', scope: 'user-1', text: 'x' } as const;
    const left = cache.getOrCompute(
      key,
      (signal) => {
        seen = signal;
        return result.promise;
      },
      leaver.signal,
    );
    await settle();
    leaver.abort();
    await expect(left).rejects.toThrow();
    expect(seen?.aborted).toBe(true);
    result.resolve('late');
    await settle();
    expect(await ask('x', 'fresh', 'user-1', 'memory')).toEqual({ value: 'fresh', hit: false });
  });

  it('hands a failure to everybody who waits and computes anew afterwards', async () => {
    const result = deferred<string>();
    const key = { strategy: 'emotion', scope: 'user-1', text: 'x' } as const;
    const callers = [1, 2, 3].map(() => cache.getOrCompute(key, () => result.promise, forever));
    await settle();
    result.reject(new Error('model failed'));
    for (const outcome of await Promise.allSettled(callers)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: new Error('model failed') });
    }
    expect(await ask('x', 'fresh')).toEqual({ value: 'fresh', hit: false });
  });

  it('does not compute for a caller that has already left', async () => {
    const compute = jest.fn(() => Promise.resolve(1));
    const key = { strategy: 'emotion', scope: 'user-1', text: 'x' } as const;
    await expect(cache.getOrCompute(key, compute, AbortSignal.abort())).rejects.toThrow();
    expect(compute).not.toHaveBeenCalled();
  });

  it('computes every time while it is switched off, and remembers again afterwards', async () => {
    const settings = module.get(RuntimeSettings);
    await ask('x', 'old');
    settings.update({ cacheEnabled: false });
    expect(await ask('x', 'new')).toEqual({ value: 'new', hit: false });
    expect(module.get(DependencyRegistry).status('cache').healthy).toBeNull();
    settings.update({ cacheEnabled: true });
    expect(await ask('x', 'newer')).toEqual({ value: 'old', hit: true });
    expect(module.get(DependencyRegistry).status('cache').healthy).toBe(true);
  });

  it("uses the lifetime in force when an entry is written, within a tenth, and the strategy's own", async () => {
    jest.useFakeTimers({ now: 1_000_000, doNotFake: ['setImmediate', 'nextTick', 'performance'] });
    await ask('x', 'old');
    jest.setSystemTime(1_000_000 + 0.9 * 1_800_000 - 1);
    expect((await ask('x', 'new')).hit).toBe(true);
    jest.setSystemTime(1_000_000 + 1.1 * 1_800_000);
    expect((await ask('x', 'new')).hit).toBe(false);
    module.get(RuntimeSettings).update({ ttlSeconds: { emotion: 10 } });
    await ask('y', 'short');
    jest.setSystemTime(Date.now() + 11_000);
    expect((await ask('y', 'new')).hit).toBe(false);
  });

  it('drops one scope of one strategy and nothing else', async () => {
    await ask('x', 1, 'user-1');
    await ask('x', 2, 'user-2');
    await ask('x', 3, 'user-1', 'memory');
    await ask('x', 4, SHARED_SCOPE);
    await cache.invalidate('emotion', 'user-1');
    expect((await ask('x', 0, 'user-1')).hit).toBe(false);
    expect((await ask('x', 0, 'user-2')).value).toBe(2);
    expect((await ask('x', 0, 'user-1', 'memory')).value).toBe(3);
    expect((await ask('x', 0, SHARED_SCOPE)).value).toBe(4);
  });

  it('does not take a user called like the shared scope for it', async () => {
    await ask('x', 'secret', 'shared');
    expect((await ask('x', 'public', SHARED_SCOPE)).value).toBe('public');
  });

  it('does not keep a result whose computation began before the invalidation', async () => {
    const stale = deferred<string>();
    const key = { strategy: 'memory', scope: 'user-1', text: 'x' } as const;
    const before = cache.getOrCompute(key, () => stale.promise, forever);
    await settle();
    await cache.invalidate('memory', 'user-1');
    const after = cache.getOrCompute(key, () => Promise.resolve('fresh'), forever);
    expect(await after).toEqual({ value: 'fresh', hit: false });
    stale.resolve('stale');
    expect((await before).value).toBe('stale');
    expect((await ask('x', 'other', 'user-1', 'memory')).value).toBe('fresh');
  });

  it('never serves a stale result, at whatever step of its way the invalidation comes', async () => {
    for (let steps = 0; steps < 40; steps += 1) {
      const text = `step ${steps}`;
      const before = ask(text, 'stale', 'user-1', 'memory');
      for (let step = 0; step < steps; step += 1) await Promise.resolve();
      await cache.invalidate('memory', 'user-1');
      const after = ask(text, 'fresh', 'user-1', 'memory');
      await before;
      expect((await after).value).toBe('fresh');
      expect((await ask(text, 'newest', 'user-1', 'memory')).value).toBe('fresh');
    }
  });

  it('clears by a pattern over the name after the prefix and says how many', async () => {
    await ask('a', 1);
    await ask('b', 1);
    await ask('c', 1, 'user-1', 'prompt');
    expect(await cache.clear('emotion:*')).toBe(2);
    expect(cache.stats().total_keys).toBe(1);
    expect(await cache.clear('nothing*')).toBe(0);
    expect(await cache.clear()).toBe(1);
    await expect(cache.clear('*'.repeat(300))).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('reports real figures, and null for a rate nobody measured', async () => {
    expect(cache.stats()).toMatchObject({ hit_rate: null, total_keys: 0, memory_usage: 0 });
    await ask('x', 1);
    await ask('x', 1);
    const stats = cache.stats();
    expect(stats).toMatchObject({
      hits: 1,
      misses: 1,
      hit_rate: 50,
      total_keys: 1,
      redis_hits: 0,
      evictions: 0,
    });
    expect(stats.memory_usage).toBeGreaterThan(100);
    expect(stats.by_strategy.emotion).toEqual({
      hits: 1,
      misses: 1,
      hit_rate: 50,
      keys: 1,
      ttl: 1800,
      priority: 'high',
    });
    expect(stats.by_strategy.prompt).toMatchObject({ hit_rate: null, keys: 0, ttl: 1800, priority: 'low' });
    const exposition = await module.get(Metrics).registry.metrics();
    expect(exposition).toContain('xinyu_cache_lookups_total{strategy="emotion",result="memory"} 1');
  });

  it('never lets two users share a value, and agrees with a plain model', async () => {
    const operation = fc.oneof(
      fc.record({
        kind: fc.constant('ask' as const),
        strategy: fc.constantFrom<CacheStrategyName>('emotion', 'memory', 'prompt', 'default'),
        scope: fc.constantFrom('u', 'u:1', 'u:1:2', 'anonymous/1', 'anonymous/2', 'shared', SHARED_SCOPE),
        text: fc.constantFrom('a', '1:a', '2:1:a', '*', ''),
      }),
      fc.record({
        kind: fc.constant('invalidate' as const),
        strategy: fc.constantFrom<CacheStrategyName>('emotion', 'memory'),
        scope: fc.constantFrom('u', 'u:1', 'anonymous/1'),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 60 }), async (operations) => {
        await cache.clear();
        const model = new Map<string, string>();
        for (const [at, step] of operations.entries()) {
          if (step.kind === 'invalidate') {
            await cache.invalidate(step.strategy, step.scope);
            for (const key of model.keys()) {
              const [strategy, scope] = JSON.parse(key) as string[];
              if (strategy === step.strategy && scope === step.scope) model.delete(key);
            }
            continue;
          }
          const key = JSON.stringify([step.strategy, step.scope, step.text]);
          const mine = `${step.scope} #${at}`;
          const { value, hit } = await ask(step.text, mine, step.scope, step.strategy);
          expect({ value, hit }).toEqual({ value: model.get(key) ?? mine, hit: model.has(key) });
          model.set(key, value);
        }
      }),
      { numRuns: 60 },
    );
  });
});
