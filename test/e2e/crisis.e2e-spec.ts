import { ModelServer } from '../support/model-server.js';
import { requestJson, SocketClient, tell } from '../support/client.js';
import { startService, type Service } from '../support/service.js';

const DEAD = '127.0.0.1:9'; // the discard port: nothing listens there

describe('a crisis is answered with help at once', () => {
  describe('on the embedded default', () => {
    let service: Service;
    beforeAll(async () => {
      service = await startService();
    }, 60_000);
    afterAll(() => service.stop());

    it('puts the card before any text, and the reply asks about safety', async () => {
      const told = await tell(service.url, { message: '我真的不想活了', user_id: 'x', session_id: 's' });
      const types = told.frames.map((frame) => frame.type);
      expect(types.indexOf('safety')).toBeLessThan(types.indexOf('token'));
      expect(told.frames.find((frame) => frame.type === 'safety')).toMatchObject({
        risk_level: 'medium',
        resources: expect.arrayContaining([expect.objectContaining({ phone: '12356', region: 'CN' })]),
      });
      expect(told.safetyMs).toBeLessThan(1000);
      expect(told.text).toContain('12356');
      expect(told.text).toMatch(/安全|伤害自己|自杀/);
      expect(told.last).toMatchObject({ type: 'complete' });
    });

    it('answers a plan with the emergency number first and no generated text', async () => {
      const told = await tell(service.url, { message: '我已经写好遗书了，今晚就跳楼' });
      expect(told.frames.find((frame) => frame.type === 'safety')).toMatchObject({ risk_level: 'high' });
      const firstNumber = /\d{3,}/.exec(told.text)?.[0];
      expect(['110', '120']).toContain(firstNumber);
    });

    it('takes the region from the metadata', async () => {
      const told = await tell(service.url, { message: 'I want to kill myself', metadata: { region: 'US' } });
      expect(told.frames.find((frame) => frame.type === 'safety')).toMatchObject({
        resources: expect.arrayContaining([
          expect.objectContaining({ phone: expect.stringContaining('988') }),
        ]),
      });
    });

    it('answers pinyin in Chinese, with Chinese resources', async () => {
      const told = await tell(service.url, { message: 'wo xiang zi sha' });
      expect(told.text).toMatch(/\p{Script=Han}/u);
      expect(told.text).toContain('12356');
    });

    it('screens every free text, the whole of it', async () => {
      const hidden = await tell(service.url, { message: '你好', metadata: { note: { deep: ['我想自杀'] } } });
      expect(hidden.frames.find((frame) => frame.type === 'safety')).toMatchObject({ risk_level: 'medium' });
      const late = await tell(service.url, {
        message: `${'今天天气不错，我去公园散步了。'.repeat(400)}其实我想自杀`,
      });
      expect(late.frames.find((frame) => frame.type === 'safety')).toBeDefined();
    });

    it('stays with the session through a denial, and hears words sent one by one', async () => {
      const who = { user_id: 'denier', session_id: 'sticky' };
      await tell(service.url, { message: '我想自杀', ...who });
      const denied = await tell(service.url, { message: '开玩笑的，我没事', ...who });
      expect(denied.frames.find((frame) => frame.type === 'analysis')).toMatchObject({
        safety: { safe: false, risk_level: 'medium' },
      });
      expect(denied.text).toContain('12356');

      const pieces = { user_id: 'pieces', session_id: 'pieces' };
      let last;
      for (const message of ['我', '想', '自', '杀']) last = await tell(service.url, { message, ...pieces });
      expect(last?.frames.find((frame) => frame.type === 'safety')).toMatchObject({ risk_level: 'medium' });
    });

    it('answers POST /chat and WebSocket the same way', async () => {
      const { body } = await requestJson(`${service.url}/chat`, { body: { message: '我想自杀' } });
      expect(body).toMatchObject({
        safety: { safe: false, risk_level: 'medium', resources: expect.any(Array) },
      });
      expect(body.response).toContain('12356');
      const client = await SocketClient.connect(service.webSocketUrl);
      client.send({ message: '我想自杀', request_id: 'r' });
      const frames = await client.turn('r');
      expect(frames.map((frame) => frame.type)).toContain('safety');
      client.close();
    });

    const letter = `${'我写这封信，是想说声对不起，也想说声谢谢。'.repeat(420)}我不想活了`;
    it.each<[string, Record<string, unknown>]>([
      ['is longer than is taken', { message: letter }],
      ['has a character that is not taken', { message: '我不想活了\u0000' }],
      ['comes with an unknown field', { message: '我不想活了', mood: 3 }],
      [
        'stands in a body of many parts',
        { message: '我不想活了', metadata: { parts: Array(30_000).fill('a') } },
      ],
      ['only the classifier hears, with an unknown field', { message: '活着没意思', mood: 1 }],
      ['is long and comes with more', { message: letter, metadata: { history: '好'.repeat(9000) } }],
      ['stands where none belongs', { message: { text: ['我不想活了'] }, user_id: 'x' }],
    ])('refuses a message that %s, and says where help is', async (_what, message) => {
      const help = {
        risk_level: 'medium',
        message: expect.stringContaining('热线'),
        resources: expect.arrayContaining([expect.objectContaining({ phone: '12356', region: 'CN' })]),
      };
      for (const route of ['/chat', '/streaming/chat', '/streaming/chat/with-metadata']) {
        const { status, body } = await requestJson(`${service.url}${route}`, { body: message });
        expect(status).toBe(400);
        expect(body).toMatchObject({ code: 'invalid_request', errors: expect.any(Array), safety: help });
      }
      const client = await SocketClient.connect(service.webSocketUrl);
      client.send({ ...message, request_id: 'refused' });
      expect(await client.turn('refused')).toEqual([
        expect.objectContaining({ type: 'error', code: 'invalid_request', safety: help }),
      ]);
      client.close();
    });

    it('takes the region of a refused message from its metadata, and its language from the words', async () => {
      const metadata = { region: 'US', device: '华为手机安卓系统版本十二，微信小程序，北京时间' };
      const body = { message: 'I want to kill myself', mood: 1, metadata };
      const refused = await requestJson(`${service.url}/chat`, { body });
      expect(refused.body).toMatchObject({
        safety: {
          message: expect.stringContaining('call the emergency number'),
          resources: expect.arrayContaining([
            expect.objectContaining({ phone: expect.stringContaining('988') }),
          ]),
        },
      });
    });

    it('says where help is also to what is no request on a socket', async () => {
      const client = await SocketClient.connect(service.webSocketUrl);
      const help = { risk_level: 'medium', resources: expect.any(Array) };
      const sent = [
        { type: 'chat', message: '我不想活了' },
        ['我不想活了'],
        { type: 'cancel', message: '我不想活了' },
      ];
      for (const [index, message] of sent.entries()) {
        client.send(message);
        await client.frame(() => client.received.length > index);
        expect(client.received[index]).toMatchObject({ type: 'error', safety: help });
      }
      client.close();
    });

    it('says nothing of help where a refused message shows no danger', async () => {
      const denied = `${'我今天去公园散步了。'.repeat(600)}${'我从来没有想过自杀。'.repeat(1000)}`;
      for (const refused of [
        { message: '' },
        { message: '我今天去公园散步了'.repeat(1000) },
        { message: denied },
        { message: '你好', user_id: 'want.to.die', mood: 1 },
      ]) {
        const { status, body } = await requestJson(`${service.url}/chat`, { body: refused });
        expect(status).toBe(400);
        expect(body).not.toHaveProperty('safety');
      }
    });

    it('is answered on a socket under a request_id that refuses everybody else', async () => {
      const client = await SocketClient.connect(service.webSocketUrl);
      client.send({ message: '你好', request_id: 7 });
      expect(await client.frame(({ type }) => type === 'error')).toMatchObject({ code: 'invalid_request' });
      client.send({ message: '我想自杀', request_id: 7 });
      await client.frame(({ type }) => type === 'complete');
      expect(client.received.map(({ type }) => type)).toContain('safety');
      client.close();
    });
  });

  it('is not rate-limited, and leaves ordinary messages their limit', async () => {
    const service = await startService({ THROTTLE_LIMIT: '2' });
    try {
      for (let turn = 0; turn < 2; turn += 1)
        expect((await tell(service.url, { message: '你好', user_id: 'u' })).status).toBe(200);
      const limited = await tell(service.url, { message: '你好', user_id: 'u' });
      expect(limited).toMatchObject({ status: 429, problem: { code: 'rate_limited' } });
      expect(Number(limited.retryAfter)).toBeGreaterThan(0);
      const crisis = await tell(service.url, { message: '我想自杀', user_id: 'u' });
      expect(crisis.frames.find((frame) => frame.type === 'safety')).toBeDefined();
      expect(crisis.last).toMatchObject({ type: 'complete' });
    } finally {
      await service.stop();
    }
  }, 60_000);

  it('is answered within a second while every place is taken by hanging turns', async () => {
    const model = await ModelServer.start({ fault: 'hang_first_token' });
    const service = await startService({
      MAX_CONCURRENT_REQUESTS: '5',
      LLM_BASE_URL: model.baseUrl,
      LLM_MODEL: 'm',
      STREAM_RESUME_GRACE: '0',
    });
    try {
      const leave = new AbortController();
      const crowd = Array.from({ length: 30 }, (_, index) =>
        tell(
          service.url,
          { message: `你好${index}`, user_id: `crowd${index}` },
          { signal: leave.signal },
        ).catch(() => undefined),
      );
      await model.chatRequest(5);
      const told = await tell(service.url, { message: '我吃了一整瓶安眠药', user_id: 'urgent' });
      expect(told.safetyMs).toBeLessThan(1000);
      expect(told.last).toMatchObject({ type: 'complete' });
      leave.abort();
      await Promise.all(crowd);
    } finally {
      await service.stop();
      await model.stop();
    }
  }, 60_000);

  it('is answered within a second with no Redis, no Postgres and no model', async () => {
    const service = await startService(
      {
        REDIS_URL: `redis://${DEAD}`,
        DATABASE_URL: `postgres://u:p@${DEAD}/x`,
        LLM_BASE_URL: `http://${DEAD}`,
        LLM_MODEL: 'm',
      },
      { waitUntilReady: false },
    );
    try {
      for (const message of ['我不想活了', '我站在天台上，马上跳下去']) {
        const told = await tell(service.url, { message, user_id: 'alone' });
        expect(told.safetyMs).toBeLessThan(1000);
        expect(told.text).toMatch(/12356|120/);
        expect(told.last).toMatchObject({ type: 'complete' });
      }
    } finally {
      await service.stop();
    }
  }, 60_000);
});
