import { PostgresConversationStore } from '../../src/chat/adapters/postgres-conversation-store.js';
import { DeadlineExceededError } from '../../src/platform/resilience/deadline.js';
import { TaskQueue } from '../../src/tasks/task-queue.js';
import { eventually, requestJson, tell } from '../support/client.js';
import { ModelServer } from '../support/model-server.js';
import { startService, temporaryFolder, type Service } from '../support/service.js';

const idle = (service: Service) =>
  eventually(() => {
    const { queued, running } = service.app.get(TaskQueue).stats();
    return queued + running === 0 ? true : undefined;
  }, 'the background queue is empty');

describe('what was said yesterday', () => {
  it('comes back in the answer of the built-in companion, also after a restart', async () => {
    const folder = temporaryFolder();
    const yesterday = await startService({ DATA_DIR: folder.path });
    await tell(yesterday.url, { message: '我养了一只叫豆豆的橘猫', user_id: 'lin', session_id: 'yesterday' });
    await idle(yesterday);
    await yesterday.stop();

    const today = await startService({ DATA_DIR: folder.path });
    try {
      const { body } = await requestJson(`${today.url}/chat`, {
        body: { message: '你还记得我的宠物吗', user_id: 'lin', session_id: 'today' },
      });
      expect(body.response).toContain('豆豆');
      expect(body.memory_used[0]).toMatchObject({
        content: expect.stringContaining('豆豆'),
        score: expect.any(Number),
      });
    } finally {
      await today.stop();
      folder.remove();
    }
  }, 90_000);

  it("reaches a model's prompt, and is gone once its session is deleted", async () => {
    const model = await ModelServer.start();
    const service = await startService({ LLM_BASE_URL: model.baseUrl, LLM_MODEL: 'scripted' });
    try {
      await tell(service.url, { message: '我养了一只叫豆豆的橘猫', user_id: 'lin', session_id: 'yesterday' });
      await idle(service);
      await tell(service.url, { message: '你还记得我的宠物吗', user_id: 'lin', session_id: 'today' });
      const asked = (await model.chatRequest(2)).body?.messages ?? [];
      expect(asked[0]).toMatchObject({ role: 'system', content: expect.stringContaining('豆豆') });
      expect(asked.at(-1)).toEqual({ role: 'user', content: '你还记得我的宠物吗' });

      await requestJson(`${service.url}/chat/sessions/yesterday?user_id=lin`, { method: 'DELETE' });
      await tell(service.url, { message: '你还记得我的宠物吗', user_id: 'lin', session_id: 'tomorrow' });
      expect(JSON.stringify((await model.chatRequest(3)).body)).not.toContain('豆豆');
    } finally {
      await service.stop();
      await model.stop();
    }
  }, 90_000);

  it.each(['user_id=lin', ''])(
    'is gone once its session is deleted, though the answer of the database came too late (%s)',
    async (whose) => {
      const service = await startService();
      try {
        const ask = async (session: string) => {
          const body = { message: '你还记得我的宠物吗', user_id: 'lin', session_id: session };
          return (await requestJson(`${service.url}/chat`, { body })).body.memory_used.length;
        };
        await tell(service.url, {
          message: '我养了一只叫豆豆的橘猫',
          user_id: 'lin',
          session_id: 'yesterday',
        });
        await idle(service);
        expect(await ask('today')).toBe(1);

        const store = service.app.get(PostgresConversationStore, { strict: false });
        const commit = store.deleteSession.bind(store);
        store.deleteSession = async (...given) => {
          await commit(...given);
          throw new DeadlineExceededError('deleting a session', 1);
        };
        const path = `${service.url}/chat/sessions/yesterday?${whose}`;
        expect((await requestJson(path, { method: 'DELETE' })).status).toBe(504);
        expect(await ask('today')).toBe(0);
        expect(await ask('tomorrow')).toBe(0);
      } finally {
        await service.stop();
      }
    },
    90_000,
  );

  it('is not remembered from a turn whose session is deleted while it runs', async () => {
    const service = await startService({ STREAM_TOKEN_DELAY_MS: '20' });
    try {
      const running = tell(
        service.url,
        { message: '我养了一只叫豆豆的橘猫', user_id: 'lin', session_id: 'gone' },
        {
          stopWhen: (frame) => {
            if (frame.type === 'generating')
              void requestJson(`${service.url}/chat/sessions/gone?user_id=lin`, { method: 'DELETE' });
            return false;
          },
        },
      );
      await running;
      await idle(service);
      const { body } = await requestJson(`${service.url}/chat`, {
        body: { message: '你还记得我的宠物吗', user_id: 'lin', session_id: 'new' },
      });
      expect(body.memory_used).toEqual([]);
    } finally {
      await service.stop();
    }
  }, 60_000);

  it('keeps the conversation of this session in the prompt', async () => {
    const model = await ModelServer.start({ tokens: ['嗯。'] });
    const service = await startService({ LLM_BASE_URL: model.baseUrl, LLM_MODEL: 'scripted' });
    try {
      const who = { user_id: 'lin', session_id: 's' };
      await tell(service.url, { message: '第一句话', ...who });
      await tell(service.url, { message: '第二句话', ...who });
      const messages = (await model.chatRequest(2)).body?.messages ?? [];
      expect(messages.slice(1)).toEqual([
        { role: 'user', content: '第一句话' },
        { role: 'assistant', content: '嗯。' },
        { role: 'user', content: '第二句话' },
      ]);
    } finally {
      await service.stop();
      await model.stop();
    }
  }, 90_000);

  it('does not keep the details of a crisis', async () => {
    const service = await startService();
    try {
      await tell(service.url, { message: '我想自杀，我妈妈叫李梅', user_id: 'lin', session_id: 'crisis' });
      await idle(service);
      const { body } = await requestJson(`${service.url}/chat`, {
        body: { message: '你还记得我妈妈吗', user_id: 'lin', session_id: 'later' },
      });
      expect(body.memory_used).toEqual([]);
    } finally {
      await service.stop();
    }
  }, 60_000);
});
