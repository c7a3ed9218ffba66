import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { connect } from 'node:net';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { requestJson, SocketClient, tell } from '../support/client.js';
import { startService, type Service } from '../support/service.js';

const INSIDE =
  /node_modules|\bat .*\.[jt]s|SELECT |INSERT |stack|postgres|pglite|ECONN|Error:|\/src\/|\/dist\//i;

describe('malformed, oversized and hostile requests', () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService();
  }, 60_000);
  afterAll(() => service.stop());

  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const bodies: [string, string][] = [
    ['nothing', ''],
    ['no JSON', '{"message": '],
    ['an array', '[]'],
    ['a string', '"hello"'],
    ['null', 'null'],
    ['a number', '17'],
    ['no message', '{}'],
    ['message null', '{"message":null}'],
    ['message a number', '{"message":17}'],
    ['message an array', '{"message":["a"]}'],
    ['message an object', '{"message":{"$gt":""}}'],
    ['message empty', '{"message":""}'],
    ['message too long', JSON.stringify({ message: '长'.repeat(8001) })],
    ['message with NUL', JSON.stringify({ message: 'a\u0000b' })],
    ['unknown field', '{"message":"a","admin":true}'],
    ['__proto__', '{"message":"a","__proto__":{"admin":true}}'],
    ['constructor', '{"message":"a","constructor":{"prototype":{}}}'],
    ['session_id with SQL', `{"message":"a","session_id":"'; DROP TABLE messages; --"}`],
    ['session_id with a path', '{"message":"a","session_id":"../../etc/passwd"}'],
    ['session_id too long', JSON.stringify({ message: 'a', session_id: 'x'.repeat(129) })],
    ['session_id empty', '{"message":"a","session_id":""}'],
    ['user_id a number', '{"message":"a","user_id":5}'],
    ['user_id with a newline', JSON.stringify({ message: 'a', user_id: 'a\nb' })],
    ['user_id with a space', '{"message":"a","user_id":"a b"}'],
    ['metadata a string', '{"message":"a","metadata":"x"}'],
    ['metadata an array', '{"message":"a","metadata":[]}'],
    ['metadata too large', JSON.stringify({ message: 'a', metadata: { x: 'y'.repeat(8200) } })],
    ['metadata too deep', `{"message":"a","metadata":{"x":${nested(10_000)}}}`],
    ['metadata with NUL', JSON.stringify({ message: 'a', metadata: { x: '\u0000' } })],
    ['body too large', JSON.stringify({ message: 'a', metadata: { x: 'y'.repeat(200_000) } })],
  ];
  const routes = ['/chat', '/streaming/chat', '/streaming/chat/with-metadata'];

  it.each(routes)(
    'are refused with a 4xx problem on POST %s',
    async (route) => {
      for (const [name, body] of bodies) {
        const answer = await requestJson(`${service.url}${route}`, { method: 'POST', body });
        const seen = { name, status: answer.status, type: answer.headers.get('content-type') };
        expect(seen).toMatchObject({ name, type: expect.stringContaining('application/problem+json') });
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
        expect(answer.body).toMatchObject({
          type: expect.any(String),
          title: expect.any(String),
          status: answer.status,
          detail: expect.any(String),
          code: expect.any(String),
          request_id: answer.headers.get('x-request-id'),
        });
        expect(JSON.stringify(answer.body)).not.toMatch(INSIDE);
      }
    },
    60_000,
  );

  it('are refused over 300 more times, cut off, garbled or with ids nobody may use, and the process stays alive', async () => {
    const whole = JSON.stringify({
      message: '我今天好累',
      user_id: 'lin',
      session_id: 's',
      metadata: { a: [1, '二'] },
    });
    const cutOff = fc.integer({ min: 1, max: whole.length - 1 }).map((length) => whole.slice(0, length));
    const garbled = fc.string({ unit: 'binary', minLength: 1 }).map((text) => `{${text}`);
    const badId = fc
      .tuple(fc.constantFrom('user_id', 'session_id'), fc.string({ minLength: 1 }))
      .map(([field, id]) => JSON.stringify({ message: 'a', [field]: `${id} ` }));
    const hostile = fc.sample(fc.oneof(cutOff, garbled, badId), { numRuns: 300, seed: 11 });
    const client = await SocketClient.connect(service.webSocketUrl);
    for (const [index, body] of hostile.entries()) {
      client.send(body);
      const answer = await requestJson(`${service.url}${routes[index % routes.length]}`, {
        method: 'POST',
        body,
      });
      expect({ body, status: answer.status, code: answer.body.code }).toEqual({
        body,
        status: 400,
        code: 'invalid_request',
      });
      expect(JSON.stringify(answer.body)).not.toMatch(INSIDE);
    }
    await client.frame(() => client.received.length === hostile.length);
    expect(new Set(client.received.map((frame) => frame.type))).toEqual(new Set(['error']));
    expect((await requestJson(`${service.url}/health/live`)).status).toBe(200);
    client.close();
  }, 60_000);

  it('names the faulty fields and never their values', async () => {
    const { body } = await requestJson(`${service.url}/chat`, {
      body: { message: 5, user_id: 'bad value!', extra: 'surprise' },
    });
    expect((body.errors as { field: string }[]).map((error) => error.field).sort()).toEqual([
      'extra',
      'message',
      'user_id',
    ]);
    expect(JSON.stringify(body)).not.toMatch(/bad value|surprise/);
  });

  it.each([
    ['NUL in the message', JSON.stringify({ message: 'a\u0000b' }), 'message'],
    ['NUL deep inside', JSON.stringify({ message: 'a', metadata: { x: ['\u0000'] } }), 'metadata.x.0'],
    ['nesting beyond reason', `{"message":"a","metadata":{"x":${nested(10_000)}}}`, 'metadata.x'],
    ['a message too long', JSON.stringify({ message: '长'.repeat(8001) }), 'message'],
  ])('name the faulty field on a socket, too: %s', async (_what, body, field) => {
    const client = await SocketClient.connect(service.webSocketUrl);
    const requestId = randomUUID();
    client.send(body.replace('{', `{"request_id":"${requestId}",`));
    const answer = await client.frame((frame) => frame.request_id === requestId);
    expect(answer).toMatchObject({ type: 'error', code: 'invalid_request' });
    expect(answer).toHaveProperty('message', expect.stringMatching(`^${field}`));
    client.close();
  });

  it('are refused with a 4xx problem on the other routes', async () => {
    const requests: [string, string, string | undefined][] = [
      ['GET', '/nowhere', undefined],
      ['GET', '/chat', undefined],
      ['PUT', '/chat', '{}'],
      ['DELETE', '/streaming/chat', undefined],
      ['GET', '/chat/sessions/%00/history', undefined],
      ['GET', `/chat/sessions/${'x'.repeat(200)}/history`, undefined],
      ['GET', '/chat/sessions/..%2f..%2fetc/history', undefined],
      ['GET', "/chat/sessions/a'%20OR%201=1/history", undefined],
      ['GET', '/chat/sessions/none/history', undefined],
      ['GET', '/chat/sessions/a/history?limit=0', undefined],
      ['GET', '/chat/sessions/a/history?limit=-5', undefined],
      ['GET', '/chat/sessions/a/history?limit=1e9', undefined],
      ['GET', '/chat/sessions/a/history?limit=abc', undefined],
      ['GET', '/chat/sessions/a/history?user_id=a%20b', undefined],
      ['GET', '/chat/sessions/a/history?limit=1&limit=2', undefined],
      ['GET', '/chat/sessions/a/history?other=1', undefined],
      ['GET', '/chat/users/a%20b/sessions', undefined],
      ['DELETE', '/chat/sessions/none', undefined],
      ['DELETE', '/chat/sessions/%E0%A4%A', undefined],
      ['POST', '/performance/optimization/config', '{"max_concurrent_requests": -1}'],
      ['POST', '/performance/optimization/config', '{"nonsense": 1}'],
      ['POST', '/performance/optimization/config', '{"ttl": {"emotion": "soon"}}'],
    ];
    for (const [method, path, body] of requests) {
      const answer = await requestJson(`${service.url}${path}`, { method, ...(body && { body }) });
      expect({ path, ok: answer.status >= 400 && answer.status < 500 }).toEqual({ path, ok: true });
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(answer.headers.get('x-request-id')).toBeTruthy();
      expect(JSON.stringify(answer.body)).not.toMatch(INSIDE);
    }
  });

  it('refuses other content types', async () => {
    for (const type of [
      'text/plain',
      'application/xml',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      const answer = await requestJson(`${service.url}/chat`, {
        body: 'message=hello',
        headers: { 'Content-Type': type },
      });
      expect(answer.status).toBe(415);
      expect(answer.body.code).toBe('unsupported_media_type');
    }
  });

  it('survives raw nonsense on the port', async () => {
    const { hostname, port } = new URL(service.url);
    for (const bytes of [
      '\0\0\0\0',
      'GET / HTTP/9.9\r\n\r\n',
      'POST /chat HTTP/1.1\r\nContent-Length: -1\r\n\r\n',
      `GET /${'a'.repeat(70_000)} HTTP/1.1\r\n\r\n`,
      'POST /chat HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    ]) {
      const socket = connect({ host: hostname, port: Number(port) });
      socket.on('error', () => socket.destroy());
      const closed = once(socket, 'close');
      socket.end(bytes);
      socket.resume();
      await closed;
    }
    expect((await requestJson(`${service.url}/health/live`)).status).toBe(200);
  });

  it('answers bad WebSocket messages with errors and closes only on a payload that is too large', async () => {
    const client = await SocketClient.connect(service.webSocketUrl);
    for (const [, body] of bodies) if (Buffer.byteLength(body) < 60_000) client.send(body);
    client.send({ type: 'ping' });
    await client.frame((frame) => frame.type === 'pong');
    const expected = bodies.filter(([, body]) => Buffer.byteLength(body) < 60_000).length;
    await client.frame(() => client.received.filter((frame) => frame.type === 'error').length === expected);
    expect(JSON.stringify(client.received)).not.toMatch(INSIDE);
    const closed = once(client.socket, 'close');
    client.send('x'.repeat(200_000));
    expect((await closed)[0]).toBe(1009);

    const stray = new WebSocket(service.webSocketUrl.replace('/streaming/ws', '/elsewhere'));
    stray.on('error', () => stray.terminate());
    await new Promise((resolve) => stray.once('close', resolve));
    expect((await tell(service.url, { message: '你好' })).last).toMatchObject({ type: 'complete' });
  });

  it('echoes odd but allowed text exactly', async () => {
    for (const message of [
      ' ',
      '\n\n',
      '\u202e反着',
      '👨‍👩‍👧‍👦',
      'a'.repeat(8000),
      '\ud800',
      '<script>alert(1)</script>',
      '${7*7}{{7*7}}',
      '%s%n',
      '; rm -rf /',
    ]) {
      const session = `odd-${Buffer.from(message).toString('hex').slice(0, 20)}`;
      const told = await tell(service.url, { message, session_id: session });
      expect(told.last).toMatchObject({ type: 'complete' });
      const { body } = await requestJson(`${service.url}/chat/sessions/${session}/history`);
      expect(body.messages[0].content).toBe(Buffer.from(message).toString());
    }
  });
});
