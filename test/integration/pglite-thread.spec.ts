import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DataDirInUseError } from '../../src/platform/database/data-dir.lock.js';
import { PgliteEngine } from '../../src/platform/database/pglite.engine.js';
import { startPgliteEarly } from '../../src/platform/database/pglite.thread.js';
import { temporaryFolder } from '../support/service.js';

/** A thread that was started before the service was loaded, as main.ts does. */
describe('the head start of the embedded database', () => {
  const folder = temporaryFolder();
  const engine = () => new PgliteEngine({ dataDir: folder.path, timeoutMs: 20_000 });
  afterAll(() => folder.remove());

  it('is taken over by the engine, which holds the lock and gives it back', async () => {
    startPgliteEarly(folder.path);
    const first = engine();
    await first.claim();
    await expect(engine().claim()).rejects.toThrow(DataDirInUseError);
    await first.open();
    const { rows } = await first.pool.query<{ answer: number }>('select 42 as answer');
    expect(rows).toEqual([{ answer: 42 }]);
    await first.close();

    const second = engine();
    await second.claim();
    await second.close();
  }, 120_000);

  it('that comes too late is refused where the engine claims its folder', async () => {
    const holder = engine();
    await holder.claim();
    startPgliteEarly(folder.path);
    await expect(engine().claim()).rejects.toThrow(DataDirInUseError);
    await holder.close();
  });

  it('ends with an engine that never opened it', async () => {
    startPgliteEarly(folder.path);
    const unused = engine();
    await unused.claim();
    await unused.close();
    expect(existsSync(join(folder.path, 'pglite.lock'))).toBe(false);
  });
});
