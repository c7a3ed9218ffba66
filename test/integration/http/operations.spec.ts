import request from 'supertest';
import { RuntimeSettings } from '../../../src/config/runtime-settings.js';
import { HealthModule } from '../../../src/health/health.module.js';
import { AdaptiveOptimizer } from '../../../src/performance/adaptive-optimizer.js';
import { PerformanceModule } from '../../../src/performance/performance.module.js';
import { DatabaseModule } from '../../../src/platform/database/database.module.js';
import { DependencyRegistry } from '../../../src/platform/dependencies/dependency-registry.js';
import { Lifecycle } from '../../../src/platform/lifecycle/lifecycle.js';
import { Profiler } from '../../../src/platform/profiling/profiler.js';
import { TurnLatencyWindow } from '../../../src/platform/profiling/turn-latency-window.js';
import { StreamRegistry } from '../../../src/platform/streams/stream-registry.js';
import { startHttpApplication, type RunningApplication } from '../../support/http-application.js';

const TOKEN = 'operator-token-1';
const ADMIN_ROUTES = [
  ['get', '/performance/'],
  ['get', '/performance'],
  ['get', '/performance/metrics'],
  ['get', '/performance/cache/stats'],
  ['post', '/performance/cache/clear'],
  ['get', '/performance/streams/active'],
  ['get', '/performance/system/info'],
  ['get', '/performance/profile'],
  ['get', '/performance/tasks'],
  ['post', '/performance/tasks/retry'],
  ['delete', '/performance/tasks/parked'],
  ['get', '/performance/optimization/config'],
  ['post', '/performance/optimization/config'],
  ['get', '/metrics'],
] as const;
/** What comes once it is let in: the one that needs a body is told so, and those that need the database say that. */
const admittedStatus = (method: string, path: string) => {
  if (method === 'post' && path.endsWith('/config')) return 400;
  return method !== 'get' && path.startsWith('/performance/tasks') ? 503 : 200;
};
const OPEN_ROUTES = [
  '/performance/health',
  '/health',
  '/healthz',
  '/health/live',
  '/livez',
  '/health/ready',
  '/readyz',
];

/** Operations must answer without a database; nothing listens on port 1. */
const unreachable = { DATABASE_URL: 'postgres://127.0.0.1:1/none' };
const start = (environment: Record<string, string> = {}) =>
  startHttpApplication(
    { imports: [DatabaseModule, PerformanceModule, HealthModule] },
    { ...unreachable, ...environment },
  );

describe('operations with a token', () => {
  let running: RunningApplication;
  beforeAll(async () => {
    running = await start({ ADMIN_TOKEN: TOKEN });
    running.app.get(Lifecycle).markReady();
  });
  afterAll(() => running.close());

  it.each(ADMIN_ROUTES)('%s %s needs the token, from loopback too', async (method, path) => {
    const bare = await request(running.url)[method](path);
    expect(bare.status).toBe(401);
    expect(bare.body).toMatchObject({ code: 'unauthorized' });
    expect(bare.headers['www-authenticate']).toMatch(/^Bearer/);
    const wrong = await request(running.url)[method](path).set('Authorization', 'Bearer operator-token-2');
    expect(wrong.status).toBe(401);
    const admitted = request(running.url)[method](path).set('Authorization', `Bearer ${TOKEN}`);
    const right = await admitted.set('X-Forwarded-For', '203.0.113.1');
    expect(right.status).toBe(admittedStatus(method, path));
  });

  it.each(OPEN_ROUTES)('%s is open', async (path) => {
    const response = await request(running.url).get(path).set('X-Forwarded-For', '203.0.113.1');
    expect(response.status).toBe(200);
  });

  it('asks a browser for the token with a page that holds no figures', async () => {
    const page = await request(running.url).get('/performance/').set('Accept', 'text/html,*/*;q=0.8');
    expect(page.status).toBe(401);
    expect(page.headers['content-type']).toMatch(/^text\/html/);
    const nonce = /script-src 'nonce-([^']+)'/.exec(page.headers['content-security-policy'] ?? '')?.[1];
    expect(page.text).toContain(`<script nonce="${nonce}">`);
    expect(page.text).not.toContain('{{nonce}}');
    expect(page.text).not.toContain('/*STYLE*/');
    const again = await request(running.url).get('/performance/').set('Accept', 'text/html');
    expect(again.text).not.toContain(nonce);
  });
});

