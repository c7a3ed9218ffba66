import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { OpenAiHttpClient } from '../../../src/platform/http-client/openai-http.client.js';
import { ModelServer } from '../../support/model-server.js';

describe('OpenAiHttpClient', () => {
  let server: ModelServer;
  let client: OpenAiHttpClient;

  beforeEach(async () => {
    server = await ModelServer.start();
    client = new OpenAiHttpClient({ baseUrl: server.origin, apiKey: 'sk-secret', maxConnections: 3 });
  });
  afterEach(() => Promise.all([client.destroy(), server.stop()]));

  const deadline = { timeoutMs: 5000 };
  const signal = () => new AbortController().signal;

  it('posts JSON with the key and reads JSON', async () => {
    const answer = await client.postJson('/embeddings', { model: 'e', input: ['你好', '再见'] }, deadline);
    expect(answer).toMatchObject({ data: [{ index: 0 }, { index: 1 }] });
    expect(server.requests[0]).toMatchObject({
      method: 'POST',
      path: '/v1/embeddings',
      body: { model: 'e', input: ['你好', '再见'] },
    });
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer sk-secret',
      'content-type': 'application/json',
    });
  });

  it('sends no authorization without a key', async () => {
    const keyless = new OpenAiHttpClient({ baseUrl: server.baseUrl });
    await keyless.getJson('/models', deadline);
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
    await keyless.close();
  });

  it('keeps connections for the next request, after refusals too', async () => {
    server.embeddingsStatus = 500;
    for (let count = 0; count < 3; count += 1) {
      await expect(client.postJson('/embeddings', { input: 'x' }, deadline)).rejects.toThrow('status 500');
      await client.getJson('/models', deadline);
      expect(await client.getStatus('/nothing', deadline)).toBe(404);
    }
    // A second one opens when a request comes before the last answer is read to its end.
    expect(server.requests).toHaveLength(9);
    expect(server.connections).toBeLessThanOrEqual(2);
  });

  it('opens no more connections than it may', async () => {
    await Promise.all(Array.from({ length: 12 }, () => client.getJson('/models', deadline)));
    expect(server.connections).toBe(3);
  });

  it('ends at the deadline and hangs up', async () => {
    server.embeddingsStatus = 'hang';
    await expect(client.postJson('/embeddings', { input: 'x' }, { timeoutMs: 50 })).rejects.toMatchObject({
      name: 'DeadlineExceededError',
    });
    await server.requests[0]?.hungUp;
  });

  it('throws the reason of the caller at once, also while it waits for a free connection', async () => {
    server.embeddingsStatus = 'hang';
    const busy = [1, 2, 3].map(() => client.postJson('/embeddings', {}, deadline).catch(() => 'ended'));
    const caller = new AbortController();
    const waiting = client.stream('/chat/completions', {}, { signal: caller.signal });
    const reason = new Error('left');
    setImmediate(() => caller.abort(reason));
    await expect(waiting).rejects.toBe(reason);
    await server.stop();
    expect(await Promise.all(busy)).toEqual(['ended', 'ended', 'ended']);
    expect(server.chatRequests).toHaveLength(0);
  });

  it('sends nothing for a caller that is gone', async () => {
    await expect(client.stream('/x', {}, { signal: AbortSignal.abort('left') })).rejects.toBe('left');
    expect(server.requests).toHaveLength(0);
  });

  it('tells neither the key nor what the server wrote', async () => {
    server.script = { status: 401 };
    const error: unknown = await client
      .stream('/chat/completions', {}, { signal: signal() })
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ name: 'HttpStatusError', status: 401 });
    expect(JSON.stringify([String(error), error])).not.toMatch(/sk-secret|upstream-secret/);
  });

  it('reads when to come back', async () => {
    server.script = { status: 429, retryAfter: '3' };
    await expect(client.stream('/chat/completions', {}, { signal: signal() })).rejects.toMatchObject({
      status: 429,
      retryAfterMs: 3000,
    });
  });

  it('finishes running requests on close and takes no new ones', async () => {
    server.script = { gapMs: 20 };
    const answer = await client.stream('/chat/completions', {}, { signal: signal() });
    const closed = client.close();
    await expect(client.getJson('/models', deadline)).rejects.toThrow();
    let bytes = 0;
    const whole = await answer.forEach((chunk) => {
      bytes += chunk.length;
      return true;
    });
    expect(whole).toBe(true);
    expect(bytes).toBeGreaterThan(100);
    await closed;
    await client.close();
  });

  describe('with answers that are not what was promised', () => {
    let odd: Server;
    let body = '';

    beforeEach(async () => {
      odd = createServer((_request, response) => response.end(body)).listen(0, '127.0.0.1');
      await once(odd, 'listening');
      await client.destroy();
      client = new OpenAiHttpClient({ baseUrl: `http://127.0.0.1:${(odd.address() as AddressInfo).port}` });
    });
    afterEach(() => odd.close());

    it('refuses text that is not JSON, without quoting it', async () => {
      body = 'upstream-secret';
      await expect(client.getJson('/models', deadline)).rejects.toMatchObject({
        problem: 'not_json',
        message: "the server's answer is not JSON",
      });
    });

    it('stops reading what is too large', async () => {
      body = 'x'.repeat(100_000);
      await expect(client.getJson('/models', { ...deadline, maxBytes: 1000 })).rejects.toMatchObject({
        problem: 'too_large',
      });
    });
  });
});
