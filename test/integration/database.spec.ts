import { existsSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { DatabaseQueryError, DatabaseUnavailableError } from '../../src/platform/database/database.errors.js';
import { DeadlineExceededError } from '../../src/platform/resilience/deadline.js';
import { sessions } from '../../src/platform/database/schema/index.js';
import type { Statement } from '../../src/platform/database/statement.js';
import { openTestDatabase, waitUntil, type TestDatabase } from '../support/database.js';

const row = (sessionId: string) => ({
  userId: 'u',
  sessionId,
  userScope: 'u',
  createdAt: new Date(0),
  updatedAt: new Date(0),
});

describe.each(['pglite', 'postgres'] as const)('Database on %s', (kind) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(kind, { firstStart: true });
  }, 60_000);
  afterAll(() => test.close());

  const count = () => test.database.run('count', (db) => db.$count(sessions));

  it('has the tables and pgvector after its first start', async () => {
    const { rows } = await test.database.run('probe', (db) =>
      db.execute<{ distance: number }>(sql`select '[1,0]'::vector <=> '[0,1]'::vector as distance`),
    );
    expect(rows[0]?.distance).toBe(1);
    expect(await count()).toBe(0);
    expect(test.dependencies.status('database')).toMatchObject({ healthy: true, details: { engine: kind } });
  });

  it('commits a whole transaction or nothing of it', async () => {
    const failing = test.database.run('two rows', (db) =>
      db.transaction(async (transaction) => {
        await transaction.insert(sessions).values(row('lost'));
        throw new RangeError('changed my mind');
      }),
    );
    await expect(failing).rejects.toThrow(RangeError);
    expect(await count()).toBe(0);
    await test.database.run('two rows', (db) =>
      db.transaction(async (transaction) => {
        await transaction.insert(sessions).values(row('kept'));
        await transaction.insert(sessions).values(row('kept too'));
      }),
    );
    expect(await count()).toBe(2);
  });

  it('reports a refused statement by its code alone, and goes on', async () => {
    const secret = 'what the user wrote';
    const failure = await test.database
      .run('bad cast', (db) => db.execute(sql`select ${secret}::int`))
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DatabaseQueryError);
    expect(failure).toMatchObject({ sqlState: '22P02' });
    expect((failure as Error).cause).toBeUndefined();
    expect(`${(failure as Error).message}${(failure as Error).stack}`).not.toContain(secret);
    expect(test.database.available).toBe(true);
    expect(await count()).toBe(2);
  });

  it('frees a caller that gives up, begins nothing for one that already has, and leaks no connection', async () => {
    for (let round = 0; round < 20; round += 1) {
      const caller = new AbortController();
      const work = test.database.run('slow', (db) => db.execute(sql`select 1`), caller.signal);
      caller.abort(new Error('gone'));
      await expect(work).rejects.toThrow('gone');
    }
    let begun = false;
    const work = test.database.run(
      'x',
      async () => {
        begun = true;
      },
      AbortSignal.abort(new Error('gone')),
    );
    await expect(work).rejects.toThrow('gone');
    expect(begun).toBe(false);
    expect(await Promise.all(Array.from({ length: 10 }, count))).toEqual(new Array(10).fill(2));
  });

  it('answers many callers at once, each with its own result', async () => {
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        test.database.run('echo', (db) => db.execute<{ x: string }>(sql`select ${String(index)}::text as x`)),
      ),
    );
    expect(results.map((result) => result.rows[0]?.x)).toEqual(
      Array.from({ length: 50 }, (_, i) => String(i)),
    );
  });
});

describe('Database deadlines', () => {
  it('cuts work at the deadline, rolls it back, and serves the next caller', async () => {
    const test = await openTestDatabase('pglite', { timeoutMs: 300 });
    try {
      const stuck = test.database.run('stuck', (db) =>
        db.transaction(async (transaction) => {
          await transaction.insert(sessions).values(row('never'));
          await new Promise((resolve) => setTimeout(resolve, 1000).unref());
        }),
      );
      await expect(stuck).rejects.toThrow(DeadlineExceededError);
      expect(test.database.available).toBe(true);
      expect(await test.database.run('count', (db) => db.$count(sessions))).toBe(0);
    } finally {
      await test.close();
    }
  }, 60_000);
});

describe('statements of the embedded database', () => {
  const slow: Statement = {
    name: 'test_slow',
    text: 'SELECT count(*)::int AS count FROM generate_series(1, $1::int) AS one (n) WHERE n % 7 = 0',
  };
  const nulls: Statement = { name: 'test_nulls', text: 'SELECT chr($1::int) AS letter' };

  it('are answered each with its own rows or refusal, and again after one was cut in the middle', async () => {
    const test = await openTestDatabase('pglite', { timeoutMs: 300 });
    const count = (upTo: number) => test.database.query('counting', slow, [upTo]);
    const letter = (code: number) => test.database.query('a letter', nulls, [code]);
    try {
      const mixed = await Promise.allSettled([count(7), letter(0), letter(65), count(70)]);
      expect(mixed).toMatchObject([
        { value: [{ count: 1 }] },
        { reason: { name: 'DatabaseQueryError', sqlState: '54000' } },
        { value: [{ letter: 'A' }] },
        { value: [{ count: 10 }] },
      ]);
      const cut = [count(20_000_000), letter(66)];
      for (const { status } of await Promise.allSettled(cut)) expect(status).toBe('rejected');
      const isAway = () =>
        letter(67).then(
          () => false,
          () => true,
        );
      while (await isAway()) await delay(20);
      expect(await Promise.all([letter(67), count(14)])).toEqual([[{ letter: 'C' }], [{ count: 2 }]]);
    } finally {
      await test.close();
    }
  }, 90_000);
});

