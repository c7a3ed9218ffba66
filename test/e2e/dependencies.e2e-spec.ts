import { eventually, requestJson, tell, type Told } from '../support/client.js';
import { TestPostgresServer } from '../support/database.js';
import { ModelServer } from '../support/model-server.js';
import { RedisServer } from '../support/redis-server.js';
import { startService, type Service } from '../support/service.js';

type Name = 'redis' | 'database' | 'llm';

describe('on Redis, Postgres and a model server', () => {
  let redis: RedisServer;
  let postgres: TestPostgresServer;
  let model: ModelServer;
  let service: Service;

  beforeAll(async () => {
    [redis, postgres, model] = await Promise.all([
      RedisServer.start(),
      TestPostgresServer.start(),
      ModelServer.start({ tokens: ['我', '在', '听', '，', '你', '说', '。'], gapMs: 30 }),
    ]);
    service = await startService({
      REDIS_URL: redis.url,
      DATABASE_URL: postgres.url,
      LLM_BASE_URL: model.baseUrl,
      LLM_MODEL: 'scripted',
    });
  }, 90_000);
  afterAll(async () => {
    await service.stop();
    await Promise.all([redis.stop(), postgres.close(), model.stop()]);
  });

  const checks = async () =>
    (await requestJson(`${service.url}/performance/health`)).body as {
      status: string;
      checks: Record<Name, boolean | null>;
    };
  const healthy = () =>
    eventually(async () => {
      const { status } = await checks();
      return status === 'healthy' ? true : undefined;
    }, 'the service is healthy');

  it('is healthy, answers, and remembers', async () => {
    await healthy();
    const told = await tell(service.url, { message: '你好', user_id: 'lin', session_id: 'first' });
    expect(told.text).toBe('我在听，你说。');
    expect(told.last).toMatchObject({ type: 'complete', fallback_used: false, degraded: [] });
    const { body } = await requestJson(`${service.url}/chat/sessions/first/history?user_id=lin`);
    expect(body.messages).toMatchObject([
      { role: 'user', content: '你好' },
      { role: 'assistant', content: told.text },
    ]);
  });

  const cases: [Name, () => Promise<void>, () => Promise<void>][] = [
    ['redis', () => redis.stop(), () => redis.start()],
    ['database', () => postgres.goDown(), () => postgres.comeUp()],
    ['llm', () => model.stop(), () => model.start()],
  ];

  it.each(cases)(
    'loses %s under 20 concurrent streams and gets it back without a failed turn or a restart',
    async (name, stop, start) => {
      await healthy();
      const everything: Told[] = [];
      let going = true;
      const talker = async (index: number) => {
        for (let turn = 0; going || turn < 2; turn += 1) {
          everything.push(
            await tell(service.url, {
              message: `我在想${name}第${turn}次`,
              user_id: `${name}-${index}`,
              session_id: `${name}-${index}`,
            }),
          );
        }
      };
      const talkers = Array.from({ length: 20 }, (_, index) => talker(index));
      await eventually(
        () => (everything.length >= 20 ? true : undefined),
        'every talker was answered once',
        30_000,
      );
      await stop();
      await eventually(
        () => everything.find((told) => told.last?.type === 'complete' && told.last.degraded.includes(name)),
        `degraded names ${name}`,
        30_000,
      );
      await eventually(
        async () => ((await checks()).checks[name] === false ? true : undefined),
        `health shows ${name}`,
      );
      expect((await checks()).status).toBe('degraded');
      expect((await requestJson(`${service.url}/health/ready`)).status).toBe(200);
      await start();
      await healthy();
      going = false;
      await Promise.all(talkers);

      expect(everything.filter((told) => told.status !== 200 || told.last?.type !== 'complete')).toEqual([]);
      const after = await tell(service.url, {
        message: '都好了',
        user_id: 'lin',
        session_id: `after-${name}`,
      });
      expect(after.last).toMatchObject({ type: 'complete', degraded: [] });

      for (let index = 0; index < 20; index += 1) {
        const sent = everything.filter((told) =>
          told.frames.some((frame) => frame.type === 'start' && frame.session_id === `${name}-${index}`),
        ).length;
        const messages = await eventually(async () => {
          const { body } = await requestJson(
            `${service.url}/chat/sessions/${name}-${index}/history?user_id=${name}-${index}&limit=1000`,
          );
          const said = (body.messages as { role: string; content: string }[]).filter(
            (message) => message.role === 'user',
          );
          return said.length >= sent ? said : undefined;
        }, 'everything that was said is stored');
        expect(messages.map((message) => message.content)).toEqual(
          Array.from({ length: sent }, (_, turn) => `我在想${name}第${turn}次`),
        );
      }
    },
    120_000,
  );
});
