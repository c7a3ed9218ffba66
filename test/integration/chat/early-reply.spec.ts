import { EarlyReply } from '../../../src/chat/early-reply.js';
import { OpenAiLanguageModel } from '../../../src/llm/adapters/openai-compatible/openai-language-model.js';
import type { ReplyContext } from '../../../src/llm/ports/language-model.js';
import { toChatCompletionPolicy } from '../../../src/llm/llm.policy.js';
import { ResilientLanguageModel } from '../../../src/llm/resilience/resilient-language-model.js';
import { DependencyRegistry } from '../../../src/platform/dependencies/dependency-registry.js';
import { Metrics } from '../../../src/platform/metrics/metrics.js';
import { eventually } from '../../support/cache.js';
import { ModelServer } from '../../support/model-server.js';
import { readReply, replyRequest } from '../../support/reply-request.js';

describe('a reply that was begun early', () => {
  let server: ModelServer;
  let metrics: Metrics;
  let model: ResilientLanguageModel;

  beforeEach(async () => {
    server = await ModelServer.start();
    metrics = new Metrics();
    const remote = new OpenAiLanguageModel({ baseUrl: server.baseUrl, model: 'm' });
    const policy = toChatCompletionPolicy({ timeoutMs: 20_000, firstTokenTimeoutMs: 8000 });
    const dependencies = new DependencyRegistry();
    model = new ResilientLanguageModel(remote, policy, { metrics, dependencies });
  });

  afterEach(async () => {
    model.onModuleDestroy();
    await model.onApplicationShutdown();
    await server.stop();
  });

  const numberOf = async (name: string) => {
    const { values } = await metrics.registry.getSingleMetric(`xinyu_${name}`)!.get();
    return values.reduce((sum, { value }) => sum + value, 0);
  };
  const repliesEnded = () => numberOf('llm_requests_total');
  const asked = (context: Partial<ReplyContext> = {}) =>
    replyRequest(undefined, { emotion: 'sad', ...context });
  const begin = async () => {
    const turn = new AbortController();
    const early = new EarlyReply(model, Promise.resolve(asked()), turn.signal);
    await eventually(async () => (await numberOf('llm_first_token_seconds')) > 0);
    expect(await repliesEnded()).toBe(0);
    return { turn, early };
  };
  const kinds = [
    ['streams', {}],
    ['answers with one document', { plainJson: true }],
  ] as const;

  it.each(kinds)('is whole for who takes it, from a model that %s', async (_name, script) => {
    server.script = script;
    const { early } = await begin();
    const text = await early.take(asked());
    expect(await readReply(text!)).toMatchObject({ text: '我在听。', error: undefined });
  });

  it.each(kinds)(
    'is let go at once when the turn is aborted, from a model that %s',
    async (_name, script) => {
      server.script = script;
      const { turn } = await begin();
      turn.abort(new Error('the client left'));
      expect(await eventually(async () => (await repliesEnded()) === 1)).toBeLessThan(1000);
    },
  );

  it.each([
    ['another level', { riskLevel: 'low' }],
    ['another language', { language: 'en' }],
    ['the opposite feeling', { emotion: 'happy' }],
  ] as const)('is let go at once where the model is to be told %s', async (_what, context) => {
    for (const [, script] of kinds) {
      server.script = script;
      const { early } = await begin();
      expect(await early.take(asked(context))).toBeUndefined();
      expect(await eventually(async () => (await repliesEnded()) === 1)).toBeLessThan(1000);
      metrics.registry.resetMetrics();
    }
  });

  it.each(['angry', 'neutral', 'confused'])('is taken where the feeling is %s after all', async (emotion) => {
    const { early } = await begin();
    expect(await readReply((await early.take(asked({ emotion, intensity: 9 })))!)).toMatchObject({
      error: undefined,
    });
  });
});
