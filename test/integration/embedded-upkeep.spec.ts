import { inArray, sql } from 'drizzle-orm';
import { DatabaseConfig } from '../../src/config/config.slices.js';
import { EmbeddedUpkeep } from '../../src/platform/database/embedded-upkeep.js';
import { backgroundTasks } from '../../src/platform/database/schema/index.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';

describe('EmbeddedUpkeep', () => {
  let test: TestDatabase;
  let upkeep: EmbeddedUpkeep;

  beforeAll(async () => {
    test = await openTestDatabase('pglite');
    const config = new DatabaseConfig({ url: undefined, dataDir: test.dataDir, poolSize: 1 });
    upkeep = new EmbeddedUpkeep(config, test.database);
  }, 60_000);
  afterAll(() => test.close());

  const taskBytes = async () => {
    const { rows } = await test.database.run('size', (db) =>
      db.execute<{ bytes: number }>(sql`SELECT pg_relation_size('background_tasks')::int AS bytes`),
    );
    return rows[0]!.bytes;
  };

  it('gives back the room of tasks that were done', async () => {
    const ids = Array.from({ length: 500 }, (_, index) => `task-${index}`);
    const moment = new Date(0);
    await test.database.run('insert', (db) =>
      db.insert(backgroundTasks).values(
        ids.map((id) => ({
          id,
          name: 'any',
          payload: 'x'.repeat(500),
          status: 'queued' as const,
          attempts: 0,
          createdAt: moment,
          runAfter: moment,
        })),
      ),
    );
    await test.database.run('remove', (db) =>
      db.delete(backgroundTasks).where(inArray(backgroundTasks.id, ids)),
    );
    expect(await taskBytes()).toBeGreaterThan(100_000);
    await upkeep.tend();
    expect(await taskBytes()).toBe(0);
  });

  it('does nothing, and throws nothing, while the database is away', async () => {
    await test.database.onApplicationShutdown();
    await expect(upkeep.tend()).resolves.toBeUndefined();
  });
});