describe('a database server that goes and comes back', () => {
  it('fails at once while it is away and works again by itself', async () => {
    const test = await openTestDatabase('postgres');
    try {
      await test.database.run('insert', (db) => db.insert(sessions).values(row('before')));
      await test.stop();
      const startedAt = performance.now();
      await expect(test.database.run('x', (db) => db.$count(sessions))).rejects.toThrow(
        DatabaseUnavailableError,
      );
      expect(performance.now() - startedAt).toBeLessThan(50);
      expect(test.dependencies.status('database').healthy).toBe(false);
      await test.start();
      expect(await test.database.run('count', (db) => db.$count(sessions))).toBe(1);
    } finally {
      await test.close();
    }
  }, 60_000);
});

describe('a database server that is not there at the start', () => {
  it('delays readiness, not the start, and is migrated once it comes', async () => {
    const test = await openTestDatabase('postgres', { serverDown: true });
    try {
      let ready = false;
      void test.database.ready.then(() => {
        ready = true;
      });
      const heard: string[] = [];
      const endListening = test.database.onAvailable(() => heard.push('available'));
      await expect(test.database.run('x', (db) => db.$count(sessions))).rejects.toThrow(
        DatabaseUnavailableError,
      );
      await waitUntil(() => test.dependencies.status('database').details?.last_failure === 'ECONNREFUSED');
      expect([ready, test.database.available]).toEqual([false, false]);
      await test.start();
      await test.database.ready;
      expect(await test.database.run('count', (db) => db.$count(sessions))).toBe(0);
      expect(heard).toEqual(['available']);
      endListening();
    } finally {
      await test.close();
    }
  }, 60_000);
});

describe('a database server that hangs', () => {
  it('is noticed within seconds, frees those who wait, and is used again once it answers', async () => {
    const test = await openTestDatabase('postgres');
    try {
      test.server?.freeze();
      const startedAt = performance.now();
      await expect(test.database.run('x', (db) => db.$count(sessions))).rejects.toThrow(
        DatabaseUnavailableError,
      );
      expect(performance.now() - startedAt).toBeLessThan(6000);
      test.server?.thaw();
      await waitUntil(() => test.database.available);
      expect(await test.database.run('count', (db) => db.$count(sessions))).toBe(0);
    } finally {
      await test.close();
    }
  }, 60_000);
});

describe('the embedded database', () => {
  it('refuses a folder that another one holds, keeps its data over a restart, and frees the folder', async () => {
    const first = await openTestDatabase('pglite');
    await first.database.run('insert', (db) => db.insert(sessions).values(row('kept')));
    await expect(openTestDatabase('pglite', { dataDir: first.dataDir })).rejects.toThrow(
      new RegExp(`DATA_DIR ${first.dataDir} is in use by process ${process.pid}`),
    );
    await first.database.onApplicationShutdown();
    const second = await openTestDatabase('pglite', { dataDir: first.dataDir });
    expect(await second.database.run('count', (db) => db.$count(sessions))).toBe(1);
    await second.close();
    await first.close();
  }, 60_000);

  it('names a DATA_DIR that cannot be used', async () => {
    const dataDir = join(mkdtempSync(join(tmpdir(), 'xinyu-file-')), 'data');
    writeFileSync(dataDir, 'a file');
    await expect(openTestDatabase('pglite', { dataDir })).rejects.toThrow(
      `DATA_DIR ${dataDir} cannot be written (EEXIST)`,
    );
  });

  it('ends at once while it opens, and a first start that was cut short does no harm', async () => {
    const first = await openTestDatabase('pglite', { firstStart: true, waitReady: false });
    await waitUntil(() => existsSync(join(first.dataDir, 'pglite.new')));
    const startedAt = performance.now();
    await first.database.onApplicationShutdown();
    expect(performance.now() - startedAt).toBeLessThan(2000);
    expect(existsSync(join(first.dataDir, 'pglite'))).toBe(false);
    const second = await openTestDatabase('pglite', { dataDir: first.dataDir });
    expect(await second.database.run('count', (db) => db.$count(sessions))).toBe(0);
    expect(statSync(first.dataDir).mode & 0o077).toBe(0);
    await second.close();
    await first.close();
  }, 60_000);

  it('opens again by itself when its thread dies', async () => {
    const test = await openTestDatabase('pglite');
    try {
      await test.database.run('insert', (db) => db.insert(sessions).values(row('kept')));
      await test.stop();
      await test.start();
      expect(await test.database.run('count', (db) => db.$count(sessions))).toBe(1);
    } finally {
      await test.close();
    }
  }, 60_000);
});
