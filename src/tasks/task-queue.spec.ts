import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import { MemoryTaskStore } from '../../test/support/memory-task-store.js';
import { taskQueueOver } from '../../test/support/task-queue.js';
import type { TaskQueue } from './task-queue.js';

describe('TaskQueue', () => {
  let store: MemoryTaskStore;
  let queue: TaskQueue;
  let logged: string[];

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'performance'] });
    logged = [];
    const note = (message: unknown) => void logged.push(String(message));
    jest.spyOn(Logger.prototype, 'error').mockImplementation(note);
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(note);
    jest.spyOn(Logger.prototype, 'debug').mockImplementation(note);
    store = new MemoryTaskStore();
    queue = taskQueueOver(store).queue;
  });

  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  const pass = (ms = 0) => jest.advanceTimersByTimeAsync(ms);

  /** Blocks every run until `open` is called. */
  function gate() {
    let open!: () => void;
    const opened = new Promise<void>((resolve) => (open = resolve));
    return { opened, open };
  }

  it('runs a task after the caller went on, with a copy of its payload', async () => {
    const seen: unknown[] = [];
    queue.register('note', async (payload) => void seen.push(payload));
    const payload = { at: new Date(0), text: 'a' };
    queue.enqueue('note', payload);
    payload.text = 'changed';
    expect(seen).toEqual([]);
    await pass();
    expect(seen).toEqual([{ at: '1970-01-01T00:00:00.000Z', text: 'a' }]);
    expect(queue.stats()).toMatchObject({ queued: 0, running: 0, completed: 1, oldest_age_seconds: null });
  });

  it('refuses a task nobody handles, and a name twice', () => {
    queue.register('note', async () => undefined);
    expect(() => queue.enqueue('other', {})).toThrow('no handler');
    expect(() => queue.register('note', async () => undefined)).toThrow('twice');
  });

  it('runs four at a time', async () => {
    const { opened, open } = gate();
    queue.register('note', () => opened);
    for (let at = 0; at < 7; at += 1) queue.enqueue('note', at);
    await pass();
    await pass(2000);
    expect(queue.stats()).toMatchObject({
      running: 4,
      queued: 3,
      oldest_age_seconds: 2,
      by_task: { note: { running: 4, queued: 3 } },
    });
    open();
    await pass();
    expect(queue.stats()).toMatchObject({ running: 0, queued: 0, completed: 7 });
  });

  it('tries again after growing waits and succeeds', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    const triedAt: number[] = [];
    const startedAt = Date.now();
    queue.register('note', async () => {
      triedAt.push(Date.now() - startedAt);
      if (triedAt.length < 4) throw new TypeError('what the user wrote');
    });
    queue.enqueue('note', {});
    await pass(10_000);
    expect(triedAt).toHaveLength(4);
    const waits = triedAt.slice(1).map((at, index) => at - triedAt[index]!);
    for (const [index, wait] of waits.entries()) expect(Math.abs(wait - 500 * 2 ** index)).toBeLessThan(10);
    expect(queue.stats()).toMatchObject({ completed: 1, failed: 3, retried: 3, parked: 0 });
    expect(logged.join()).not.toContain('what the user wrote');
    expect(logged.join()).toContain('TypeError');
  });

  it('parks a task that used up its attempts, in the store', async () => {
    queue.register('note', () => Promise.reject(new TypeError('no')), { attempts: 3, backoffMs: 10 });
    queue.enqueue('note', { text: 'x' });
    await pass(5000);
    expect(queue.stats()).toMatchObject({ failed: 3, retried: 2, parked: 1, lost: 0, queued: 0 });
    expect([...store.rows.values()]).toMatchObject([
      { status: 'parked', attempts: 3, errorCode: 'TypeError', payload: { text: 'x' } },
    ]);
    await pass(600_000);
    expect(queue.stats().failed).toBe(3);
  });

  it('leaves nothing of a task that asked to be dropped, neither here nor in the store', async () => {
    await store.save([{ id: 'stored', name: 'secret', payload: 'text', attempts: 0, createdAt: new Date() }]);
    const fail = async () => Promise.reject(new TypeError('always'));
    queue.register('secret', fail, { attempts: 2, backoffMs: 100, whenGivenUp: 'drop' });
    queue.enqueue('secret', 'more text');
    queue.onApplicationBootstrap();
    await pass(10_000);
    expect(queue.stats()).toMatchObject({ failed: 4, dropped: 2, parked: 0, lost: 0, queued: 0 });
    expect(store.rows.size).toBe(0);
    expect(logged.join()).not.toContain('text');
    await queue.beforeApplicationShutdown();
  });

  it('cuts an attempt at its timeout and counts it as a failure', async () => {
    const signals: AbortSignal[] = [];
    queue.register(
      'note',
      (_payload, signal) => {
        signals.push(signal);
        return signals.length === 1 ? new Promise(() => undefined) : Promise.resolve();
      },
      { timeoutMs: 100, backoffMs: 10 },
    );
    queue.enqueue('note', {});
    await pass(99);
    expect(signals[0]?.aborted).toBe(false);
    await pass(100);
    expect(signals[0]?.aborted).toBe(true);
    expect(queue.stats()).toMatchObject({ failed: 1, completed: 1 });
  });

  it('uses up no attempt while the store is away, and goes on when it is back', async () => {
    store.isAvailable = false;
    let works = false;
    queue.register('note', () => (works ? Promise.resolve() : Promise.reject(new Error('no database'))));
    queue.onApplicationBootstrap();
    queue.enqueue('note', {});
    await pass(300_000);
    expect(queue.stats()).toMatchObject({ parked: 0, lost: 0, queued: 1 });
    works = true;
    store.comeBack();
    await pass();
    expect(queue.stats()).toMatchObject({ completed: 1, queued: 0 });
    await queue.beforeApplicationShutdown();
  });

  it('sends what does not fit to the store and fetches it when there is room', async () => {
    const { opened, open } = gate();
    const seen = new Set<unknown>();
    queue.register('note', async (payload) => {
      await opened;
      seen.add(payload);
    });
    for (let at = 0; at < 25; at += 1) queue.enqueue('note', at);
    await pass();
    expect(queue.stats()).toMatchObject({ overflowed: 15, lost: 0 });
    expect(store.rows.size).toBe(15);
    open();
    await pass(10_000);
    expect(seen.size).toBe(25);
    expect(store.rows.size).toBe(0);
    expect(queue.stats()).toMatchObject({ completed: 25, queued: 0 });
  });

  it('holds on to the overflow while the store is away, and loses only what finds that full too', async () => {
    store.isAvailable = false;
    const { opened, open } = gate();
    const seen = new Set<unknown>();
    queue.register('note', async (payload) => {
      await opened;
      seen.add(payload);
    });
    for (let at = 0; at < 23; at += 1) queue.enqueue('note', at);
    await pass(5000);
    expect(queue.stats()).toMatchObject({ overflowed: 13, lost: 3, queued: 16, running: 4 });
    expect(logged.filter((line) => line.includes('lost'))).toHaveLength(3);
    open();
    await pass(10_000);
    expect(seen.size).toBe(20);
  });

  it('does not let one task the store refuses keep the others out', async () => {
    const { opened } = gate();
    queue.register('note', () => opened);
    store.refuse = ({ payload }) => payload === 12;
    for (let at = 0; at < 20; at += 1) queue.enqueue('note', at);
    await pass(20_000);
    expect(store.rows.size).toBe(9);
    expect(queue.stats()).toMatchObject({ lost: 1, queued: 6, running: 4 });
  });

  it('takes up what an earlier process left, and leaves names it does not know', async () => {
    const left = { name: 'note', attempts: 2, createdAt: new Date() };
    await store.save([
      { ...left, id: '1', payload: 'a' },
      { ...left, id: '2', name: 'unknown', payload: 'b' },
    ]);
    await store.park({ ...left, id: '3', payload: 'c' }, 'Error');
    const seen: unknown[] = [];
    queue.register('note', async (payload) => void seen.push(payload));
    queue.onApplicationBootstrap();
    await pass(20_000);
    expect(seen).toEqual(['a']);
    expect([...store.rows.keys()]).toEqual(['2', '3']);
    await queue.beforeApplicationShutdown();
  });

  it('takes up the tasks of a process that was killed when their lease is over', async () => {
    await store.save([{ id: '1', name: 'note', payload: 'a', attempts: 0, createdAt: new Date() }]);
    await store.claim(['note'], 1, 60_000);
    const seen: unknown[] = [];
    queue.register('note', async (payload) => void seen.push(payload));
    queue.onApplicationBootstrap();
    await pass(59_000);
    expect(seen).toEqual([]);
    await pass(10_000);
    expect(seen).toEqual(['a']);
    await queue.beforeApplicationShutdown();
  });

  it('keeps its lease on a task for as long as it works on it', async () => {
    await store.save([{ id: '1', name: 'note', payload: 'a', attempts: 0, createdAt: new Date() }]);
    const { opened, open } = gate();
    queue.register('note', () => opened, { timeoutMs: 3_600_000 });
    queue.onApplicationBootstrap();
    await pass(20 * 60_000);
    expect(store.rows.get('1')!.runAfter).toBeGreaterThan(Date.now());
    open();
    await pass(200);
    expect(store.rows.size).toBe(0);
    await queue.beforeApplicationShutdown();
  });

  it('runs what was stored for it at once and removes it, and leaves what it has no room for to a claim', async () => {
    const { opened, open } = gate();
    const seen: unknown[] = [];
    queue.register('note', async (payload) => {
      await opened;
      seen.push(payload);
    });
    queue.onApplicationBootstrap();
    const stored = Array.from({ length: 12 }, (_value, at) => ({ id: `${at}`, name: 'note', payload: at }));
    await store.save(stored.map((task) => ({ ...task, attempts: 1, createdAt: new Date() })));
    await store.extend([...store.rows.keys()], 60_000);
    queue.adopt(stored);
    await pass();
    expect(queue.stats()).toMatchObject({ running: 4, queued: 6, overflowed: 2 });
    open();
    await pass(200);
    expect(seen).toHaveLength(10);
    expect([...store.rows.keys()]).toEqual(['10', '11']);
    await pass(65_000);
    expect(new Set(seen).size).toBe(12);
    expect(store.rows.size).toBe(0);
    await queue.beforeApplicationShutdown();
  });

  it('does not wait for the leases of a process that can only be dead', async () => {
    store.exclusive = true;
    await store.save([{ id: '1', name: 'note', payload: 'a', attempts: 0, createdAt: new Date() }]);
    await store.claim(['note'], 1, 60_000);
    await pass(1);
    const seen: unknown[] = [];
    const later = taskQueueOver(store).queue;
    later.register('note', async (payload) => void seen.push(payload));
    later.onApplicationBootstrap();
    await pass(200);
    expect(seen).toEqual(['a']);
    expect(store.rows.size).toBe(0);
    await later.beforeApplicationShutdown();
  });

  it('parks a task that took its processes with it as often as it may fail', async () => {
    await store.save([{ id: '1', name: 'note', payload: 'a', attempts: 0, createdAt: new Date() }]);
    for (let death = 0; death < 3; death += 1) {
      await store.claim(['note'], 1, 60_000);
      await pass(60_000);
    }
    queue.register('note', () => Promise.reject(new Error('never reached')), { attempts: 3 });
    queue.onApplicationBootstrap();
    await pass(10);
    expect(queue.stats()).toMatchObject({ parked: 1, failed: 0 });
    expect([...store.rows.values()]).toMatchObject([
      { status: 'parked', attempts: 3, errorCode: 'ProcessDied' },
    ]);
    await queue.beforeApplicationShutdown();
  });

  it('does not bring back what was removed from the store while it worked on it', async () => {
    queue.register('note', () => new Promise(() => undefined));
    queue.register('hopeless', () => Promise.reject(new Error('no')), { attempts: 1 });
    const stored = [
      { id: '1', name: 'note', payload: 'words' },
      { id: '2', name: 'hopeless', payload: 'words' },
    ];
    await store.save(stored.map((task) => ({ ...task, attempts: 1, createdAt: new Date() })));
    queue.adopt(stored);
    await store.remove(['1', '2']);
    const drained = queue.drain(100);
    await pass(1000);
    await drained;
    expect(store.rows.size).toBe(0);
  });

  it('drains: finishes what it can, stores the rest and takes no more for itself', async () => {
    const slow = gate();
    const signals: AbortSignal[] = [];
    queue.register('quick', () => Promise.resolve());
    queue.register('slow', (_payload, signal) => {
      signals.push(signal);
      return slow.opened;
    });
    queue.enqueue('quick', 0);
    for (let at = 0; at < 6; at += 1) queue.enqueue('slow', at);
    const drained = queue.drain(1000);
    await pass(2000);
    await drained;
    expect(queue.stats()).toMatchObject({ completed: 1, running: 0, queued: 0, lost: 0 });
    expect([...store.rows.values()].map(({ payload }) => payload).sort()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
    queue.enqueue('quick', 'late');
    await pass();
    expect(store.rows.size).toBe(7);
    slow.open();
    await pass();
    expect(store.rows.size).toBe(7);
  });

  it('drains at once when there is nothing to do, as often as asked', async () => {
    queue.register('note', async () => undefined);
    const startedAt = Date.now();
    await queue.drain(5000);
    await queue.beforeApplicationShutdown();
    expect(Date.now() - startedAt).toBeLessThan(10);
  });

  it('loses nothing and runs everything, whatever fails and however often the store goes away', async () => {
    const event = fc.oneof(
      { weight: 5, arbitrary: fc.constant('enqueue' as const) },
      { weight: 1, arbitrary: fc.constant('away' as const) },
      { weight: 1, arbitrary: fc.constant('back' as const) },
      { weight: 2, arbitrary: fc.constant('pass' as const) },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { maxLength: 60 }),
        fc.infiniteStream(fc.boolean()),
        async (events, fails) => {
          const randomStore = new MemoryTaskStore();
          const { queue: random } = taskQueueOver(randomStore, 64);
          const done = new Set<unknown>();
          let calm = false;
          random.register(
            'note',
            async (payload) => {
              await Promise.resolve();
              if (!calm && fails.next().value) throw new Error('failed');
              done.add(payload);
            },
            { attempts: 1000, backoffMs: 10 },
          );
          random.onApplicationBootstrap();
          let expected = 0;
          for (const step of events) {
            if (step === 'enqueue') for (let at = 0; at < 3; at += 1) random.enqueue('note', expected++);
            if (step === 'away') randomStore.isAvailable = false;
            if (step === 'back') randomStore.comeBack();
            if (step === 'pass') await pass(50);
          }
          calm = true;
          randomStore.comeBack();
          await pass(120_000);
          expect(random.stats().lost).toBe(Math.max(0, expected - done.size));
          if (random.stats().lost === 0) expect(done.size).toBe(expected);
          expect(randomStore.rows.size).toBe(0);
          await random.beforeApplicationShutdown();
        },
      ),
      { numRuns: 25 },
    );
  });
});
