import { OpenAiLanguageModel } from '../../../src/llm/adapters/openai-compatible/openai-language-model.js';
import { ModelServer, type ModelScript } from '../../support/model-server.js';
import { readReply, replyRequest } from '../../support/reply-request.js';

describe('OpenAiLanguageModel', () => {
  let server: ModelServer;
  let model: OpenAiLanguageModel;

  beforeEach(async () => {
    server = await ModelServer.start();
    model = new OpenAiLanguageModel({ baseUrl: server.baseUrl, apiKey: 'sk-secret', model: 'scripted' });
  });
  afterEach(() => Promise.all([model.destroy(), server.stop()]));

  const stream = (signal = new AbortController().signal) => model.stream(replyRequest('睡不着'), signal);

  it('asks for a streamed completion of the messages', async () => {
    server.script = { tokens: (messages) => `听到了：${messages.at(-1)?.content}` };
    expect(await readReply(stream())).toMatchObject({ text: '听到了：睡不着', error: undefined });
    expect(server.chatRequests[0]?.body).toEqual({
      model: 'scripted',
      stream: true,
      messages: replyRequest('睡不着').messages(),
    });
    expect(server.chatRequests[0]?.headers.authorization).toBe('Bearer sk-secret');
  });

  it('passes text on as it arrives', async () => {
    server.script = { tokens: ['我', '在', '听'], gapMs: 20 };
    expect((await readReply(stream())).pieces).toEqual(['我', '在', '听']);
  });

  it.each<[string, ModelScript, string]>([
    ['reasoning beside the content', { reasoning: ['she ', 'is sad'] }, '我在听。'],
    [
      'reasoning inside the content',
      { tokens: ['<thi', 'nk>sad', '</thi', 'nk>\n\n', '我在听。'] },
      '我在听。',
    ],
    ['no [DONE] after the finish reason', { omitDone: true }, '我在听。'],
    ['[DONE] without a finish reason', { finishReason: null }, '我在听。'],
    ['one JSON document instead of a stream', { plainJson: true }, '我在听。'],
    ['no content type to speak of', { contentType: 'text/plain' }, '我在听。'],
    ['a chunk sent twice', { tokens: ['一', '二', '三', '四'], fault: 'duplicate_chunk' }, '一二三三四'],
  ])('reads a reply with %s', async (_name, script, text) => {
    server.script = script;
    expect(await readReply(stream())).toMatchObject({ text, error: undefined });
  });

  it.each<[string, ModelScript, object]>([
    ['401', { status: 401 }, { failure: 'rejected', retryable: false, outage: true }],
    ['a redirect', { status: 307 }, { failure: 'rejected', retryable: false, outage: true }],
    ['400', { status: 400 }, { failure: 'rejected', retryable: false, outage: false }],
    ['408', { status: 408 }, { failure: 'unreachable', retryable: true }],
    [
      '429',
      { status: 429, retryAfter: '2' },
      { failure: 'rate_limited', retryable: true, retryAfterMs: 2000 },
    ],
    ['500', { status: 500 }, { failure: 'unreachable', retryable: true, outage: true }],
    [
      '503 with Retry-After',
      { status: 503, retryAfter: '1' },
      { failure: 'unreachable', retryAfterMs: 1000 },
    ],
    ['a web page', { fault: 'html' }, { failure: 'invalid_stream', retryable: false }],
    ['an empty reply', { tokens: [] }, { failure: 'empty', retryable: true }],
    [
      'a reset before the first token',
      { fault: 'reset', failAfter: 0 },
      { failure: 'truncated', retryable: true },
    ],
  ])('says what went wrong: %s', async (_name, script, expected) => {
    server.script = script;
    const { text, error } = await readReply(stream());
    expect(text).toBe('');
    expect(error).toMatchObject({ name: 'LanguageModelError', ...expected });
    expect(JSON.stringify([error, String(error), (error as Error).stack])).not.toMatch(
      /upstream|sk-secret|html/,
    );
  });

  it.each<[string, ModelScript, string]>([
    ['a reset', { fault: 'reset' }, 'truncated'],
    ['an end without finish', { fault: 'no_finish' }, 'truncated'],
    ['an error event', { fault: 'error_event' }, 'truncated'],
    ['the length limit', { tokens: ['我', '在'], finishReason: 'length' }, 'truncated'],
    ['the content filter', { tokens: ['我', '在'], finishReason: 'content_filter' }, 'rejected'],
    ['broken JSON', { fault: 'invalid_json' }, 'invalid_stream'],
  ])('keeps the text before a reply breaks off: %s', async (_name, script, failure) => {
    server.script = { gapMs: 30, ...script };
    expect(await readReply(stream())).toMatchObject({ text: '我在', error: { failure } });
  });

  it('cuts a reply without measure and hangs up', async () => {
    server.script = { tokens: new Array<string>(4000).fill('好'.repeat(1000)) };
    const { text, error } = await readReply(stream());
    expect(error).toMatchObject({ failure: 'invalid_stream' });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(200_000);
    await server.chatRequests[0]?.hungUp;
  });

  it('cannot reach a server that is not there', async () => {
    await server.stop();
    expect((await readReply(stream())).error).toMatchObject({
      failure: 'unreachable',
      cause: 'ECONNREFUSED',
    });
  });

  it.each<[string, ModelScript]>([
    ['before the headers', { fault: 'hang_headers' }],
    ['before the first token', { fault: 'hang_first_token' }],
  ])('hangs up at an abort %s', async (_name, script) => {
    server.script = script;
    const caller = new AbortController();
    const reply = readReply(stream(caller.signal));
    const request = await server.chatRequest(1);
    const reason = new Error('left');
    caller.abort(reason);
    expect((await reply).error).toBe(reason);
    await request.hungUp;
  });

  it('hangs up when the reader stops in the middle', async () => {
    server.script = { tokens: ['我', '在', '听'], fault: 'stall' };
    for await (const piece of stream()) {
      expect(piece).not.toBe('');
      break;
    }
    await server.chatRequests[0]?.hungUp;
  });

  it('hangs up when the caller aborts while the reader is busy', async () => {
    server.script = { tokens: ['我', '在', '听'], fault: 'stall' };
    const caller = new AbortController();
    const reply = stream(caller.signal)[Symbol.asyncIterator]();
    await reply.next();
    caller.abort(new Error('left'));
    await server.chatRequests[0]?.hungUp;
    await expect(reply.next()).rejects.toThrow('left');
  });

  it('writes replies one after the other over one connection', async () => {
    for (let count = 0; count < 5; count += 1) {
      expect((await readReply(stream())).text).toBe('我在听。');
      // The server's last bytes may arrive after the reply was whole.
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(server.connections).toBe(1);
  });

  it('learns that the template opens the thinking, after one reply that is given up', async () => {
    const tokens = ['she is ', 'sad</think>', '我在听。'];
    server.script = { tokens, gapMs: 10 };
    expect(await readReply(stream())).toMatchObject({ error: { failure: 'invalid_stream', outage: false } });
    expect(await readReply(stream())).toMatchObject({ text: '我在听。', error: undefined });
    server.script = {};
    expect(await readReply(stream())).toMatchObject({ text: '', error: { failure: 'empty' } });
    expect(await readReply(stream())).toMatchObject({ text: '我在听。', error: undefined });
  });

  it.each<[ModelServer['modelsStatus'], string]>([
    [200, 'up'],
    [404, 'up'],
    [403, 'up'],
    [401, 'refusing'],
    [429, 'refusing'],
    [503, 'refusing'],
    ['hang', 'down'],
  ])('takes a model list answered with %s for a server that is %s', async (status, result) => {
    server.modelsStatus = status;
    expect(await model.probe(200)).toBe(result);
    expect(server.chatRequests).toHaveLength(0);
  });

  it('probes while every other connection is busy, and sees a server that is gone', async () => {
    server.script = { fault: 'hang_headers' };
    const replies = Array.from({ length: 20 }, () => readReply(stream()));
    await server.chatRequest(20);
    expect(await model.probe(2000)).toBe('up');
    await server.stop();
    await Promise.all(replies);
    expect(await model.probe(2000)).toBe('down');
  });
});
