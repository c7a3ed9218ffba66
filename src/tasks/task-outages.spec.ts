import { Logger } from '@nestjs/common';
import { MemoryTaskStore } from '../../test/support/memory-task-store.js';
import { taskQueueOver } from '../../test/support/task-queue.js';
import { DatabaseQueryError, DatabaseUnavailableError } from '../platform/database/database.errors.js';
import { DeadlineExceededError } from '../platform/resilience/deadline.js';
import type { TaskQueue } from './task-queue.js';

const UNANSWERED = [
  new DatabaseUnavailableError('writing'),
  new DeadlineExceededError('writing', 10_000),
] as const;

/** As long as nobody has found out that the database is gone, it counts as available. */
describe('tasks while the database does not answer', () => {
  let store: MemoryTaskStore;
  let queue: TaskQueue;

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'performance'] });
    for (const level of ['error', 'warn', 'debug'] as const) {
      jest.spyOn(Logger.prototype, level).mockImplementation(() => undefined);
    }
    store = new MemoryTaskStore();
    queue = taskQueueOver(store, 1).queue;
  });

  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  const pass = (ms = 0) => jest.advanceTimersByTimeAsync(ms);

  it.each(UNANSWERED)('keep their attempts ($name)', async (error) => {
    let works = false;
    queue.register('note', () => (works ? Promise.resolve() : Promise.reject(error)), { attempts: 2 });
    queue.enqueue('note', {});
    await pass(300_000);
    expect(queue.stats()).toMatchObject({ parked: 0, queued: 1 });
    works = true;
    await pass(60_000);
    expect(queue.stats()).toMatchObject({ parked: 0, completed: 1, queued: 0 });
  });

  it.each(UNANSWERED)('are not lost on their way to the store ($name)', async (error) => {
    queue.register('note', () => new Promise(() => undefined), { timeoutMs: 3_600_000 });
    store.fault = error;
    for (let at = 0; at < 3; at += 1) queue.enqueue('note', at);
    await pass(60_000);
    expect(queue.stats()).toMatchObject({ lost: 0, queued: 2 });
    store.fault = undefined;
    await pass(2000);
    expect([...store.rows.values()].map(({ payload }) => payload)).toEqual([1, 2]);
  });

  it.each([
    ['a refused statement', () => Promise.reject(new DatabaseQueryError('writing', '22021'))],
    ['its own deadline', () => new Promise<never>(() => undefined)],
  ])('lose an attempt to %s', async (_name, fail) => {
    queue.register('note', fail, { attempts: 2, timeoutMs: 1000 });
    queue.enqueue('note', {});
    await pass(60_000);
    expect(queue.stats()).toMatchObject({ failed: 2, parked: 1 });
  });
});
