import { Module } from '@nestjs/common';
import { LlmConfig } from '../config/config.slices.js';
import { DependencyRegistry } from '../platform/dependencies/dependency-registry.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { CompanionLanguageModel } from './adapters/companion/companion-language-model.js';
import { OpenAiLanguageModel } from './adapters/openai-compatible/openai-language-model.js';
import { toChatCompletionPolicy } from './llm.policy.js';
import { FallbackLanguageModel, LanguageModel } from './ports/language-model.js';
import { ResilientLanguageModel } from './resilience/resilient-language-model.js';

/** The model that writes the replies, and the built-in one that always can. */
@Module({
  providers: [
    { provide: FallbackLanguageModel, useClass: CompanionLanguageModel },
    {
      provide: LanguageModel,
      inject: [LlmConfig, FallbackLanguageModel, Metrics, DependencyRegistry],
      useFactory: chooseLanguageModel,
    },
  ],
  exports: [LanguageModel, FallbackLanguageModel],
})
export class LlmModule {}

function chooseLanguageModel(
  config: LlmConfig,
  companion: FallbackLanguageModel,
  metrics: Metrics,
  dependencies: DependencyRegistry,
): LanguageModel {
  const { baseUrl, apiKey, model } = config;
  // The configuration refuses a base URL without a model.
  if (baseUrl === undefined || model === undefined) {
    dependencies.register('llm', () => ({ healthy: null, details: { model: 'companion' } }));
    return companion;
  }
  const policy = toChatCompletionPolicy(config);
  return new ResilientLanguageModel(new OpenAiLanguageModel({ baseUrl, apiKey, model }), policy, {
    metrics,
    dependencies,
  });
}
