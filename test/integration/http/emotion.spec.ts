import request from 'supertest';
import { EmotionModule } from '../../../src/emotion/emotion.module.js';
import { EMOTIONS, type EmotionResult } from '../../../src/emotion/emotion.types.js';
import { DatabaseModule } from '../../../src/platform/database/database.module.js';
import { Database } from '../../../src/platform/database/database.js';
import { RedisModule } from '../../../src/platform/redis/redis.module.js';
import { startHttpApplication, type RunningApplication } from '../../support/http-application.js';
import { temporaryFolder } from '../../support/service.js';

const DEAD_DATABASE = 'postgres://u:p@127.0.0.1:9/x'; // the discard port: nothing listens there

interface Problem {
  code: string;
  detail: string;
  errors?: { field: string; problem: string }[];
}

describe('the emotion routes', () => {
  const folder = temporaryFolder();
  let running: RunningApplication;

  beforeAll(async () => {
    running = await startHttpApplication(
      { imports: [RedisModule, DatabaseModule, EmotionModule] },
      { DATA_DIR: folder.path },
    );
    await running.app.get(Database).ready;
  }, 60_000);
  afterAll(async () => {
    await running.close();
    folder.remove();
  });

  const analyze = (body: object) => request(running.url).post('/emotion/analyze').send(body);
  const trend = (path: string) => request(running.url).get(`/emotion/users/${path}`);
  const faultsOf = (response: request.Response) => {
    expect([response.status, response.type]).toEqual([400, 'application/problem+json']);
    return (response.body as Problem).errors;
  };

  it('gives the whole reading of one text', async () => {
    const { status, body } = await analyze({ text: '我今天被领导批评了，好难过' });
    expect([status, body]).toEqual([
      200,
      {
        emotion: 'sad',
        intensity: expect.any(Number),
        confidence: expect.any(Number),
        scores: Object.fromEntries(EMOTIONS.map((emotion) => [emotion, expect.any(Number)])),
        evidence: expect.arrayContaining([expect.stringContaining('难过')]),
        degraded: [],
      },
    ]);
    const total = Object.values((body as EmotionResult).scores).reduce((sum, score) => sum + score, 0);
    expect(total).toBeCloseTo(1, 6);
  });

  it('reads a list in its order, 256 texts at most', async () => {
    const texts = Array.from({ length: 256 }, (_, index) => (index % 2 ? '太开心了！' : '我很难过'));
    const { status, body } = await analyze({ texts });
    expect(status).toBe(200);
    const { results } = body as { results: EmotionResult[] };
    expect(results.map(({ emotion }) => emotion)).toEqual(
      texts.map((text) => (text === '我很难过' ? 'sad' : 'happy')),
    );
    expect(faultsOf(await analyze({ texts: [...texts, 'a'] }))).toEqual([
      { field: 'texts', problem: 'must be a list of 1 to 256 texts' },
    ]);
  });

  it.each([
    [{}, 'text', 'is missing: send text, or texts'],
    [{ text: null }, 'text', 'must be a string'],
    [{ text: 5 }, 'text', 'must be a string'],
    [{ text: '' }, 'text', 'must be 1 to 8000 characters'],
    [{ text: 'a'.repeat(8001) }, 'text', 'must be 1 to 8000 characters'],
    [{ text: 'a', texts: ['b'] }, 'texts', 'cannot be sent together with text'],
    [{ texts: null }, 'texts', 'must be a list of 1 to 256 texts'],
    [{ texts: 'a' }, 'texts', 'must be a list of 1 to 256 texts'],
    [{ texts: [] }, 'texts', 'must be a list of 1 to 256 texts'],
    [{ texts: ['a', ''] }, 'texts', 'must hold texts of 1 to 8000 characters: number 1 is not'],
    [{ texts: ['a', 'b', 7] }, 'texts', 'must hold texts of 1 to 8000 characters: number 2 is not'],
    [{ texts: ['a'.repeat(8001)] }, 'texts', 'must hold texts of 1 to 8000 characters: number 0 is not'],
    [{ text: 'a', user_id: 'x' }, 'user_id', 'is not a known field'],
    [{ text: 'a\0' }, 'text', 'must not contain the NUL character'],
  ])('refuses %j, naming the field', async (body, field, problem) => {
    expect(faultsOf(await analyze(body))).toEqual([{ field, problem }]);
  });

  it('counts characters, not bytes, and refuses a body that is too large', async () => {
    expect((await analyze({ text: '好'.repeat(8000) })).status).toBe(200);
    const large = await analyze({ texts: Array.from({ length: 100 }, () => '好'.repeat(8000)) });
    expect([large.status, (large.body as Problem).code]).toEqual([413, 'payload_too_large']);
  });

  it('gives a user without messages their empty days', async () => {
    const { status, body } = await trend('nobody/trend');
    expect(status).toBe(200);
    expect(body).toMatchObject({ user_id: 'nobody', time_zone: 'UTC' });
    const { days } = body as { days: object[] };
    expect(days).toHaveLength(7);
    expect(days[6]).toEqual({
      date: new Date().toISOString().slice(0, 10),
      count: 0,
      mean_intensity: null,
      mix: {},
    });
  });

  it.each([
    ['days=0', 'days', 'must be at least 1'],
    ['days=91', 'days', 'must be at most 90'],
    ['days=1.5', 'days', 'must be a whole number'],
    ['days=week', 'days', 'must be a whole number'],
    ['days=1&days=2', 'days', 'must be a whole number'],
    ['tz=Mars/Base', 'tz', 'must be the name of a time zone, such as Asia/Shanghai'],
    ['tz=%2B08:00', 'tz', 'must be the name of a time zone, such as Asia/Shanghai'],
    ['tz=UTC&tz=UTC', 'tz', 'must be the name of a time zone, such as Asia/Shanghai'],
    ['since=2026', 'since', 'is not a known field'],
  ])('refuses the query %s, naming the field', async (query, field, problem) => {
    expect(faultsOf(await trend(`user-1/trend?${query}`))).toEqual([{ field, problem }]);
  });

  it('takes a zone and a number of days', async () => {
    const { body } = await trend('user-1/trend?days=2&tz=Asia/Shanghai');
    expect(body).toMatchObject({ time_zone: 'Asia/Shanghai', days: [{ count: 0 }, { count: 0 }] });
  });

  it('has no trend of nobody in particular, nor of a name that is none', async () => {
    const anonymous = await trend('anonymous/trend');
    expect([anonymous.status, (anonymous.body as Problem).code]).toEqual([403, 'forbidden']);
    expect(faultsOf(await trend('a%20b/trend'))).toMatchObject([{ field: 'id' }]);
  });

  it('refuses a client over its rate and says when to come back, a list counting as one', async () => {
    const other = temporaryFolder();
    const limited = await startHttpApplication(
      { imports: [RedisModule, DatabaseModule, EmotionModule] },
      { DATA_DIR: other.path, DATABASE_URL: DEAD_DATABASE, THROTTLE_LIMIT: '2' },
    );
    try {
      const ask = (body: object) => request(limited.url).post('/emotion/analyze').send(body);
      expect((await ask({ texts: ['a', 'b', 'c'] })).status).toBe(200);
      expect((await ask({ text: 'a' })).status).toBe(200);
      const refused = await ask({ text: 'a' });
      expect([refused.status, (refused.body as Problem).code]).toEqual([429, 'rate_limited']);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);

      const away = await request(limited.url).get('/emotion/users/user-1/trend');
      expect([away.status, (away.body as Problem).code]).toEqual([503, 'dependency_unavailable']);
      expect((away.body as Problem).detail).toContain('database');
    } finally {
      await limited.close();
      other.remove();
    }
  }, 60_000);
});
