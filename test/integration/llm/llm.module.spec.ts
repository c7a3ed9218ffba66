import { Global, Logger, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { ConfigModule } from '../../../src/config/config.module.js';
import { parseEnvironment } from '../../../src/config/env.schema.js';
import { LlmModule } from '../../../src/llm/llm.module.js';
import { FallbackLanguageModel, LanguageModel } from '../../../src/llm/ports/language-model.js';
import { DependencyRegistry } from '../../../src/platform/dependencies/dependency-registry.js';
import { Metrics } from '../../../src/platform/metrics/metrics.js';
import { ModelServer } from '../../support/model-server.js';
import { readReply, replyRequest } from '../../support/reply-request.js';

@Global()
@Module({ providers: [Metrics, DependencyRegistry], exports: [Metrics, DependencyRegistry] })
class PlatformPartsModule {}

async function boot(variables: Record<string, string>) {
  const built = await Test.createTestingModule({
    imports: [ConfigModule.forRoot(parseEnvironment(variables)), PlatformPartsModule, LlmModule],
  }).compile();
  await built.init();
  return {
    close: () => built.close(),
    model: built.get(LanguageModel),
    fallback: built.get(FallbackLanguageModel),
    dependencies: built.get(DependencyRegistry),
    metrics: built.get(Metrics),
  };
}

describe('LlmModule', () => {
  beforeAll(() => Logger.overrideLogger(false));

  it('lets the companion answer when no model is configured', async () => {
    const { model, fallback, dependencies, close } = await boot({});
    expect(model.kind).toBe('companion');
    expect(model).toBe(fallback);
    expect(dependencies.status('llm').healthy).toBeNull();
    const reply = await readReply(model.stream(replyRequest(), new AbortController().signal));
    expect(reply.error).toBeUndefined();
    expect(reply.text).not.toBe('');
    await close();
  });

  it('lets the configured model answer, watches it, and lets go of it at the end', async () => {
    const server = await ModelServer.start();
    const { model, fallback, dependencies, metrics, close } = await boot({
      LLM_BASE_URL: server.origin,
      LLM_API_KEY: 'sk-secret',
      LLM_MODEL: 'scripted',
    });
    expect([model.kind, fallback.kind]).toEqual(['model', 'companion']);
    expect(await readReply(model.stream(replyRequest(), new AbortController().signal))).toMatchObject({
      text: '我在听。',
      error: undefined,
    });
    expect(dependencies.status('llm').healthy).toBe(true);
    const page = await metrics.registry.metrics();
    expect(page).toContain('xinyu_llm_requests_total{outcome="ok"} 1');
    expect(page).toContain('xinyu_llm_first_token_seconds_count 1');
    expect(page).toContain('xinyu_llm_breaker_state 0');
    expect(page).not.toContain('sk-secret');
    await close();
    await server.stop();
    expect(server.requests.some(({ path }) => path === '/v1/models')).toBe(true);
  });
});
