import { CompanionLanguageModel } from '../../../src/llm/adapters/companion/companion-language-model.js';
import { DependencyRegistry } from '../../../src/platform/dependencies/dependency-registry.js';
import { Metrics } from '../../../src/platform/metrics/metrics.js';
import { OpenAiLanguageModel } from '../../../src/llm/adapters/openai-compatible/openai-language-model.js';
import { toChatCompletionPolicy } from '../../../src/llm/llm.policy.js';
import { ResilientLanguageModel } from '../../../src/llm/resilience/resilient-language-model.js';
import { describeLanguageModelContract } from '../../support/language-model.contract.js';
import { ModelServer } from '../../support/model-server.js';

describeLanguageModelContract('the companion', async () => ({
  model: new CompanionLanguageModel(),
  release: async () => {},
}));

const SCRIPT = { tokens: ['我在', '听，', '慢慢说', '😀。'], gapMs: 5 };

describeLanguageModelContract('the bare OpenAI-compatible model', async () => {
  const server = await ModelServer.start(SCRIPT);
  const model = new OpenAiLanguageModel({ baseUrl: server.baseUrl, model: 'scripted' });
  return { model, release: () => Promise.all([model.destroy(), server.stop()]).then(() => undefined) };
});

describeLanguageModelContract('the OpenAI-compatible model under its policy', async () => {
  const server = await ModelServer.start(SCRIPT);
  const model = new ResilientLanguageModel(
    new OpenAiLanguageModel({ baseUrl: server.baseUrl, model: 'scripted' }),
    toChatCompletionPolicy({ timeoutMs: 10_000, firstTokenTimeoutMs: 5000 }),
    { metrics: new Metrics(), dependencies: new DependencyRegistry() },
  );
  return {
    model,
    release: () => Promise.all([model.onApplicationShutdown(), server.stop()]).then(() => undefined),
  };
});
