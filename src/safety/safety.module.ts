import { Module } from '@nestjs/common';
import { CacheModule } from '../cache/cache.module.js';
import { CacheService } from '../cache/cache.service.js';
import { LimitsConfig, ModerationConfig, SafetyConfig } from '../config/config.slices.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { WorkerGroup } from '../platform/cluster/worker-group.js';
import { DependencyRegistry } from '../platform/dependencies/dependency-registry.js';
import { OpenAiHttpClient } from '../platform/http-client/openai-http.client.js';
import { AbsentModerator } from './adapters/absent-moderator.js';
import { OpenAiModerator } from './adapters/openai-moderator.js';
import { RememberingModerator } from './adapters/remembering-moderator.js';
import { PostgresCrisisLedger } from './adapters/postgres-crisis.ledger.js';
import { PostgresSessionRiskStore } from './adapters/postgres-session-risk.store.js';
import { loadCrisisClassifier } from './classifier/load-crisis-classifier.js';
import { CrisisRecorder } from './crisis-recorder.js';
import { CrisisLedger } from './ports/crisis-ledger.js';
import { Moderator } from './ports/moderator.js';
import { SessionRiskStore } from './ports/session-risk-store.js';
import { RiskAssessor } from './risk-assessor.js';
import { ResourceDirectory } from './resources/resource-directory.js';
import { SafetyService } from './safety.service.js';
import { CrisisScreen } from './screen/crisis-screen.js';
import { SessionRiskTracker } from './session-risk.tracker.js';
import { SharedSessionRiskTracker } from './shared-session-risk.tracker.js';

/** Share of the analysis deadline a moderation server may use: the verdict must be there before it. */
const MODERATION_SHARE = 0.8;

@Module({
  imports: [CacheModule, TasksModule],
  providers: [
    SafetyService,
    {
      provide: CrisisScreen,
      inject: [DependencyRegistry],
      useFactory: (dependencies: DependencyRegistry) => new CrisisScreen(loadCrisisClassifier(dependencies)),
    },
    CrisisRecorder,
    RiskAssessor,
    {
      provide: SessionRiskTracker,
      inject: [SafetyConfig, WorkerGroup],
      useFactory: (config: SafetyConfig, group: WorkerGroup) =>
        new SharedSessionRiskTracker(config.crisisWindowMs, () => Date.now(), group),
    },
    {
      provide: ResourceDirectory,
      inject: [SafetyConfig],
      useFactory: (config: SafetyConfig) => new ResourceDirectory(config.defaultRegion),
    },
    {
      provide: Moderator,
      inject: [ModerationConfig, LimitsConfig, DependencyRegistry, CacheService],
      useFactory: chooseModerator,
    },
    { provide: SessionRiskStore, useClass: PostgresSessionRiskStore },
    { provide: CrisisLedger, useClass: PostgresCrisisLedger },
  ],
  exports: [SafetyService, CrisisLedger],
})
export class SafetyModule {}

function chooseModerator(
  { baseUrl, apiKey, model }: ModerationConfig,
  limits: LimitsConfig,
  dependencies: DependencyRegistry,
  cache: CacheService,
): Moderator {
  if (baseUrl === undefined) return new AbsentModerator();
  const timeoutMs = Math.max(1, Math.round(limits.analysisTimeoutMs * MODERATION_SHARE));
  const moderator = new OpenAiModerator(new OpenAiHttpClient({ baseUrl, apiKey }), { model, timeoutMs });
  dependencies.register('moderation', () => moderator.status());
  return new RememberingModerator(moderator, cache);
}
