import fc from 'fast-check';
import { CacheConfig } from '../config/config.slices.js';
import { CACHE_STRATEGIES } from './cache-strategies.js';
import { MemoryCacheStore } from './memory-cache-store.js';

const START = 1_000_000;

function storeOf(maxEntries: number, maxBytes?: number) {
  return new MemoryCacheStore(new CacheConfig({ prefix: 'p', maxEntries }), maxBytes);
}

async function heldKeys(store: MemoryCacheStore, keys: readonly string[]) {
  const held: string[] = [];
  for (const key of keys) if ((await store.get(key)) !== undefined) held.push(key);
  return held;
}

describe('MemoryCacheStore', () => {
  beforeEach(() => jest.useFakeTimers({ now: START }));
  afterEach(() => jest.useRealTimers());

  it('drops low priority first, then medium, then high', async () => {
    const store = storeOf(3);
    store.set('p:v1:emotion:1', 1, 1000);
    store.set('p:v1:memory:1', 1, 1000);
    store.set('p:v1:prompt:1', 1, 1000);
    store.set('p:v1:emotion:2', 1, 1000);
    expect(
      await heldKeys(store, ['p:v1:emotion:1', 'p:v1:memory:1', 'p:v1:prompt:1', 'p:v1:emotion:2']),
    ).toEqual(['p:v1:emotion:1', 'p:v1:memory:1', 'p:v1:emotion:2']);
    store.set('p:v1:emotion:3', 1, 1000);
    store.set('p:v1:emotion:4', 1, 1000);
    expect(store.evictions).toBe(3);
    expect(
      await heldKeys(store, [
        'p:v1:memory:1',
        'p:v1:emotion:1',
        'p:v1:emotion:2',
        'p:v1:emotion:3',
        'p:v1:emotion:4',
      ]),
    ).toEqual(['p:v1:emotion:2', 'p:v1:emotion:3', 'p:v1:emotion:4']);
  });

  it('drops what was not used for longest within a priority', async () => {
    const store = storeOf(2);
    store.set('p:v1:emotion:1', 1, 1000);
    store.set('p:v1:emotion:2', 1, 1000);
    await store.get('p:v1:emotion:1');
    store.set('p:v1:emotion:3', 1, 1000);
    expect(await heldKeys(store, ['p:v1:emotion:1', 'p:v1:emotion:2'])).toEqual(['p:v1:emotion:1']);
  });

  it('drops what is over before anything still good, whatever its priority', async () => {
    const store = storeOf(2);
    store.set('p:v1:prompt:1', 1, 10_000);
    store.set('p:v1:emotion:1', 1, 10);
    jest.setSystemTime(START + 10);
    store.set('p:v1:memory:1', 1, 1000);
    expect(await heldKeys(store, ['p:v1:prompt:1', 'p:v1:emotion:1', 'p:v1:memory:1'])).toEqual([
      'p:v1:prompt:1',
      'p:v1:memory:1',
    ]);
    expect(store.evictions).toBe(0);
  });

  it('stays within its bytes and refuses what is larger than all of them', async () => {
    const store = storeOf(100, 5000);
    for (let at = 0; at < 20; at += 1) store.set(`p:v1:emotion:${at}`, 'x'.repeat(400), 1000);
    expect(store.bytes).toBeLessThanOrEqual(5000);
    expect(store.size).toBeGreaterThan(1);
    expect(store.set('p:v1:emotion:0', 'x'.repeat(5000), 1000)).toBe(false);
    expect(await store.get('p:v1:emotion:0')).toBeUndefined();
  });

  it('keeps entries without a lifetime until room is needed, and unknown keys at medium priority', async () => {
    const store = storeOf(2);
    store.set('elsewhere', { a: 1 });
    jest.setSystemTime(START + 10 ** 10);
    store.set('p:v1:emotion:1', 1, 1000);
    expect(await store.get('elsewhere')).toEqual({ a: 1 });
    store.set('p:v1:prompt:1', 1, 1000);
    expect(await store.get('p:v1:prompt:1')).toBeUndefined();
    await store.clear();
    expect([store.size, store.bytes]).toEqual([0, 0]);
  });

  it('does not grow by entries that are renewed again and again', () => {
    const store = storeOf(10);
    for (let at = 0; at < 5000; at += 1) store.set('p:v1:emotion:1', at, 1000 + at);
    expect((store as unknown as { expiries: { size: number } }).expiries.size).toBeLessThan(100);
  });

  it('behaves like a plain model under random use', async () => {
    const key = fc
      .tuple(fc.constantFrom('emotion', 'memory', 'prompt'), fc.nat(5))
      .map(([strategy, at]) => `p:v1:${strategy}:${at}`);
    const operation = fc.oneof(
      fc.record({ kind: fc.constant('set' as const), key, ttl: fc.integer({ min: 1, max: 50 }) }),
      fc.record({ kind: fc.constant('get' as const), key }),
      fc.record({ kind: fc.constant('delete' as const), key }),
      fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(20) }),
    );
    const rank = { low: 0, medium: 1, high: 2 };
    const rankOf = (name: string) =>
      rank[CACHE_STRATEGIES[name.split(':')[2] as keyof typeof CACHE_STRATEGIES].priority];
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 100 }), async (operations) => {
        const store = storeOf(4);
        let model: { key: string; value: number; expires: number }[] = [];
        for (const [at, step] of operations.entries()) {
          if (step.kind === 'pass') jest.setSystemTime(Date.now() + step.ms);
          model = model.filter(({ expires }) => expires > Date.now());
          if (step.kind === 'delete') {
            expect(await store.delete(step.key)).toBe(model.some((entry) => entry.key === step.key));
            model = model.filter((entry) => entry.key !== step.key);
          }
          if (step.kind === 'get') {
            const entry = model.find((candidate) => candidate.key === step.key);
            expect(await store.get(step.key)).toBe(entry?.value);
            if (entry) model = [...model.filter((other) => other !== entry), entry];
          }
          if (step.kind === 'set') {
            store.set(step.key, at, step.ttl);
            model = model.filter((entry) => entry.key !== step.key);
            model.push({ key: step.key, value: at, expires: Date.now() + step.ttl });
            if (model.length > 4) {
              const least = Math.min(...model.map((entry) => rankOf(entry.key)));
              model.splice(
                model.findIndex((entry) => rankOf(entry.key) === least),
                1,
              );
            }
          }
          expect(store.size).toBe(model.length);
        }
      }),
    );
  });
});
