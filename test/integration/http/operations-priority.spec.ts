import request from 'supertest';
import { HealthModule } from '../../../src/health/health.module.js';
import { PerformanceModule } from '../../../src/performance/performance.module.js';
import { DatabaseModule } from '../../../src/platform/database/database.module.js';
import { Lifecycle } from '../../../src/platform/lifecycle/lifecycle.js';
import { eventually } from '../../support/client.js';
import { startHttpApplication, type RunningApplication } from '../../support/http-application.js';

/** Keeps this process busy with pieces of work that are too long, until it is told to end. */
function keepBusy(pieceMs: number): () => void {
  let ended = false;
  const work = () => {
    const until = performance.now() + pieceMs;
    while (performance.now() < until);
    if (!ended) setImmediate(work);
  };
  setImmediate(work);
  return () => (ended = true);
}

describe('operations while the process is saturated', () => {
  let running: RunningApplication;
  let endWork = () => {};

  beforeAll(async () => {
    running = await startHttpApplication(
      { imports: [DatabaseModule, PerformanceModule, HealthModule] },
      { DATABASE_URL: 'postgres://127.0.0.1:1/none' }, // nothing listens there
    );
    running.app.get(Lifecycle).markReady();
  });
  afterEach(() => endWork());
  afterAll(() => running.close());

  const statusOf = async (path: string) => (await request(running.url).get(path)).status;

  it('are refused with Retry-After, while health, metrics and the settings answer, and come back by themselves', async () => {
    endWork = keepBusy(200);
    const refused = await eventually(
      async () => {
        const answer = await request(running.url).get('/performance/profile');
        return answer.status === 503 ? answer : undefined;
      },
      'the refusal',
      60_000,
    );
    expect(refused.body).toMatchObject({ code: 'overloaded' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    for (const path of ['/performance/', '/performance/metrics', '/performance/cache/stats']) {
      expect([path, await statusOf(path)]).toEqual([path, 503]);
    }
    for (const path of ['/livez', '/readyz', '/performance/optimization/config']) {
      expect([path, await statusOf(path)]).toEqual([path, 200]);
    }
    const metrics = await request(running.url).get('/metrics');
    expect(metrics.text).toMatch(/xinyu_load_refusals_total\{reason="operations_shed"\} [1-9]/);

    endWork();
    await eventually(
      async () => (await statusOf('/performance/profile')) === 200 || undefined,
      'the return',
      60_000,
    );
  }, 120_000);

  it('need the token before they say how busy the service is', async () => {
    const guarded = await startHttpApplication(
      { imports: [DatabaseModule, PerformanceModule, HealthModule] },
      { DATABASE_URL: 'postgres://127.0.0.1:1/none', ADMIN_TOKEN: 'operator-token-1' },
    );
    try {
      endWork = keepBusy(200);
      const shed = () =>
        request(guarded.url).get('/performance/profile').set('Authorization', 'Bearer operator-token-1');
      await eventually(async () => (await shed()).status === 503 || undefined, 'the refusal', 60_000);
      expect((await request(guarded.url).get('/performance/profile')).status).toBe(401);
    } finally {
      endWork();
      await guarded.close();
    }
  }, 120_000);
});
