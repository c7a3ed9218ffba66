import { extractMemories } from '../../src/memory/extraction/memory-extractor.js';
import { MemoryPicker, WORTH_A_THREAD_CHARACTERS } from '../../src/memory/memory-picker.js';
import type { WorkerPool } from '../../src/tasks/worker-pool.js';
import { workerPool } from '../support/task-queue.js';

const { signal } = new AbortController();
const felt = (message: string) => ({ message, emotion: 'sad', intensity: 6 });
const long = felt(`${'今天下了一整天的雨。'.repeat(80)}我养了一只叫豆豆的橘猫。我在杭州上班。`);

describe('MemoryPicker', () => {
  let pool: WorkerPool;

  beforeEach(() => {
    pool = workerPool();
  });

  afterEach(() => pool.onModuleDestroy());

  it('picks the same on a thread as here', async () => {
    const picked = await new MemoryPicker(pool).pick(long, signal);
    expect(picked).toEqual(extractMemories(long));
    expect(picked.map(({ kind }) => kind).sort()).toEqual(['fact', 'pet']);
    expect(pool.stats()).toMatchObject({ completed: 1, active: 0 });
  });

  it('starts no thread for a short message', async () => {
    const message = '我养了一只叫豆豆的橘猫。'.padEnd(WORTH_A_THREAD_CHARACTERS, '。');
    expect(await new MemoryPicker(pool).pick(felt(message), signal)).toHaveLength(1);
    expect(pool.stats()).toMatchObject({ threads: 0, completed: 0 });
  });

  it('leaves the event loop free while a thread reads a long message', async () => {
    await new MemoryPicker(pool).pick(long, signal);
    let turns = 0;
    let running = true;
    const count = () => {
      turns += 1;
      if (running) setImmediate(count);
    };
    setImmediate(count);
    await new MemoryPicker(pool).pick(felt('我养了一只叫豆豆的橘猫，'.repeat(700)), signal);
    running = false;
    expect(turns).toBeGreaterThan(1);
  });

  it('picks here when the pool fails', async () => {
    const picker = new MemoryPicker(pool);
    await picker.pick(long, signal);
    await pool.onModuleDestroy();
    expect(await picker.pick(long, signal)).toEqual(extractMemories(long));
  });

  it('does not pick for a task that was aborted', async () => {
    const leaver = new AbortController();
    const picking = new MemoryPicker(pool).pick(long, leaver.signal);
    leaver.abort(new Error('the process ends'));
    await expect(picking).rejects.toThrow('the process ends');
  });
});
