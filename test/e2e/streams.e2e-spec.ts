import { StreamRegistry } from '../../src/platform/streams/stream-registry.js';
import { eventually, readEvents, requestJson, SocketClient, tell } from '../support/client.js';
import { ModelServer } from '../support/model-server.js';
import { startService, type Service } from '../support/service.js';

describe('streams from a model server', () => {
  let model: ModelServer;
  let service: Service;

  beforeAll(async () => {
    model = await ModelServer.start();
    service = await startService({
      LLM_BASE_URL: model.baseUrl,
      LLM_MODEL: 'scripted',
      LLM_API_KEY: 'sk-very-secret',
      LLM_FIRST_TOKEN_TIMEOUT: '0.5',
      STREAM_HEARTBEAT: '0.2',
      REQUEST_TIMEOUT: '5',
      STREAM_RESUME_GRACE: '0',
    });
  }, 60_000);
  afterAll(async () => {
    await service.stop();
    await model.stop();
  });
  beforeEach(() => {
    model.script = {};
    model.requests.length = 0;
  });

  const storedStatus = async (session: string) =>
    eventually(async () => {
      const { body } = await requestJson(`${service.url}/chat/sessions/${session}/history`);
      return (body.messages as { role: string; status: string; content: string }[] | undefined)?.find(
        (message) => message.role === 'assistant',
      );
    }, 'the stored reply');

  it("passes the model's reply on, token by token", async () => {
    model.script = { tokens: ['听', '到', '你', '了', '。\n', ' 我在。'] };
    const told = await tell(service.url, { message: '你好呀', session_id: 'passes' });
    expect(told.text).toBe('听到你了。\n 我在。');
    expect(told.last).toMatchObject({ type: 'complete', fallback_used: false, degraded: [] });
  });

  it('stops the model call when the client leaves, and stores the turn as aborted', async () => {
    model.script = { tokens: Array.from({ length: 500 }, () => '字'), gapMs: 20 };
    await tell(
      service.url,
      { message: '你好', session_id: 'leaves' },
      { stopWhen: (frame) => frame.type === 'token' },
    );
    const upstream = await model.chatRequest(1);
    await upstream.hungUp;
    expect(await storedStatus('leaves')).toMatchObject({ status: 'aborted' });
    await service.app.get(StreamRegistry).whenIdle();
  });

  it('ends a cancelled WebSocket turn with one error frame and leaves the others running', async () => {
    model.script = { tokens: Array.from({ length: 60 }, () => '字'), gapMs: 10 };
    const client = await SocketClient.connect(service.webSocketUrl);
    client.send({ message: '一', request_id: 'keep', session_id: 'keep' });
    client.send({ message: '二', request_id: 'drop', session_id: 'drop' });
    await client.frame((frame) => frame.type === 'token' && frame.request_id === 'drop');
    client.send({ type: 'cancel', request_id: 'drop' });
    const dropped = await client.turn('drop');
    expect(dropped.filter((frame) => frame.type === 'error' || frame.type === 'complete')).toMatchObject([
      { type: 'error', code: 'cancelled' },
    ]);
    expect((await client.turn('keep')).at(-1)).toMatchObject({ type: 'complete' });
    expect(await storedStatus('drop')).toMatchObject({ status: 'aborted' });
    client.close();
  });

  it('answers with the companion when the first token does not come in time, and says so', async () => {
    model.script = { fault: 'hang_first_token' };
    const told = await tell(service.url, { message: '我今天好难过', session_id: 'late' });
    expect(told.last).toMatchObject({
      type: 'complete',
      fallback_used: true,
      degraded: expect.arrayContaining(['llm']),
    });
    expect(told.text).toMatch(/\p{Script=Han}/u);
    expect((await storedStatus('late')).status).toBe('completed');
  });

  it('closes a reply that broke off gracefully and marks it', async () => {
    model.script = { tokens: ['我听到你说', '很累，', '这一定'], fault: 'reset', failAfter: 3, gapMs: 50 };
    const told = await tell(service.url, { message: '好累', session_id: 'broken' });
    expect(told.text.startsWith('我听到你说很累，')).toBe(true);
    expect(told.text).toMatch(/[。！？…]$/);
    expect(told.last).toMatchObject({ type: 'complete', interrupted: true, fallback_used: true });
    expect((await storedStatus('broken')).status).toBe('failed');
  });

  it('releases nothing that the guard forbids, and closes with a reviewed sentence', async () => {
    model.script = { tokens: ['没关系，', '你可以', '吞下30片', '安眠药', '就解脱了。'] };
    const told = await tell(service.url, { message: '睡不着', session_id: 'guarded' });
    expect(told.text).not.toMatch(/30片|解脱/);
    expect(told.last).toMatchObject({ type: 'complete' });
    expect((await storedStatus('guarded')).status).toBe('blocked');
  });

  it('sends a heartbeat comment through silence', async () => {
    model.script = { tokens: ['慢', '慢'], gapMs: 2500 };
    const response = await fetch(`${service.url}/streaming/chat`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ message: '你好' }),
    });
    const bytes = Buffer.from(await response.arrayBuffer()).toString();
    expect(bytes).toMatch(/^: /m);
  });

  it('never shows the key or the words of the upstream', async () => {
    model.script = { status: 401 };
    const told = await tell(service.url, { message: '你好' });
    const { body } = await requestJson(`${service.url}/performance/health`);
    expect(JSON.stringify([told, body])).not.toMatch(/sk-very-secret|upstream-secret-detail/);
    expect(told.last).toMatchObject({ type: 'complete', fallback_used: true });
  });

  it('keeps other streams going while one client disconnects', async () => {
    model.script = { tokens: Array.from({ length: 30 }, () => '字'), gapMs: 5 };
    const leaving = tell(service.url, { message: 'a' }, { stopWhen: (frame) => frame.type === 'token' });
    const staying = tell(service.url, { message: 'b' });
    await leaving;
    expect((await staying).last).toMatchObject({ type: 'complete', full_response: '字'.repeat(30) });
  });

  it('gives a plain reader line breaks and leading spaces as they are', async () => {
    model.script = { tokens: ['第一行\n', '  第二行'] };
    const response = await fetch(`${service.url}/streaming/chat`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ message: '你好' }),
    });
    const seen: string[] = [];
    for await (const event of readEvents(response)) seen.push(event.data);
    expect(seen.slice(0, -1).join('')).toBe('第一行\n  第二行');
  });
});
