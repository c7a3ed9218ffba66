import { Module } from '@nestjs/common';
import { SafetyConfig } from '../config/config.slices.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { PostgresCrisisLedger } from './adapters/postgres-crisis.ledger.js';
import { PostgresSessionRiskStore } from './adapters/postgres-session-risk.store.js';
import { CrisisRecorder } from './crisis-recorder.js';
import { CrisisLedger } from './ports/crisis-ledger.js';
import { SessionRiskStore } from './ports/session-risk-store.js';
import { ResourceDirectory } from './resources/resource-directory.js';
import { SafetyService } from './safety.service.js';
import { CrisisScreen } from './screen/crisis-screen.js';
import { SessionRiskTracker } from './session-risk.tracker.js';

@Module({
  imports: [TasksModule],
  providers: [
    SafetyService,
    CrisisScreen,
    CrisisRecorder,
    {
      provide: SessionRiskTracker,
      inject: [SafetyConfig],
      useFactory: (config: SafetyConfig) => new SessionRiskTracker(config.crisisWindowMs, () => Date.now()),
    },
    {
      provide: ResourceDirectory,
      inject: [SafetyConfig],
      useFactory: (config: SafetyConfig) => new ResourceDirectory(config.defaultRegion),
    },
    { provide: SessionRiskStore, useClass: PostgresSessionRiskStore },
    { provide: CrisisLedger, useClass: PostgresCrisisLedger },
  ],
  exports: [SafetyService, CrisisLedger],
})
export class SafetyModule {}
