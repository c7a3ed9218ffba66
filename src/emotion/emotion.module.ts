import { Module } from '@nestjs/common';
import { CacheModule } from '../cache/cache.module.js';
import { EmotionConfig, LimitsConfig, LlmConfig } from '../config/config.slices.js';
import { DependencyRegistry } from '../platform/dependencies/dependency-registry.js';
import { OpenAiHttpClient } from '../platform/http-client/openai-http.client.js';
import { ThrottlingModule } from '../platform/http/throttling.module.js';
import { OpenAiEmotionAnalyzer } from './adapters/openai-emotion-analyzer.js';
import { PostgresEmotionHistory } from './adapters/postgres-emotion-history.js';
import { loadEmotionAnalyzer } from './adapters/trained/load-emotion-analyzer.js';
import { EmotionTrendService } from './emotion-trend.service.js';
import { EmotionController } from './emotion.controller.js';
import { EmotionService } from './emotion.service.js';
import { EmotionAnalyzer } from './ports/emotion-analyzer.js';
import { EmotionHistory } from './ports/emotion-history.js';
import { LocalEmotionAnalyzer } from './ports/local-emotion-analyzer.js';

/** Share of the analysis deadline a model may use: the local analyzer that stands in for it needs some of it too. */
const MODEL_SHARE = 0.8;

@Module({
  imports: [CacheModule, ThrottlingModule],
  controllers: [EmotionController],
  providers: [
    {
      provide: LocalEmotionAnalyzer,
      inject: [DependencyRegistry],
      useFactory: (dependencies: DependencyRegistry) => loadEmotionAnalyzer(dependencies),
    },
    {
      provide: EmotionAnalyzer,
      inject: [EmotionConfig, LlmConfig, LimitsConfig, LocalEmotionAnalyzer],
      useFactory: chooseAnalyzer,
    },
    { provide: EmotionHistory, useClass: PostgresEmotionHistory },
    EmotionService,
    EmotionTrendService,
  ],
  exports: [EmotionService],
})
export class EmotionModule {}

function chooseAnalyzer(
  { provider }: EmotionConfig,
  { baseUrl, apiKey, model }: LlmConfig,
  limits: LimitsConfig,
  local: LocalEmotionAnalyzer,
): EmotionAnalyzer {
  // The configuration refuses the provider without a server and a model.
  if (provider === 'local' || baseUrl === undefined || model === undefined) return local;
  const timeoutMs = Math.max(1, Math.round(limits.analysisTimeoutMs * MODEL_SHARE));
  return new OpenAiEmotionAnalyzer(new OpenAiHttpClient({ baseUrl, apiKey }), { model, timeoutMs });
}
