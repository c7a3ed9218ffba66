import { eq } from 'drizzle-orm';
import { backgroundTasks } from '../../src/platform/database/schema/index.js';
import { PostgresTaskStore } from '../../src/tasks/adapters/postgres-task-store.js';
import type { TaskStore } from '../../src/tasks/ports/task-store.js';
import type { TrackedTask } from '../../src/tasks/tasks.types.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/cache.js';
import { MemoryTaskStore } from '../support/memory-task-store.js';
import { taskQueueOver } from '../support/task-queue.js';

const task = (id: string, payload: unknown = { text: id }): TrackedTask => ({
  id,
  name: 'note',
  payload,
  attempts: 1,
  createdAt: new Date(1_700_000_000_000),
});

/** Asks until a lease that is about to end has ended. */
async function claimSoon(store: TaskStore): Promise<TrackedTask[]> {
  let tasks: TrackedTask[] = [];
  while (tasks.length === 0) tasks = await store.claim(['note'], 1, 60_000);
  return tasks;
}

describe('task stores', () => {
  let test: TestDatabase;

  beforeAll(async () => {
    test = await openTestDatabase('postgres');
  }, 60_000);

  afterAll(() => test.close());

  beforeEach(() => test.database.run('empty', (db) => db.delete(backgroundTasks)));

  const rows = (status: 'queued' | 'parked') =>
    test.database.run('look', (db) =>
      db.select().from(backgroundTasks).where(eq(backgroundTasks.status, status)),
    );

  describe.each([
    ['in memory', (): TaskStore => new MemoryTaskStore()],
    ['in Postgres', (): TaskStore => new PostgresTaskStore(test.database)],
  ])('the contract of a store %s', (_name, open) => {
    it('gives back what it was given, once, the oldest first', async () => {
      const store = open();
      await store.save([task('1')]);
      await new Promise((resolve) => setTimeout(resolve, 5));
      await store.save([task('2'), task('3')]);
      expect(await store.claim(['note'], 2, 60_000)).toEqual([task('1'), task('2')]);
      expect(await store.claim(['note'], 2, 60_000)).toEqual([task('3')]);
      expect(await store.claim(['note'], 2, 60_000)).toEqual([]);
    });

    it('gives a task again when its lease is over, when it is saved again, and not when it was extended', async () => {
      const store = open();
      await store.save([task('1'), task('2'), task('3')]);
      await store.claim(['note'], 3, 60_000);
      await store.extend(['2'], 60_000);
      await store.save([{ ...task('3'), attempts: 4 }]);
      expect(await store.claim(['note'], 3, 60_000)).toEqual([{ ...task('3'), attempts: 4 }]);
      await store.extend(['1'], 1);
      let given: string[] = [];
      while (given.length === 0) given = (await store.claim(['note'], 3, 60_000)).map(({ id }) => id);
      expect(given).toEqual(['1']);
    });

    it('gives neither removed nor parked tasks, nor those of other names', async () => {
      const store = open();
      await store.save([task('1'), task('2'), { ...task('3'), name: 'other' }]);
      await store.remove(['1', 'unknown']);
      await store.park(task('2'), 'TypeError');
      expect(await store.claim(['note'], 9, 60_000)).toEqual([]);
    });

    it('counts being taken as an attempt, until the task is given back', async () => {
      const store = open();
      await store.save([{ ...task('1'), attempts: 0 }]);
      for (const attempts of [0, 1, 2]) {
        expect(await claimSoon(store)).toMatchObject([{ id: '1', attempts }]);
        await store.extend(['1'], 1);
      }
      const [taken] = await claimSoon(store);
      await store.save([{ ...taken!, attempts: 1, leasedUntil: Date.now() }]);
      expect(await store.claim(['note'], 1, 60_000)).toMatchObject([{ attempts: 1 }]);
    });

    it('does not bring back a task that was removed after it was taken', async () => {
      const store = open();
      await store.save([task('1'), task('2')]);
      const [one, two] = await store.claim(['note'], 2, 60_000);
      await store.remove(['1', '2']);
      await store.save([{ ...one!, leasedUntil: Date.now() }]);
      await store.park({ ...two!, leasedUntil: Date.now() }, 'TypeError');
      expect(await store.figures()).toEqual([]);
    });

    it('says what it holds, and gives parked tasks again or away as an operator asks', async () => {
      const store = open();
      expect(await store.figures()).toEqual([]);
      await store.save([task('1'), task('2')]);
      for (const id of ['3', '4']) await store.park(task(id), 'TypeError');
      await store.park({ ...task('5'), name: 'other', attempts: 5 }, 'RangeError');
      const figures = await store.figures();
      expect(figures).toMatchObject([
        { name: 'note', queued: 2, parked: 2 },
        { name: 'other', queued: 0, parked: 1, oldestAgeSeconds: null },
      ]);
      const age = Date.now() / 1000 - 1_700_000_000;
      expect(Math.abs(figures[0]!.oldestAgeSeconds! - age)).toBeLessThan(5);
      expect((await store.parked(10)).find(({ id }) => id === '5')).toEqual({
        id: '5',
        name: 'other',
        attempts: 5,
        errorCode: 'RangeError',
        createdAt: task('5').createdAt,
      });
      expect(await store.parked(2)).toHaveLength(2);
      expect(await store.retryParked('other')).toBe(1);
      expect(await store.claim(['other'], 9, 60_000)).toMatchObject([{ id: '5', attempts: 0 }]);
      expect(await store.removeParked('unknown')).toBe(0);
      expect(await store.removeParked(undefined)).toBe(2);
      expect(await store.parked(10)).toEqual([]);
      expect(await store.claim(['note'], 9, 60_000)).toHaveLength(2);
    });

    it('leaves leased tasks alone where their holder may live', async () => {
      const store = open();
      await store.save([task('1')]);
      await store.claim(['note'], 1, 60_000);
      await store.releaseAbandoned(new Date());
      expect(await store.claim(['note'], 1, 60_000)).toEqual([]);
    });

    it.each([[null], ['5'], [5], ['"'], [{ text: 'a\u0000b \ud800' }], [[1, '二', null]]])(
      'keeps the payload %j as it is',
      async (payload) => {
        const store = open();
        await store.save([task('1', payload)]);
        expect((await store.claim(['note'], 1, 60_000))[0]?.payload).toEqual(payload);
      },
    );
  });

  it('parks a task that cannot be read, which blocks no other', async () => {
    const store = new PostgresTaskStore(test.database);
    await store.save([task('1'), task('2')]);
    await test.database.run('poison', (db) =>
      db.update(backgroundTasks).set({ payload: '{"text": cut' }).where(eq(backgroundTasks.id, '1')),
    );
    expect(await store.claim(['note'], 9, 60_000)).toMatchObject([{ id: '2' }]);
    expect(await store.parked(9)).toMatchObject([{ id: '1', errorCode: 'UnreadablePayload' }]);
  });

  it('shares tasks between processes without giving one to both', async () => {
    const [one, two] = [new PostgresTaskStore(test.database), new PostgresTaskStore(test.database)];
    await one.save(Array.from({ length: 40 }, (_value, at) => task(String(at))));
    const claims = await Promise.all([
      one.claim(['note'], 25, 60_000),
      two.claim(['note'], 25, 60_000),
      one.claim(['note'], 25, 60_000),
    ]);
    const ids = claims.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    ids.push(...(await two.claim(['note'], 100, 60_000)).map(({ id }) => id));
    expect(new Set(ids).size).toBe(40);
  });

  it('takes overflow to the table, survives the loss of the database and runs everything', async () => {
    const store = new PostgresTaskStore(test.database);
    const { queue } = taskQueueOver(store, 5);
    const seen = new Set<unknown>();
    let open = false;
    queue.register(
      'note',
      async (payload) => {
        if (!open || !store.available) throw new Error('not yet');
        seen.add(payload);
      },
      { backoffMs: 20, attempts: 1000 },
    );
    queue.onApplicationBootstrap();
    for (let at = 0; at < 12; at += 1) queue.enqueue('note', at);
    await eventually(async () => (await rows('queued')).length === 7);
    await test.stop();
    for (let at = 12; at < 17; at += 1) queue.enqueue('note', at);
    open = true;
    await test.start();
    await eventually(() => seen.size === 17, 15_000);
    await eventually(async () => (await rows('queued')).length === 0);
    expect(queue.stats()).toMatchObject({ lost: 0, parked: 0, completed: 17 });
    await queue.beforeApplicationShutdown();
  }, 40_000);

  it('leaves to the next process what a drain could not finish, and parks what never works', async () => {
    const store = new PostgresTaskStore(test.database);
    const first = taskQueueOver(store).queue;
    first.register('note', () => new Promise(() => undefined));
    first.register('hopeless', () => Promise.reject(new TypeError('no')), { attempts: 2, backoffMs: 1 });
    for (let at = 0; at < 6; at += 1) first.enqueue('note', at);
    await first.drain(100);
    expect(await rows('queued')).toHaveLength(6);
    await first.beforeApplicationShutdown();

    const second = taskQueueOver(store).queue;
    const seen = new Set<unknown>();
    second.register('note', async (payload) => void seen.add(payload));
    second.register('hopeless', () => Promise.reject(new TypeError('no')), { attempts: 2, backoffMs: 1 });
    second.onApplicationBootstrap();
    second.enqueue('hopeless', {});
    await eventually(() => seen.size === 6);
    await eventually(async () => (await rows('parked')).length === 1);
    await eventually(async () => (await rows('queued')).length === 0);
    expect((await rows('parked'))[0]).toMatchObject({
      name: 'hopeless',
      attempts: 2,
      lastErrorCode: 'TypeError',
    });
    await second.beforeApplicationShutdown();
  });
});