describe('operations without a token', () => {
  let running: RunningApplication;
  beforeEach(async () => {
    running = await start();
    running.app.get(Lifecycle).markReady();
  });
  afterEach(() => running.close());
  const get = (path: string) => request(running.url).get(path);

  it.each(ADMIN_ROUTES)('%s %s answers loopback, but nothing that was forwarded', async (method, path) => {
    expect((await request(running.url)[method](path)).status).toBe(admittedStatus(method, path));
    for (const header of ['X-Forwarded-For', 'Forwarded', 'X-Real-IP', 'Via']) {
      const forwarded = await request(running.url)[method](path).set(header, '127.0.0.1');
      expect(forwarded.status).toBe(403);
      expect(forwarded.body).toMatchObject({ code: 'forbidden' });
    }
  });

  it('refuses the page as well when it was forwarded', async () => {
    const page = await get('/performance/').set('Accept', 'text/html').set('Via', '1.1 proxy');
    expect(page.status).toBe(403);
    expect(page.headers['content-type']).toMatch(/problem\+json/);
  });

  it('reports real figures, and null for what it does not know', async () => {
    const { body } = await get('/performance/metrics');
    expect(body).toMatchObject({
      status: 'success',
      metrics: {
        performance: {
          redis_connected_clients: null,
          redis_used_memory: null,
          redis_hit_rate: null,
          thread_pool_active: 0,
          thread_pool_queued: 0,
          recent_turn_p95: null,
        },
        cache: { total_keys: expect.any(Number), by_strategy: expect.any(Object) },
        active_streams: 0,
        max_concurrent: 50,
        timeout: 30,
      },
    });
    running.app.get(DependencyRegistry).register('redis', () => ({
      healthy: true,
      details: { connected_clients: 4, used_memory: 1000, hit_rate: 75.5 },
    }));
    running.app.get(TurnLatencyWindow).record(1234);
    const later = await get('/performance/metrics');
    expect(later.body.metrics.performance).toMatchObject({
      redis_connected_clients: 4,
      redis_used_memory: 1000,
      redis_hit_rate: 75.5,
      recent_turns: 1,
      recent_turn_p95: 1.234,
    });
  });

  it('says of stored tasks that it does not know while the database is away', async () => {
    const { body } = await get('/performance/tasks');
    expect(body).toMatchObject({
      status: 'success',
      tasks: { completed: 0, parked: 0, outbox_depth: null, outbox_parked: null },
      stored_tasks: null,
      parked_tasks: null,
    });
    expect((await get('/metrics')).text).not.toMatch(/^xinyu_outbox_\w+ /m);
    const bad = await request(running.url).delete('/performance/tasks/parked?name=a&name=b');
    expect(bad.status).toBe(400);
  });

  it('shows no stale Redis figures while Redis is away', async () => {
    running.app
      .get(DependencyRegistry)
      .register('redis', () => ({ healthy: false, details: { used_memory: 1000 } }));
    const { body } = await get('/performance/metrics');
    expect(body.metrics.performance.redis_used_memory).toBeNull();
  });

  it('tells healthy, degraded and unhealthy apart', async () => {
    const dependencies = running.app.get(DependencyRegistry);
    dependencies.register('database', () => ({ healthy: true }));
    const healthy = await get('/performance/health');
    expect(healthy.body).toMatchObject({
      status: 'healthy',
      checks: { redis: null, llm: null, database: true, cache: true },
      details: { phase: 'ready', degraded: [] },
      timestamp: expect.stringMatching(/Z$/),
    });
    dependencies.register('llm', () => ({ healthy: false, details: { failure: 'unreachable' } }));
    const degraded = await get('/performance/health');
    expect([degraded.status, degraded.body.status, degraded.body.checks.llm]).toEqual([
      200,
      'degraded',
      false,
    ]);
    expect(JSON.stringify(degraded.body)).not.toContain('unreachable');
    running.app.get(Lifecycle).startDraining();
    const draining = await get('/performance/health');
    expect([draining.status, draining.body.status]).toEqual([503, 'unhealthy']);
  });

  it('is ready from the end of its start to the first moment of its end, whatever it lost', async () => {
    const fresh = await start();
    const lifecycle = fresh.app.get(Lifecycle);
    const statusOf = async (path: string) => (await request(fresh.url).get(path)).status;
    expect(await statusOf('/health/ready')).toBe(503);
    expect(await statusOf('/readyz')).toBe(503);
    expect(await statusOf('/health')).toBe(503);
    expect(await statusOf('/health/live')).toBe(200);
    lifecycle.markReady();
    fresh.app.get(DependencyRegistry).register('database', () => ({ healthy: false }));
    const ready = await request(fresh.url).get('/health/ready');
    expect(ready.status).toBe(200);
    expect(ready.body).toMatchObject({
      status: 'degraded',
      details: { traffic: { status: 'up' }, database: { status: 'degraded' } },
    });
    lifecycle.startDraining();
    const draining = await request(fresh.url).get('/health/ready');
    expect(draining.status).toBe(503);
    expect(draining.body).toMatchObject({
      status: 'error',
      error: { traffic: { status: 'down', phase: 'draining' } },
    });
    expect(await statusOf('/livez')).toBe(200);
    await fresh.close();
  });

  it('lists the open streams without text', async () => {
    running.app.get(StreamRegistry).open('stream-1', 'sse').characters = 12;
    const { body } = await get('/performance/streams/active');
    expect(body).toMatchObject({
      status: 'success',
      active_streams: 1,
      streams: {
        'stream-1': { transport: 'sse', phase: 'waiting', characters: 12, duration: expect.any(Number) },
      },
    });
  });

  it('describes the machine and caches the description for a moment', async () => {
    const first = await get('/performance/system/info');
    expect(first.body).toMatchObject({
      status: 'success',
      system: { cpu_count: expect.any(Number), memory_total: expect.any(Number) },
      process: { node_version: process.version, memory: { rss: expect.any(Number) } },
    });
    expect(first.headers['x-cache']).toBe('MISS');
    const second = await get('/performance/system/info');
    expect(second.headers['x-cache']).toBe('HIT');
    expect(second.body).toEqual(first.body);
    jest.useFakeTimers({
      doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'setInterval', 'queueMicrotask', 'performance'],
      now: Date.now() + 1500,
    });
    try {
      const third = await get('/performance/system/info');
      expect(third.headers['x-cache']).toBe('MISS');
      expect(third.body.timestamp).not.toBe(first.body.timestamp);
    } finally {
      jest.useRealTimers();
    }
  });

  it('profiles functions in seconds', async () => {
    running.app.get(Profiler).record('Some.step', 250, true);
    const { body } = await get('/performance/profile');
    expect(body.functions['Some.step']).toMatchObject({
      calls: 1,
      errors: 1,
      p50: 0.25,
      p95: 0.25,
      max: 0.25,
      last: 0.25,
    });
  });

  it('reports and clears the cache', async () => {
    const stats = await get('/performance/cache/stats');
    expect(stats.body).toMatchObject({ status: 'success', cache_stats: { total_keys: expect.any(Number) } });
    const cleared = await request(running.url).post('/performance/cache/clear?pattern=nothing-like-it*');
    expect(cleared.body).toMatchObject({
      status: 'success',
      message: expect.any(String),
      cleared: expect.any(Number),
    });
    for (const query of ['pattern=', 'pattern=a&pattern=b', 'patern=a', 'pattern=%00']) {
      const refused = await request(running.url).post(`/performance/cache/clear?${query}`);
      expect([query, refused.status]).toEqual([query, 400]);
    }
  });

  it('changes what may be changed while it runs, and only that', async () => {
    const change = (body: object) => request(running.url).post('/performance/optimization/config').send(body);
    const changed = await change({
      cache_enabled: false,
      max_concurrent_requests: 7,
      request_timeout: 12.5,
      ttl: { emotion: 60 },
      adaptive: false,
    });
    expect(changed.status).toBe(200);
    expect(changed.body.config).toEqual({
      cache_enabled: false,
      max_concurrent_requests: 7,
      request_timeout: 12.5,
      ttl: { emotion: 60, memory: 3600, prompt: 1800, default: 3600 },
      adaptive: false,
    });
    expect(running.app.get(RuntimeSettings).current).toMatchObject({
      maxConcurrentRequests: 7,
      requestTimeoutMs: 12_500,
    });
    const optimizer = running.app.get(AdaptiveOptimizer);
    await change({ adaptive: true });
    for (let second = 0; second < 3; second += 1) {
      optimizer.apply({ turns: 50, p95Ms: 20_000, eventLoopDelayMs: 2 });
    }
    await change({ adaptive: false });
    const read = await get('/performance/optimization/config');
    expect(read.body.adaptive).toMatchObject({
      enabled: false,
      concurrency_factor: 1,
      history: [
        { reason: 'switched_off', concurrency_factor: 1, lifetime_factor: 1 },
        { reason: 'latency', lifetime_factor: 1.25, turn_p95: 20, event_loop_delay: 0.002 },
      ],
    });
    expect(read.body.config).toEqual(changed.body.config);
    expect((await change({})).body.config).toEqual(changed.body.config);
  });

  it.each([
    ['cache_enabled', { cache_enabled: 'false' }],
    ['cache_enabled', { cache_enabled: null }],
    ['max_concurrent_requests', { max_concurrent_requests: 0 }],
    ['max_concurrent_requests', { max_concurrent_requests: 1.5 }],
    ['max_concurrent_requests', { max_concurrent_requests: '5' }],
    ['max_concurrent_requests', { max_concurrent_requests: 1e9 }],
    ['request_timeout', { request_timeout: -1 }],
    ['request_timeout', { request_timeout: 1e9 }],
    ['ttl', { ttl: 60 }],
    ['ttl', { ttl: [] }],
    ['ttl', { ttl: null }],
    ['ttl.emotion', { ttl: { emotion: 0 } }],
    ['ttl.emotion', { ttl: { emotion: null } }],
    ['ttl.mood', { ttl: { mood: 5 } }],
    ['adaptive', { adaptive: 1 }],
    ['llm_api_key', { llm_api_key: 'x' }],
  ])('refuses a wrong %s and changes nothing', async (field, body) => {
    const before = (await get('/performance/optimization/config')).body.config;
    const response = await request(running.url)
      .post('/performance/optimization/config')
      .send({ ...body });
    expect(response.status).toBe(400);
    expect(response.body.errors.map((fault: { field: string }) => fault.field)).toContain(field);
    expect((await get('/performance/optimization/config')).body.config).toEqual(before);
  });

  it('shows everything on one page of JSON', async () => {
    const { body } = await get('/performance/');
    expect(body).toMatchObject({
      status: 'success',
      dashboard: {
        health: { status: 'degraded', details: { dependencies: { redis: { healthy: null } } } },
        metrics: { max_concurrent: 50 },
        cache: { by_strategy: expect.any(Object) },
        streams: { active_streams: 0 },
        optimization: { config: { adaptive: true } },
        profile: expect.any(Object),
        process: { uptime: expect.any(Number) },
      },
    });
  });

  it('gives Prometheus its text', async () => {
    const response = await get('/metrics');
    expect(response.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(response.text).toContain('xinyu_active_streams 0');
    expect(response.text).toContain('process_cpu_seconds_total');
  });
});
