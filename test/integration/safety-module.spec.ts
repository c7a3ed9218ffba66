import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import {
  DatabaseConfig,
  LimitsConfig,
  ModerationConfig,
  SafetyConfig,
} from '../../src/config/config.slices.js';
import { Database } from '../../src/platform/database/database.js';
import { DatabaseModule } from '../../src/platform/database/database.module.js';
import { WorkerGroup } from '../../src/platform/cluster/worker-group.js';
import { DependencyRegistry } from '../../src/platform/dependencies/dependency-registry.js';
import { Metrics } from '../../src/platform/metrics/metrics.js';
import { CrisisLedger } from '../../src/safety/ports/crisis-ledger.js';
import { SafetyModule } from '../../src/safety/safety.module.js';
import { SafetyService } from '../../src/safety/safety.service.js';

const key = { userScope: 'u', sessionId: 's' };

const NOT_MODERATED = { baseUrl: undefined, apiKey: undefined, model: undefined };

/** One process: the real module with its task queue and database on `dataDir`. */
async function start(dataDir: string): Promise<TestingModule> {
  const values = [
    { provide: SafetyConfig, useValue: safetyConfig() },
    { provide: LimitsConfig, useValue: limits() },
    { provide: ModerationConfig, useValue: new ModerationConfig(NOT_MODERATED) },
    { provide: DatabaseConfig, useValue: new DatabaseConfig({ url: undefined, dataDir, poolSize: 2 }) },
  ];
  @Global()
  @Module({
    providers: [...values, Metrics, DependencyRegistry, WorkerGroup],
    exports: [...values.map(({ provide }) => provide), Metrics, DependencyRegistry, WorkerGroup],
  })
  class PlatformForTest {}
  const module = await Test.createTestingModule({
    imports: [PlatformForTest, DatabaseModule, SafetyModule],
  }).compile();
  await module.init();
  await module.get(Database, { strict: false }).ready;
  return module;
}

describe('SafetyModule', () => {
  it('keeps levels and counters over the end of the process', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'xinyu-safety-'));
    const open: TestingModule[] = [];
    try {
      const first = await start(dataDir);
      open.push(first);
      const safety = first.get(SafetyService);
      const verdict = safety.screen({ ...key, message: '我不想活了', otherTexts: [], language: 'zh' });
      safety.record({ ...key, verdict, language: 'zh', cardShown: true });
      await open.shift()?.close();

      const second = await start(dataDir);
      open.push(second);
      expect(await second.get(CrisisLedger).counts()).toMatchObject([
        { kind: 'card', level: 'medium', count: 1 },
        { kind: 'level', level: 'medium', count: 1 },
      ]);
      const later = second.get(SafetyService);
      const calm = later.screen({ ...key, message: '早上好', otherTexts: [], language: 'zh' });
      expect(calm.level).toBe('none');
      expect(await later.assess({ ...key, verdict: calm }, new AbortController().signal)).toMatchObject({
        level: 'medium',
        carried: true,
      });
    } finally {
      await Promise.all(open.map((module) => module.close()));
      rmSync(dataDir, { recursive: true, force: true });
    }
  }, 90_000);
});

function safetyConfig(): SafetyConfig {
  return new SafetyConfig({
    crisisWindowMs: 86_400_000,
    defaultRegion: undefined,
    userHashSecret: 'a secret for tests',
  });
}

function limits(): LimitsConfig {
  return new LimitsConfig({
    maxWorkerThreads: 2,
    taskQueueSize: 100,
    vectorSearchTimeoutMs: 5000,
    databaseTimeoutMs: 10_000,
    analysisTimeoutMs: 1000,
    analysisConcurrency: 4,
    throttleWindowMs: 60_000,
    throttleLimit: 120,
    slowThresholdMs: 3000,
  });
}
