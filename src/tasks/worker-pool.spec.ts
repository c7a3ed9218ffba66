import { availableParallelism } from 'node:os';
import { limitsOf } from '../../test/support/limits.js';
import { Metrics } from '../platform/metrics/metrics.js';
import type { Language } from '../platform/language/language.js';
import { WorkerPool, type WorkerTask } from './worker-pool.js';

const detect: WorkerTask<string, Language> = {
  module: 'platform/language/language.js',
  export: 'detectLanguage',
};

function poolOf(maxWorkerThreads: number): WorkerPool {
  return new WorkerPool(limitsOf({ THREAD_POOL_MAX_WORKERS: String(maxWorkerThreads) }), new Metrics());
}

describe('WorkerPool', () => {
  it('runs an exported function on a thread, and has no thread before that', async () => {
    const pool = poolOf(256);
    expect(pool.stats()).toEqual({
      max: availableParallelism(),
      threads: 0,
      active: 0,
      queued: 0,
      completed: 0,
    });
    const running = pool.run(detect, '我今天很累');
    expect(pool.stats().active + pool.stats().queued).toBe(1);
    expect(await running).toBe('zh');
    expect(await pool.run(detect, 'I am tired')).toBe('en');
    expect(pool.stats()).toMatchObject({ active: 0, queued: 0, completed: 2 });
    expect(pool.stats().threads).toBeGreaterThan(0);
    await pool.onModuleDestroy();
  });

  it('never has more threads than configured', async () => {
    const pool = poolOf(1);
    const answers = await Promise.all(Array.from({ length: 20 }, () => pool.run(detect, 'hello')));
    expect(answers).toHaveLength(20);
    expect(pool.stats()).toMatchObject({ max: 1, threads: 1, completed: 20 });
    await pool.onModuleDestroy();
  });

  it('hands on what the function throws', async () => {
    const pool = poolOf(1);
    await expect(pool.run({ module: detect.module, export: 'nothing' }, 'x')).rejects.toThrow();
    await expect(pool.run(detect as WorkerTask<unknown, unknown>, null)).rejects.toThrow();
    await pool.onModuleDestroy();
  });

  it('refuses a module outside of the package', async () => {
    const pool = poolOf(1);
    await expect(pool.run({ module: '../package.json', export: 'x' }, 'x')).rejects.toThrow('not a module');
    expect(pool.stats().threads).toBe(0);
    await pool.onModuleDestroy();
  });

  it("ends with the caller's reason when the caller leaves", async () => {
    const pool = poolOf(1);
    await expect(pool.run(detect, 'x', AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
    const leaver = new AbortController();
    const running = pool.run(detect, 'x', leaver.signal);
    leaver.abort(new Error('gone'));
    await expect(running).rejects.toThrow('gone');
    expect(pool.stats()).toMatchObject({ active: 0, queued: 0 });
    await pool.onModuleDestroy();
  });
});
