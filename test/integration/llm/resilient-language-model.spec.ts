import { Logger } from '@nestjs/common';
import { OpenAiLanguageModel } from '../../../src/llm/adapters/openai-compatible/openai-language-model.js';
import { toChatCompletionPolicy } from '../../../src/llm/llm.policy.js';
import { ResilientLanguageModel } from '../../../src/llm/resilience/resilient-language-model.js';
import { DependencyRegistry } from '../../../src/platform/dependencies/dependency-registry.js';
import { Metrics } from '../../../src/platform/metrics/metrics.js';
import { ModelServer } from '../../support/model-server.js';
import { readReply, replyRequest } from '../../support/reply-request.js';

describe('ResilientLanguageModel over a real socket', () => {
  let server: ModelServer;
  let model: ResilientLanguageModel;
  let dependencies: DependencyRegistry;

  const createModel = (deadlines = { timeoutMs: 20_000, firstTokenTimeoutMs: 10_000 }) => {
    dependencies = new DependencyRegistry();
    model = new ResilientLanguageModel(
      new OpenAiLanguageModel({ baseUrl: server.origin, model: 'scripted' }),
      { ...toChatCompletionPolicy(deadlines), backoffMs: 10, probeIntervalMs: 50 },
      { metrics: new Metrics(), dependencies },
    );
  };

  beforeAll(() => Logger.overrideLogger(false));
  beforeEach(async () => {
    server = await ModelServer.start();
    createModel();
  });
  afterEach(async () => {
    model.onModuleDestroy();
    await Promise.all([model.onApplicationShutdown(), server.stop()]);
  });

  const read = () => readReply(model.stream(replyRequest(), new AbortController().signal));
  const untilHealthy = async (expected: boolean) => {
    while (dependencies.status('llm').healthy !== expected) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };

  it('gets over two faults before the first token', async () => {
    server.enqueue({ status: 500 }, { fault: 'reset', failAfter: 0 });
    expect(await read()).toMatchObject({ text: '我在听。', error: undefined });
    expect(server.chatRequests).toHaveLength(3);
  });

  it('comes back when the server asked it to', async () => {
    server.enqueue({ status: 429, retryAfter: '0.1' });
    const startedAt = Date.now();
    expect((await read()).text).toBe('我在听。');
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(99);
  });

  it('does not ask again after 401', async () => {
    server.script = { status: 401 };
    expect((await read()).error).toMatchObject({ failure: 'rejected' });
    expect(server.chatRequests).toHaveLength(1);
  });

  it.each(['hang_headers', 'hang_first_token'] as const)(
    'gives up when no token comes in time, and hangs up (%s)',
    async (fault) => {
      createModel({ timeoutMs: 20_000, firstTokenTimeoutMs: 200 });
      server.script = { fault };
      expect((await read()).error).toMatchObject({ failure: 'first_token_timeout' });
      await server.chatRequests[0]?.hungUp;
      expect(server.chatRequests).toHaveLength(1);
    },
  );

  it('ends a reply that takes too long, and hangs up', async () => {
    createModel({ timeoutMs: 600, firstTokenTimeoutMs: 10_000 });
    server.script = { tokens: ['我', '在', '听'], fault: 'stall' };
    expect(await read()).toMatchObject({ text: '我在', error: { failure: 'timeout' } });
    await server.chatRequests[0]?.hungUp;
  });

  it('fails at once while the server is away and answers when it is back, without anybody asking', async () => {
    model.onModuleInit();
    await untilHealthy(true);
    await server.stop();
    await untilHealthy(false);
    for (let count = 0; count < 5; count += 1) await read();
    expect((await read()).error).toMatchObject({ failure: 'circuit_open' });
    await server.start();
    await untilHealthy(true);
    expect(await read()).toMatchObject({ text: '我在听。', error: undefined });
    expect(server.chatRequests).toHaveLength(1);
  });

  it('lets a reply finish that was being written when the service began to stop', async () => {
    server.script = { gapMs: 20 };
    const reply = read();
    await server.chatRequest(1);
    model.onModuleDestroy();
    expect(await reply).toMatchObject({ text: '我在听。', error: undefined });
    expect((await read()).error).toMatchObject({ failure: 'unreachable' });
  });

  it('ends what is still being written when the service stops for good', async () => {
    server.script = { fault: 'hang_headers' };
    const reply = read();
    const request = await server.chatRequest(1);
    model.onModuleDestroy();
    await model.onApplicationShutdown();
    await request.hungUp;
    expect((await reply).error).toMatchObject({ failure: 'unreachable' });
  });
});
