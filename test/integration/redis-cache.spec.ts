import type { TestingModule } from '@nestjs/testing';
import fc from 'fast-check';
import type { CacheStrategyName } from '../../src/config/config.slices.js';
import { DependencyRegistry } from '../../src/platform/dependencies/dependency-registry.js';
import { RedisConnection } from '../../src/platform/redis/redis-connection.js';
import { RedisSubscriber } from '../../src/platform/redis/redis-subscriber.js';
import { MemoryCacheStore } from '../../src/cache/memory-cache-store.js';
import { SHARED_SCOPE } from '../../src/cache/cache.types.js';
import { cacheOf, eventually, startCache } from '../support/cache.js';
import { RedisServer, type RedisTestClient } from '../support/redis-server.js';

const COMPUTE_MS = 60;

/** A computation that is worth sharing. */
const slowly =
  <T>(value: T) =>
  () =>
    new Promise<T>((resolve) => setTimeout(() => resolve(value), COMPUTE_MS));

describe('the cache on Redis', () => {
  let server: RedisServer;
  let outside: RedisTestClient;
  const modules: TestingModule[] = [];

  beforeAll(async () => {
    server = await RedisServer.start();
    outside = await server.client();
  });

  afterAll(() => server.close());

  beforeEach(() => outside.flushAll());

  afterEach(async () => {
    await Promise.all(modules.splice(0).map((module) => module.close()));
  });

  async function start(variables: Record<string, string> = {}, url = server.url): Promise<TestingModule> {
    const module = await startCache({ REDIS_URL: url, ...variables });
    modules.push(module);
    return module;
  }

  const healthy = (module: TestingModule) => module.get(RedisConnection).healthy;
  const live = (module: TestingModule) => healthy(module) && module.get(RedisSubscriber).live;

  async function startLive(variables: Record<string, string> = {}): Promise<TestingModule> {
    const module = await start(variables);
    await eventually(() => live(module));
    return module;
  }

  const ask = <T>(
    module: TestingModule,
    text: string,
    compute: () => Promise<T>,
    scope = 'user-1',
    strategy: CacheStrategyName = 'memory',
  ) => cacheOf(module).getOrCompute({ strategy, scope, text }, compute, new AbortController().signal);

  const entries = async () => (await outside.keys('xinyu:v1:memory:*')).length;

  /** Redis may be bypassed for a second on a busy machine: then the entry is written by a later turn. */
  async function keepInRedis<T>(module: TestingModule, text: string, value: T, scope = 'user-1') {
    const before = await entries();
    await eventually(async () => {
      await eventually(() => healthy(module));
      module.get(MemoryCacheStore).removeWhere(() => true);
      await ask(module, text, slowly(value), scope);
      await new Promise((resolve) => setTimeout(resolve, 30));
      return (await entries()) > before;
    });
  }

  it('shares what was dear to compute between processes, with a lifetime', async () => {
    const [one, two] = [await startLive(), await startLive()];
    await keepInRedis(one, 'x', { dear: true });
    const seen = await ask(two, 'x', slowly({ dear: false }));
    expect(seen).toEqual({ value: { dear: true }, hit: true });
    expect(cacheOf(two).stats()).toMatchObject({ redis_hits: 1, total_keys: 1 });
    const [key] = await outside.keys('xinyu:v1:memory:*');
    const lifetime = await outside.pTTL(key!);
    expect(lifetime).toBeGreaterThan(0.89 * 3_600_000);
    expect(lifetime).toBeLessThanOrEqual(1.1 * 3_600_000);
    expect(key).not.toContain('user-1');
  });

  it('keeps what is computed faster than Redis answers to itself', async () => {
    const module = await startLive();
    await ask(module, 'x', () => Promise.resolve(1));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await entries()).toBe(0);
    expect((await ask(module, 'x', () => Promise.resolve(2))).value).toBe(1);
  });

  it('forgets a scope everywhere: in Redis and in the memory of other processes', async () => {
    const [one, two] = [await startLive(), await startLive()];
    await keepInRedis(one, 'x', 'mine');
    await keepInRedis(one, 'x', 'theirs', 'user-2');
    expect((await ask(two, 'x', slowly('other'))).value).toBe('mine');
    expect((await ask(two, 'x', slowly('other'), 'user-2')).value).toBe('theirs');
    await cacheOf(one).invalidate('memory', 'user-1');
    await eventually(async () => (await entries()) === 1);
    await eventually(() => two.get(MemoryCacheStore).size === 1);
    expect(await ask(two, 'x', slowly('fresh'))).toEqual({ value: 'fresh', hit: false });
    expect((await ask(two, 'x', slowly('other'), 'user-2')).value).toBe('theirs');
  });

  it('voids what another process was still computing when the scope was invalidated', async () => {
    const [one, two, three] = [await startLive(), await startLive(), await startLive()];
    await keepInRedis(one, 'seed', 'seed');
    let finish!: (value: string) => void;
    const stale = ask(two, 'x', () => new Promise<string>((resolve) => (finish = resolve)));
    await eventually(() => finish !== undefined);
    await new Promise((resolve) => setTimeout(resolve, 30));
    await cacheOf(one).invalidate('memory', 'user-1');
    finish('stale');
    await stale;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await ask(three, 'x', slowly('fresh'))).value).toBe('fresh');
  });

  it('does not reach a shared result by a user, and invalidates shared results without an index', async () => {
    const [one, two] = [await startLive(), await startLive()];
    await keepInRedis(one, 'x', 'public', SHARED_SCOPE);
    expect((await ask(two, 'x', slowly('mine'), 'shared')).value).toBe('mine');
    await eventually(async () => (await outside.keys('xinyu:v1:index:memory:*')).length === 1);
    await cacheOf(one).invalidate('memory', SHARED_SCOPE);
    await eventually(async () => (await ask(two, 'x', slowly('new'), SHARED_SCOPE)).value === 'new');
  });

  it('clears its own keys by pattern and leaves those of others in the same database', async () => {
    const [one, two] = [await startLive({ CACHE_PREFIX: 'a.b' }), await startLive({ CACHE_PREFIX: 'a.b' })];
    await outside.mSet([
      ['other:1', 'x'],
      ['aXb:memory:1', 'x'],
      ['a.bc:memory:1', 'x'],
      ['a.b:v1:memory:foreign', 'x'],
      ['a.b:v1:emotion:foreign', 'x'],
    ]);
    expect(await cacheOf(one).clear('memory:*')).toBe(1);
    expect(await outside.exists('a.b:v1:emotion:foreign')).toBe(1);
    await ask(one, 'x', () => Promise.resolve(1));
    await ask(two, 'x', () => Promise.resolve(1));
    expect(await cacheOf(one).clear()).toBe(2);
    await eventually(() => two.get(MemoryCacheStore).size === 0);
    expect((await outside.keys('*')).filter((key) => !key.includes(':probe:')).sort()).toEqual([
      'a.bc:memory:1',
      'aXb:memory:1',
      'other:1',
    ]);
  });

  it.each([
    'not json',
    '42',
    'null',
    '{"value":{}}',
    '{"value":{"generation":"x","json":"{","expiresAt":9e15}}',
  ])('takes a damaged entry for none: %s', async (damaged) => {
    const module = await startLive();
    await keepInRedis(module, 'x', 'good');
    const [key] = await outside.keys('xinyu:v1:memory:*');
    const [generation] = await outside.keys('xinyu:v1:generation:*');
    await outside.set(generation!, 'x');
    await outside.set(key!, damaged);
    module.get(MemoryCacheStore).removeWhere(() => true);
    expect((await ask(module, 'x', slowly('computed'))).value).toBe('computed');
    expect(cacheOf(module).stats().redis_hits).toBe(0);
  });

  it('takes a key of another type for a fault of that key alone', async () => {
    const module = await startLive();
    await keepInRedis(module, 'x', 'good');
    const [key] = await outside.keys('xinyu:v1:memory:*');
    await outside.del(key!);
    await outside.lPush(key!, 'a list');
    module.get(MemoryCacheStore).removeWhere(() => true);
    expect((await ask(module, 'x', slowly('computed'))).value).toBe('computed');
  });

  it('starts at once without Redis, says so, and uses it within seconds of its coming', async () => {
    await server.stop();
    const startedAt = performance.now();
    const module = await start();
    expect(performance.now() - startedAt).toBeLessThan(1000);
    const dependencies = module.get(DependencyRegistry);
    expect(dependencies.status('redis')).toMatchObject({ healthy: false, details: { used_memory: null } });
    expect(dependencies.status('cache').healthy).toBe(true);
    const asked = performance.now();
    expect((await ask(module, 'x', () => Promise.resolve(1))).value).toBe(1);
    expect(performance.now() - asked).toBeLessThan(100);
    await server.start();
    expect(await eventually(() => live(module))).toBeLessThan(5000);
    await eventually(() => typeof dependencies.status('redis').details?.used_memory === 'number');
    expect(dependencies.status('redis').details?.connected_clients).toBeGreaterThan(0);
  });

  it('goes on from memory when Redis dies, and uses it again, empty, within 5 s', async () => {
    const module = await startLive();
    await keepInRedis(module, 'x', 'kept');
    await server.stop();
    expect((await ask(module, 'x', slowly('other'))).value).toBe('kept');
    const asked = performance.now();
    expect((await ask(module, 'y', () => Promise.resolve('y'))).value).toBe('y');
    expect(performance.now() - asked).toBeLessThan(200);
    expect(await eventually(() => !healthy(module), 3000)).toBeLessThan(3000);
    await server.start();
    expect(await eventually(() => live(module))).toBeLessThan(5000);
    await keepInRedis(module, 'z', 'again');
  });

  it('pays for a silent Redis once, not per request', async () => {
    const module = await startLive();
    await keepInRedis(module, 'seed', 1);
    server.pause();
    try {
      const asked = performance.now();
      await Promise.all(
        Array.from({ length: 20 }, (_value, at) => ask(module, `a${at}`, () => Promise.resolve(at))),
      );
      expect(performance.now() - asked).toBeLessThan(300);
      expect(healthy(module)).toBe(false);
      const again = performance.now();
      for (let at = 0; at < 20; at += 1) await ask(module, `b${at}`, () => Promise.resolve(at));
      expect(performance.now() - again).toBeLessThan(100);
    } finally {
      server.resume();
    }
    expect(await eventually(() => healthy(module))).toBeLessThan(5000);
  });

  it('forgets after an outage what was invalidated during it', async () => {
    const [one, two] = [await startLive(), await startLive()];
    await keepInRedis(one, 'x', 'old');
    server.pause();
    await eventually(() => !healthy(one) && !healthy(two));
    await cacheOf(one).invalidate('memory', 'user-1');
    server.resume();
    await eventually(() => healthy(one) && healthy(two));
    await eventually(async () => (await entries()) === 0);
    two.get(MemoryCacheStore).removeWhere(() => true);
    expect((await ask(two, 'x', slowly('fresh'))).value).toBe('fresh');
  });

  it('forgets what users have in memory after a gap in the notices', async () => {
    const module = await startLive();
    await ask(module, 'x', () => Promise.resolve('mine'));
    await ask(module, 'x', () => Promise.resolve('public'), SHARED_SCOPE);
    await server.stop();
    await eventually(() => !live(module));
    await server.start();
    await eventually(() => live(module));
    expect(await ask(module, 'x', () => Promise.resolve('new'))).toEqual({ value: 'new', hit: false });
    expect(await ask(module, 'x', () => Promise.resolve('new'), SHARED_SCOPE)).toEqual({
      value: 'public',
      hit: true,
    });
  });

  it('bypasses a Redis that is out of memory until it takes writes again', async () => {
    const full = await RedisServer.start({ maxmemory: '3mb' });
    try {
      const filler = await full.client();
      const module = await start({}, full.url);
      await eventually(() => healthy(module));
      const fillUp = async () => {
        for (let at = 0; ; at += 1) await filler.set(`foreign:${at}`, 'x'.repeat(10_000));
      };
      await expect(fillUp()).rejects.toThrow('OOM');
      const rest = await filler.info('memory');
      // What is left over would still take a small write.
      await filler.configSet('maxmemory', String(Number(/used_memory:(\d+)/.exec(rest)?.[1]) - 200_000));
      await eventually(() => !healthy(module), 3000);
      expect((await ask(module, 'x', slowly('computed'))).value).toBe('computed');
      await filler.configSet('maxmemory', '100mb');
      expect(await eventually(() => healthy(module))).toBeLessThan(5000);
      expect(await filler.exists('foreign:0')).toBe(1);
    } finally {
      await Promise.all(modules.splice(0).map((module) => module.close()));
      await full.close();
    }
  });

  it('opens no more connections than allowed, and needs no second one', async () => {
    const module = await start({ REDIS_MAX_CONNECTIONS: '1' });
    await eventually(() => healthy(module));
    await Promise.all(Array.from({ length: 300 }, (_value, at) => ask(module, `x${at}`, slowly(at))));
    const ours = (await outside.sendCommand<string>(['CLIENT', 'LIST'])).match(/name=xinyu/g);
    expect(ours).toHaveLength(1);
    expect(module.get(RedisSubscriber).live).toBe(false);
  });

  it('opens more connections under load, up to the limit', async () => {
    const module = await startLive({ REDIS_MAX_CONNECTIONS: '3' });
    const list = async () =>
      (await outside.sendCommand<string>(['CLIENT', 'LIST'])).match(/name=xinyu/g)?.length ?? 0;
    await eventually(async () => {
      await Promise.allSettled(
        Array.from({ length: 500 }, (_value, at) => ask(module, `x${at}`, slowly(at))),
      );
      module.get(MemoryCacheStore).removeWhere(() => true);
      return (await list()) === 3;
    });
    expect(await list()).toBe(3);
  });

  it('never lets two users share a value, over two processes', async () => {
    const processes = [await startLive(), await startLive()];
    const operation = fc.record({
      process: fc.constantFrom(0, 1),
      scope: fc.constantFrom('u', 'u:1', 'anonymous/1', 'shared'),
      text: fc.constantFrom('a', 'b'),
      invalidate: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 20 }), async (operations) => {
        for (const { process, scope, text, invalidate } of operations) {
          const module = processes[process]!;
          if (invalidate) await cacheOf(module).invalidate('memory', scope);
          const compute = () => new Promise<string>((resolve) => setTimeout(() => resolve(scope), 3));
          expect((await ask(module, text, compute, scope)).value).toBe(scope);
        }
      }),
      { numRuns: 15 },
    );
  });
});
