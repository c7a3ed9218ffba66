import { sql } from 'drizzle-orm';
import { PerformanceModule } from '../../../src/performance/performance.module.js';
import { Database } from '../../../src/platform/database/database.js';
import { DatabaseModule } from '../../../src/platform/database/database.module.js';
import { TaskQueue } from '../../../src/tasks/task-queue.js';
import { TestPostgresServer, waitUntil } from '../../support/database.js';
import { eventually, requestJson } from '../../support/client.js';
import { startHttpApplication, type RunningApplication } from '../../support/http-application.js';

const SECRET = 'what somebody wrote';

describe('an operator and the stored tasks', () => {
  let server: TestPostgresServer;
  let running: RunningApplication;
  let works = false;
  const done: unknown[] = [];

  beforeAll(async () => {
    server = await TestPostgresServer.start();
    const features = { imports: [DatabaseModule, PerformanceModule] };
    running = await startHttpApplication(features, { DATABASE_URL: server.url });
    await running.app.get(Database).ready;
    const queue = running.app.get(TaskQueue, { strict: false });
    for (const name of ['one', 'other']) {
      queue.register(
        name,
        async (payload) => {
          if (!works) throw new RangeError(SECRET);
          done.push(payload);
        },
        { attempts: 2, backoffMs: 1 },
      );
    }
    for (const name of ['one', 'one', 'other']) queue.enqueue(name, { name, text: SECRET });
  }, 60_000);

  afterAll(async () => {
    await running.close();
    await server.close();
  });

  const url = (path: string) => `${running.url}/performance/tasks${path}`;
  const metric = async (name: string) => {
    const text = await (await fetch(`${running.url}/metrics`)).text();
    return Number(new RegExp(`^xinyu_${name} (.*)$`, 'm').exec(text)?.[1] ?? NaN);
  };

  it('sees what never worked, without its words, as a figure too', async () => {
    const body = await eventually(async () => {
      const { body } = await requestJson(url(''));
      return body.parked_tasks.length === 3 && body.tasks.outbox_parked === 3 ? body : undefined;
    }, 'three tasks are parked and counted');
    expect(body).toMatchObject({
      tasks: { parked: 3, outbox_depth: 0, outbox_oldest_age_seconds: null },
      stored_tasks: [
        { name: 'one', queued: 0, parked: 2, oldest_age_seconds: null },
        { name: 'other', queued: 0, parked: 1 },
      ],
    });
    expect(Object.keys(body.parked_tasks[0]).sort()).toEqual([
      'age_seconds',
      'attempts',
      'error_code',
      'id',
      'name',
    ]);
    expect(body.parked_tasks[0]).toMatchObject({ attempts: 2, error_code: 'RangeError' });
    expect(JSON.stringify(body)).not.toContain(SECRET);
    expect([await metric('outbox_depth'), await metric('outbox_parked')]).toEqual([0, 3]);
  });

  it('counts what waits for a process that knows it, and how long', async () => {
    await running.app.get(Database).run('seed', (db) =>
      db.execute(sql`insert into background_tasks (id, name, payload, status, attempts, created_at, run_after)
        values ('w', 'unknown', '"{}"', 'queued', 0, now() - interval '90 seconds', now())`),
    );
    // Each change has the figures read again.
    await requestJson(url('/retry?name=nobody'), { method: 'POST' });
    expect(await metric('outbox_depth')).toBe(1);
    expect(await metric('outbox_oldest_age_seconds')).toBeGreaterThanOrEqual(90);
    expect(await metric('outbox_oldest_age_seconds')).toBeLessThan(120);
  });

  it('has them tried again, by name', async () => {
    works = true;
    const { status, body } = await requestJson(url('/retry?name=one'), { method: 'POST' });
    expect([status, body.retried, body.message]).toEqual([200, 2, '2 tasks will run again']);
    await waitUntil(() => done.length === 2);
    expect(done).toEqual(Array(2).fill({ name: 'one', text: SECRET }));
  });

  it('removes the others', async () => {
    const { status, body } = await requestJson(url('/parked'), { method: 'DELETE' });
    expect([status, body.removed]).toEqual([200, 1]);
    expect((await requestJson(url(''))).body.parked_tasks).toEqual([]);
  });
});
