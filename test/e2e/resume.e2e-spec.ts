import type { ChatFrame, StartFrame } from '../../src/chat/frames/chat-frame.js';
import { StreamRegistry } from '../../src/platform/streams/stream-registry.js';
import {
  eventually,
  requestJson,
  resume,
  SocketClient,
  tell,
  tellPlain,
  type Told,
} from '../support/client.js';
import { ModelServer } from '../support/model-server.js';
import { startService, type Service } from '../support/service.js';

const REPLY = ['听起来', '你', '今天', '真的', '很', '累', '。\n', '愿意', '说说', '吗？', '😀', '我在。'];
const ENDLESS = { tokens: Array.from({ length: 2000 }, () => '字'), gapMs: 20 };

const streamIdOf = (frames: readonly ChatFrame[]) => (frames[0] as StartFrame).stream_id;
const textOf = (frames: readonly ChatFrame[]) =>
  frames.map((frame) => (frame.type === 'token' ? frame.content : '')).join('');
const isToken = (frame: ChatFrame) => frame.type === 'token';

describe('a stream that is read on', () => {
  let model: ModelServer;
  let service: Service;

  beforeAll(async () => {
    model = await ModelServer.start();
    service = await startService({ LLM_BASE_URL: model.baseUrl, LLM_MODEL: 'scripted' });
  }, 60_000);
  afterAll(async () => {
    await service.stop();
    await model.stop();
  });
  beforeEach(() => {
    model.script = { tokens: REPLY, gapMs: 3 };
  });

  const cutAfter = (count: number) => {
    let seen = 0;
    return () => (seen += 1) === count;
  };

  it('of nobody in particular is not found by what the public status says', async () => {
    model.script = ENDLESS;
    const told = await tell(service.url, { message: '好累' }, { stopWhen: isToken });
    const { body } = await requestJson(`${service.url}/streaming/status`);
    const labels = Object.keys(body.streams as object);
    expect(labels.length).toBeGreaterThan(0);
    expect(JSON.stringify(body)).not.toContain(streamIdOf(told.frames));
    for (const label of labels) expect((await resume(service.url, label)).status).toBe(404);
    await requestJson(`${service.url}/streaming/chat/${streamIdOf(told.frames)}/cancel`, { method: 'POST' });
  });

  it('does not have the frame of a number that never was', async () => {
    const told = await tell(service.url, { message: '好累', user_id: 'lin' });
    const streamId = streamIdOf(told.frames);
    const { status, problem } = await resume(service.url, streamId, {
      userId: 'lin',
      lastId: `${streamId}:999`,
    });
    expect({ status, problem }).toMatchObject({ status: 400, problem: { code: 'invalid_request' } });
  });

  it.each([1, 2, 3, 5, 8])('over SSE, cut at every frame that %i divides, is the uncut one', async (k) => {
    const told = await tell(service.url, { message: '好累', user_id: 'lin' }, { stopWhen: cutAfter(k) });
    const streamId = streamIdOf(told.frames);
    let part: Told = told;
    while (part.last === undefined) {
      const lastId = told.ids.at(-1);
      part = await resume(service.url, streamId, { userId: 'lin', lastId, stopWhen: cutAfter(k) });
      told.frames.push(...part.frames);
      told.ids.push(...part.ids);
    }
    expect(told.ids).toEqual(told.frames.map((_frame, index) => `${streamId}:${index + 1}`));
    expect(textOf(told.frames)).toBe(REPLY.join(''));
    expect(part.last).toMatchObject({ type: 'complete', full_response: REPLY.join('') });
    // Read again from its beginning it is the same, frame by frame.
    expect((await resume(service.url, streamId, { userId: 'lin' })).frames).toEqual(told.frames);
  });

  it.each([1, 4])('over WebSocket, cut at every frame that %i divides, is the uncut one', async (k) => {
    const frames: (ChatFrame & { id?: string; request_id?: string })[] = [];
    while (frames.at(-1)?.type !== 'complete') {
      const client = await SocketClient.connect(service.webSocketUrl);
      const last_event_id = frames.at(-1)?.id;
      const stream_id = frames.length > 0 ? streamIdOf(frames) : undefined;
      const request = stream_id ? { type: 'resume', stream_id, last_event_id } : { message: '好累' };
      client.send({ ...request, user_id: 'lin', request_id: `r${frames.length}` });
      await client.frame((frame) => frame.type === 'complete' || client.received.length >= k);
      client.close();
      const part = client.received.slice(0, k) as typeof frames;
      expect(part.every(({ request_id }) => request_id === `r${frames.length}`)).toBe(true);
      frames.push(...part);
    }
    const streamId = streamIdOf(frames);
    expect(frames.map(({ id }) => id)).toEqual(frames.map((_frame, index) => `${streamId}:${index + 1}`));
    expect(textOf(frames)).toBe(REPLY.join(''));
    expect(frames.at(-1)).toMatchObject({ full_response: REPLY.join('') });
  });

  it('is found by the id that a plain reader got, and says nothing where everything was read', async () => {
    const { headers } = await tellPlain(service.url, { message: '好累', user_id: 'lin' });
    const streamId = headers.get('x-stream-id')!;
    const whole = await resume(service.url, streamId, { userId: 'lin' });
    expect(whole.text).toBe(REPLY.join(''));
    const nothing = await resume(service.url, streamId, { userId: 'lin', lastId: whole.ids.at(-1) });
    expect(nothing).toMatchObject({ status: 200, frames: [], done: true });
  });

  it("is another user's for nobody, and an anonymous one for who knows its id", async () => {
    const named = streamIdOf((await tell(service.url, { message: '好累', user_id: 'lin' })).frames);
    const anonymous = streamIdOf((await tell(service.url, { message: '好累' })).frames);
    const unknown = [
      await resume(service.url, named, { userId: 'max' }),
      await resume(service.url, named),
      await resume(service.url, anonymous, { userId: 'lin' }),
      await resume(service.url, 'no-such-stream', { userId: 'lin' }),
    ];
    for (const { status, problem } of unknown) expect([status, problem?.code]).toEqual([404, 'not_found']);
    expect(new Set(unknown.map(({ problem }) => problem!.detail as string)).size).toBe(1);
    expect((await resume(service.url, anonymous)).text).toBe(REPLY.join(''));
    expect(
      await requestJson(`${service.url}/streaming/chat/${named}/cancel?user_id=max`, { method: 'POST' }),
    ).toMatchObject({ status: 404 });

    const client = await SocketClient.connect(service.webSocketUrl);
    client.send({ type: 'resume', stream_id: named, user_id: 'max', request_id: 'r' });
    expect(await client.turn('r')).toMatchObject([{ type: 'error', code: 'not_found' }]);
    client.close();
  });

  it('names the header or the field that is no frame of it', async () => {
    const { frames } = await tell(service.url, { message: '好累', user_id: 'lin' });
    const streamId = streamIdOf(frames);
    for (const lastId of ['other:3', `${streamId}:x`, `${streamId}`, `${streamId}:-1`]) {
      const refused = await resume(service.url, streamId, { userId: 'lin', lastId });
      expect(refused).toMatchObject({ status: 400, problem: { errors: [{ field: 'Last-Event-ID' }] } });
    }
    const client = await SocketClient.connect(service.webSocketUrl);
    client.send({ type: 'resume', stream_id: streamId, last_event_id: 'other:3', request_id: 'r' });
    expect(await client.turn('r')).toMatchObject([
      { code: 'invalid_request', message: expect.stringContaining('last_event_id') },
    ]);
    client.send({ type: 'resume', request_id: 'q' });
    expect(await client.turn('q')).toMatchObject([
      { code: 'invalid_request', message: expect.stringContaining('stream_id') },
    ]);
    client.close();
  });

  it('goes on for the grace when its client left, and ends as cancelled for all its readers when told so', async () => {
    model.script = ENDLESS;
    const told = await tell(service.url, { message: '说吧', user_id: 'lin' }, { stopWhen: isToken });
    const streamId = streamIdOf(told.frames);
    const client = await SocketClient.connect(service.webSocketUrl);
    client.send({ type: 'resume', stream_id: streamId, user_id: 'lin', request_id: 'r' });
    let cancelled: ReturnType<typeof requestJson> | undefined;
    const rest = await resume(service.url, streamId, {
      userId: 'lin',
      lastId: told.ids.at(-1),
      stopWhen: (frame) => {
        const url = `${service.url}/streaming/chat/${streamId}/cancel?user_id=lin`;
        if (frame.type === 'token') cancelled ??= requestJson(url, { method: 'POST' });
        return false;
      },
    });
    expect(rest.last).toMatchObject({ type: 'error', code: 'cancelled' });
    expect(rest.text.length).toBeGreaterThan(0);
    expect((await client.turn('r')).at(-1)).toMatchObject({
      type: 'error',
      code: 'cancelled',
      request_id: 'r',
    });
    expect(await cancelled).toMatchObject({
      status: 200,
      body: { status: 'cancelled', stream_id: streamId },
    });
    client.close();
    await service.app.get(StreamRegistry).whenIdle();
  });

  it('is cancelled by the socket that reads it on', async () => {
    model.script = ENDLESS;
    const told = await tell(service.url, { message: '说吧', user_id: 'lin' }, { stopWhen: isToken });
    const client = await SocketClient.connect(service.webSocketUrl);
    client.send({ type: 'resume', stream_id: streamIdOf(told.frames), user_id: 'lin', request_id: 'r' });
    await client.frame((frame) => frame.type === 'token');
    client.send({ type: 'cancel', request_id: 'r' });
    expect((await client.turn('r')).at(-1)).toMatchObject({ type: 'error', code: 'cancelled' });
    client.close();
  });

  it('says that there was nothing to cancel any more', async () => {
    const { frames } = await tell(service.url, { message: '好累', user_id: 'lin' });
    const url = `${service.url}/streaming/chat/${streamIdOf(frames)}/cancel?user_id=lin`;
    expect(await requestJson(url, { method: 'POST' })).toMatchObject({
      status: 200,
      body: { status: 'ended' },
    });
  });
});

