import { requestJson, SocketClient, tell, tellPlain } from '../support/client.js';
import { startService, type Service } from '../support/service.js';

const SENTENCE = '我今天被领导批评了，好难过';

describe('one turn on the embedded default', () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService();
  }, 60_000);
  afterAll(() => service.stop());

  describe('POST /chat', () => {
    it('answers with the whole reply and what it was based on', async () => {
      const { status, body, headers } = await requestJson(`${service.url}/chat`, {
        body: { message: SENTENCE, metadata: { app: 'demo' } },
      });
      expect(status).toBe(200);
      expect(headers.get('x-request-id')).toBeTruthy();
      expect(body).toMatchObject({
        response: expect.stringMatching(/\p{Script=Han}/u),
        session_id: expect.any(String),
        message_id: expect.any(String),
        emotion: { emotion: 'sad', intensity: expect.any(Number), confidence: expect.any(Number) },
        safety: { safe: true, risk_level: 'none' },
        memory_used: [],
        processing_time: expect.any(Number),
        total_time: expect.any(Number),
        optimization_enabled: true,
        fallback_used: false,
        degraded: [],
        metadata: { app: 'demo' },
      });
    });

    it('answers English in English', async () => {
      const { body } = await requestJson(`${service.url}/chat`, {
        body: { message: 'I feel so alone tonight' },
      });
      expect(body.response).not.toMatch(/\p{Script=Han}/u);
      expect(body.response.length).toBeGreaterThan(20);
    });
  });

  describe('POST /streaming/chat/with-metadata', () => {
    it('sends the frames in order, numbered, ending with exactly one complete and [DONE]', async () => {
      const told = await tell(service.url, {
        message: SENTENCE,
        session_id: 'ordered',
        metadata: { turn: 1 },
      });
      const types = told.frames.map((frame) => frame.type);
      expect(types.slice(0, 4)).toEqual(['start', 'processing', 'analysis', 'generating']);
      expect(types.slice(4, -1).every((type) => type === 'token')).toBe(true);
      expect(told.last).toMatchObject({ type: 'complete', full_response: told.text, metadata: { turn: 1 } });
      expect(told.done).toBe(true);
      const start = told.frames[0];
      if (start?.type !== 'start') throw new Error('no start frame');
      expect(told.ids).toEqual(told.ids.map((_, index) => `${start.stream_id}:${index + 1}`));
      const lastToken = told.frames.findLast((frame) => frame.type === 'token');
      expect(lastToken).toMatchObject({ position: Array.from(told.text).length });
    });

    it('has the headers that keep proxies from buffering it', async () => {
      const response = await fetch(`${service.url}/streaming/chat/with-metadata`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ message: SENTENCE }),
      });
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
        'x-content-type-options': 'nosniff',
        'x-request-id': expect.any(String),
      });
      await response.body!.cancel();
    });
  });

  describe('POST /streaming/chat', () => {
    it('sends the text as unnamed events, then [DONE], and names the session in a header', async () => {
      const { events, headers } = await tellPlain(service.url, { message: SENTENCE, session_id: 'plain' });
      expect(headers.get('x-session-id')).toBe('plain');
      expect(events.at(-1)!.data).toBe('[DONE]');
      expect(events.every((event) => event.event === undefined)).toBe(true);
      const text = events
        .slice(0, -1)
        .map((event) => event.data)
        .join('');
      const { body } = await requestJson(`${service.url}/chat/sessions/plain/history`);
      expect(body.messages[1]).toMatchObject({ role: 'assistant', content: text, status: 'completed' });
    });

    it('shows help as a named event and as text', async () => {
      const { events } = await tellPlain(service.url, { message: '我不想活了' });
      const safety = events.find((event) => event.event === 'safety');
      expect(JSON.parse(safety!.data)).toMatchObject({ risk_level: 'medium' });
      const text = events
        .filter((event) => event.event === undefined)
        .map((event) => event.data)
        .join('');
      expect(text).toContain('12356');
      expect(events.indexOf(safety!)).toBe(0);
    });
  });

  describe('WS /streaming/ws', () => {
    it('runs several turns at once, each with its request_id and exactly one terminal frame', async () => {
      const client = await SocketClient.connect(service.webSocketUrl);
      for (const id of ['a', 'b', 'c'])
        client.send({ message: `${SENTENCE}${id}`, user_id: 'ws', session_id: id, request_id: id });
      for (const id of ['a', 'b', 'c']) {
        const frames = await client.turn(id);
        expect(frames[0]).toMatchObject({ type: 'start', session_id: id });
        expect(frames.filter((frame) => frame.type === 'complete' || frame.type === 'error')).toHaveLength(1);
        const text = frames.map((frame) => (frame.type === 'token' ? frame.content : '')).join('');
        expect(frames.at(-1)).toMatchObject({ type: 'complete', full_response: text });
      }
      client.close();
    });

    it('answers a ping, and bad input with an error that leaves the socket open', async () => {
      const client = await SocketClient.connect(service.webSocketUrl);
      for (const bad of [
        'nonsense',
        '[]',
        '{"type":"dance"}',
        '{"message":5}',
        '{"message":""}',
        '{"message":"a","extra":1}',
        '{"type":"cancel"}',
      ]) {
        client.send(bad);
      }
      client.send({ message: 'hi', request_id: 'not ok!' });
      client.send({ type: 'ping' });
      await client.frame((frame) => frame.type === 'pong');
      const errors = await client
        .frame(() => client.received.filter((frame) => frame.type === 'error').length === 8)
        .then(() => client.received.filter((frame) => frame.type === 'error'));
      expect(errors.every((error) => error.type === 'error' && error.code === 'invalid_request')).toBe(true);
      client.send({ message: SENTENCE, request_id: 'still-open' });
      expect((await client.turn('still-open')).at(-1)).toMatchObject({ type: 'complete' });
      client.close();
    });

    it('runs one turn for a request_id that comes twice in one packet, and cancels one whose cancel is in its packet', async () => {
      const client = await SocketClient.connect(service.webSocketUrl);
      client.send({ message: SENTENCE, request_id: 'twice' });
      client.send({ message: SENTENCE, request_id: 'twice' });
      client.send({ message: SENTENCE, request_id: 'gone' });
      client.send({ type: 'cancel', request_id: 'gone' });
      const twice = await client.turn('twice');
      expect((await client.turn('gone')).at(-1)).toMatchObject({ type: 'error', code: 'cancelled' });
      expect(twice.filter((frame) => frame.type === 'start' || frame.type === 'complete')).toHaveLength(2);
      const refused = await client.frame(
        (frame) => frame.type === 'error' && frame.code === 'invalid_request',
      );
      expect(refused.request_id).not.toBe('twice');
      client.close();
    });

    it('takes the longest message the API allows, every character escaped, and keeps the socket', async () => {
      const client = await SocketClient.connect(service.webSocketUrl);
      client.send(`{"message":"${'\\ud83d\\ude22'.repeat(8000)}","request_id":"long"}`);
      expect((await client.turn('long')).at(-1)).toMatchObject({ type: 'complete' });
      client.close();
    });

    it('answers a crisis on a socket that already runs all the turns it may', async () => {
      const slow = await startService({ STREAM_TOKEN_DELAY_MS: '100' });
      const client = await SocketClient.connect(slow.webSocketUrl);
      for (let index = 0; index < 16; index += 1)
        client.send({ message: SENTENCE, session_id: `s${index}`, request_id: `r${index}` });
      await client.frame((frame) => frame.type === 'token' && frame.request_id === 'r15');
      client.send({ message: '你好', request_id: 'refused' });
      client.send({ message: '我想自杀', request_id: 'crisis' });
      expect((await client.turn('refused')).at(-1)).toMatchObject({ type: 'error', code: 'rate_limited' });
      expect(
        await client.frame((frame) => frame.type === 'safety' && frame.request_id === 'crisis'),
      ).toBeDefined();
      client.send({ type: 'cancel', request_id: 'r3' });
      expect((await client.turn('r3')).at(-1)).toMatchObject({ type: 'error', code: 'cancelled' });
      client.close();
      await slow.stop();
    }, 60_000);

    it('makes up a request_id when the client gives none', async () => {
      const client = await SocketClient.connect(service.webSocketUrl);
      client.send({ message: SENTENCE });
      const complete = await client.frame((frame) => frame.type === 'complete');
      expect(complete.request_id).toMatch(/^[0-9a-f-]{36}$/);
      client.close();
    });
  });

  describe('history and sessions', () => {
    it('keeps both sides of a conversation, oldest first, until the session is deleted', async () => {
      const who = { user_id: 'keeper', session_id: 'kept' };
      const first = await tell(service.url, { message: '第一句', ...who });
      await tell(service.url, { message: '第二句', ...who });
      const history = await requestJson(`${service.url}/chat/sessions/kept/history?user_id=keeper`);
      expect(history.body.messages.map((message: { role: string }) => message.role)).toEqual([
        'user',
        'assistant',
        'user',
        'assistant',
      ]);
      expect(history.body.messages[0]).toMatchObject({ content: '第一句', status: 'completed' });
      expect(history.body.messages[1]).toMatchObject({
        content: first.text,
        id: (first.last as { message_id: string }).message_id,
      });
      expect(Date.parse(history.body.messages[0].timestamp)).not.toBeNaN();

      const limited = await requestJson(`${service.url}/chat/sessions/kept/history?limit=1`);
      expect(limited.body.messages).toHaveLength(1);
      expect(limited.body.messages[0].role).toBe('assistant');

      const sessions = await requestJson(`${service.url}/chat/users/keeper/sessions`);
      expect(sessions.body.sessions).toMatchObject([{ session_id: 'kept', message_count: 4 }]);

      const deleted = await requestJson(`${service.url}/chat/sessions/kept?user_id=keeper`, {
        method: 'DELETE',
      });
      expect(deleted.status).toBe(204);
      const gone = await requestJson(`${service.url}/chat/sessions/kept/history?user_id=keeper`);
      expect(gone).toMatchObject({ status: 404, body: { code: 'not_found' } });
    });

    it('does not show a session to another user', async () => {
      await tell(service.url, { message: '我的秘密', user_id: 'owner', session_id: 'private' });
      const other = await requestJson(`${service.url}/chat/sessions/private/history?user_id=stranger`);
      expect(other.status).toBe(404);
      expect(JSON.stringify(other.body)).not.toContain('秘密');
    });
  });

  describe('GET /streaming', () => {
    it('describes itself and says what is running', async () => {
      expect((await requestJson(`${service.url}/streaming/`)).body).toMatchObject({
        service: expect.any(String),
        version: expect.any(String),
        features: expect.any(Array),
        endpoints: expect.any(Object),
        timestamp: expect.any(String),
      });
      expect((await requestJson(`${service.url}/streaming/status`)).body).toMatchObject({
        status: 'active',
        active_streams: expect.any(Number),
        streams: expect.any(Object),
      });
    });
  });
});
