import { eventually, requestJson, tell, type Told } from '../support/client.js';
import { TestPostgresServer } from '../support/database.js';
import { historyOf, idsOf, newKey, somebody, STALLED, startOf } from '../support/idempotency.js';
import { ModelServer } from '../support/model-server.js';
import { spawnReadyService, spawnService, startService, temporaryFolder } from '../support/service.js';

const MESSAGE = '我今天被领导批评了，好难过';
const CRISIS = '我想自杀';
const isToken = (frame: { type: string }) => frame.type === 'token';

describe('a message that is sent again after kill -9', () => {
  it('has its reply in the end, and is stored once', async () => {
    const folder = temporaryFolder();
    const model = await ModelServer.start({ tokens: ['我在听，', '慢慢说，', '不着急。'] });
    const variables = { DATA_DIR: folder.path, LLM_BASE_URL: model.baseUrl, LLM_MODEL: 'scripted' };
    const people = Array.from({ length: 5 }, () => ({ who: somebody(), key: newKey() }));
    const send = (url: string, stopWhen?: (frame: { type: string }) => boolean) =>
      Promise.all(
        people.map(({ who, key }) =>
          tell(url, { message: MESSAGE, ...who }, { key, ...(stopWhen && { stopWhen }) }),
        ),
      );
    model.enqueue(...people.map(() => STALLED));
    const first = await spawnService(variables);
    const broken = await send(first.url, isToken);
    expect(await first.end('SIGKILL')).toBe('SIGKILL');

    const second = await spawnReadyService(variables);
    try {
      const told = await send(second.url);
      for (const [index, { who }] of people.entries()) {
        expect(idsOf(told[index]!)).toEqual(idsOf(broken[index]!));
        expect(told[index]!.last).toMatchObject({
          type: 'complete',
          full_response: '我在听，慢慢说，不着急。',
        });
        expect(await historyOf(second.url, who)).toMatchObject([
          { role: 'user', content: MESSAGE, status: 'completed' },
          { role: 'assistant', content: told[index]!.text, status: 'completed' },
        ]);
      }
    } finally {
      await second.end('SIGTERM');
      await model.stop();
      folder.remove();
    }
  }, 120_000);
});

describe('a message that is sent again while the database is away', () => {
  it('is one turn of this process, says that it was not checked, and a cry for help is answered', async () => {
    const postgres = await TestPostgresServer.start();
    const service = await startService({ DATABASE_URL: postgres.url });
    const { url } = service;
    const database = async () =>
      ((await requestJson(`${url}/performance/health`)).body.checks as { database: boolean }).database;
    try {
      const [who, key] = [somebody(), newKey()];
      const before = await tell(url, { message: MESSAGE, ...who }, { key });
      await postgres.goDown();
      await eventually(async () => !(await database()), 'the loss of the database is noticed');

      expect(await tell(url, { message: MESSAGE, ...who }, { key })).toMatchObject({
        replayed: true,
        frames: before.frames,
      });
      const [other, otherKey] = [somebody(), newKey()];
      const told = await Promise.all(
        Array.from({ length: 5 }, () => tell(url, { message: MESSAGE, ...other }, { key: otherKey })),
      );
      for (const one of told) {
        expect(one.frames).toEqual(told[0]!.frames);
        expect(one.last).toMatchObject({ degraded: expect.arrayContaining(['idempotency', 'database']) });
      }
      const urgent = await tell(url, { message: CRISIS, ...other }, { key: otherKey });
      expect(urgent.safetyMs).toBeLessThan(1000);

      await postgres.comeUp();
      await eventually(database, 'the database is back');
      const stored = await eventually(async () => {
        const messages = await historyOf(url, other);
        return messages.length === 4 ? messages : undefined;
      }, 'what was said meanwhile is stored');
      expect(stored.map(({ content }) => content as string).filter((text) => text === MESSAGE)).toHaveLength(
        1,
      );
      expect(stored[0]).toMatchObject({ id: startOf(told[0]!).user_message_id });
    } finally {
      await service.stop();
      await postgres.close();
    }
  }, 120_000);

  it('delays a cry for help by a moment only when the database hangs', async () => {
    const postgres = await TestPostgresServer.start();
    const service = await startService({ DATABASE_URL: postgres.url });
    try {
      postgres.freeze();
      const told = await tell(service.url, { message: CRISIS, ...somebody() }, { key: newKey() });
      expect(told.safetyMs).toBeLessThan(1000);
      expect(told.last?.type).toBe('complete');
    } finally {
      postgres.thaw();
      await service.stop();
      await postgres.close();
    }
  }, 120_000);
});

describe('a message that is sent again to another process, whose streams cannot be read there', () => {
  it('waits for the reply and is told it, and runs no second turn; a cry for help waits for nothing', async () => {
    const postgres = await TestPostgresServer.start();
    const model = await ModelServer.start();
    const variables = {
      DATABASE_URL: postgres.url,
      LLM_BASE_URL: model.baseUrl,
      LLM_MODEL: 'scripted',
    };
    const [one, two] = await Promise.all([startService(variables), startService(variables)]);
    try {
      const [who, key] = [somebody(), newKey()];
      model.enqueue({ tokens: ['我在听你说，先不着急，慢慢来。', '今天一定很不容易吧。'], gapMs: 1500 });
      const again: Promise<Told>[] = [];
      const first = await tell(
        one.url,
        { message: MESSAGE, ...who },
        {
          key,
          stopWhen: (frame) => {
            if (frame.type === 'start') again.push(tell(two.url, { message: MESSAGE, ...who }, { key }));
            return false;
          },
        },
      );
      const [told] = await Promise.all(again);
      expect(told).toMatchObject({ replayed: true, text: first.text, last: { type: 'complete' } });
      expect(idsOf(told!)).toEqual(idsOf(first));
      expect(model.chatRequests).toHaveLength(1);
      expect(await historyOf(one.url, who)).toHaveLength(2);

      const [other, otherKey] = [somebody(), newKey()];
      model.enqueue(STALLED);
      const leaving = new AbortController();
      const cry = { message: '我不想活了', ...other };
      const running = tell(one.url, cry, { key: otherKey, signal: leaving.signal }).catch(() => undefined);
      await model.chatRequest(2);
      const urgent = await tell(two.url, cry, { key: otherKey });
      expect(urgent.safetyMs).toBeLessThan(1000);
      expect(urgent.last).toMatchObject({ type: 'complete' });
      leaving.abort();
      await running;
      expect((await historyOf(two.url, other)).filter(({ role }) => role === 'user')).toHaveLength(1);
    } finally {
      await Promise.all([one.stop(), two.stop()]);
      await Promise.all([postgres.close(), model.stop()]);
    }
  }, 120_000);
});