describe('a stream whose client left', () => {
  it('is stopped after the grace, and says so to who comes too late', async () => {
    const model = await ModelServer.start(ENDLESS);
    const service = await startService({
      LLM_BASE_URL: model.baseUrl,
      LLM_MODEL: 'scripted',
      STREAM_RESUME_GRACE: '0.2',
    });
    try {
      const told = await tell(service.url, { message: '说吧', session_id: 's' }, { stopWhen: isToken });
      await (
        await model.chatRequest(1)
      ).hungUp;
      await service.app.get(StreamRegistry).whenIdle();
      const late = await resume(service.url, streamIdOf(told.frames), { lastId: told.ids.at(-1) });
      expect(late.text.length).toBeGreaterThan(0);
      expect(late.last).toMatchObject({ type: 'error', code: 'interrupted' });
      const { body } = await requestJson(`${service.url}/chat/sessions/s/history`);
      expect(body.messages[1]).toMatchObject({ status: 'aborted', content: told.text + late.text });
    } finally {
      await service.stop();
      await model.stop();
    }
  }, 60_000);

  it('is written to its end with RESUMABLE_STREAMS', async () => {
    const model = await ModelServer.start({ tokens: REPLY, gapMs: 20 });
    const service = await startService({
      LLM_BASE_URL: model.baseUrl,
      LLM_MODEL: 'scripted',
      STREAM_RESUME_GRACE: '0',
      RESUMABLE_STREAMS: 'true',
    });
    try {
      const told = await tell(service.url, { message: '好累', session_id: 's' }, { stopWhen: isToken });
      const status = async () => {
        const { body } = await requestJson(`${service.url}/chat/sessions/s/history`);
        return (body.messages as { status: string }[])[1]?.status;
      };
      await eventually(async () => (await status()) === 'completed', 'the reply is stored whole');
      const rest = await resume(service.url, streamIdOf(told.frames), { lastId: told.ids.at(-1) });
      expect(told.text + rest.text).toBe(REPLY.join(''));
    } finally {
      await service.stop();
      await model.stop();
    }
  }, 60_000);
});
