import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { ConfigModule } from '../../src/config/config.module.js';
import { parseEnvironment } from '../../src/config/env.schema.js';
import { Database } from '../../src/platform/database/database.js';
import { DatabaseModule } from '../../src/platform/database/database.module.js';
import { WorkerGroup } from '../../src/platform/cluster/worker-group.js';
import { DependencyRegistry } from '../../src/platform/dependencies/dependency-registry.js';
import { Metrics } from '../../src/platform/metrics/metrics.js';
import { CrisisLedger } from '../../src/safety/ports/crisis-ledger.js';
import { SafetyModule } from '../../src/safety/safety.module.js';
import { newOrderedId } from '../../src/platform/identity/identifiers.js';
import { SafetyService } from '../../src/safety/safety.service.js';
import { TaskQueue } from '../../src/tasks/task-queue.js';

const key = { userScope: 'u', sessionId: 's' };

@Global()
@Module({
  providers: [Metrics, DependencyRegistry, WorkerGroup],
  exports: [Metrics, DependencyRegistry, WorkerGroup],
})
class PlatformForTest {}

/** One process: the real module with its task queue and database on `dataDir`. */
async function start(dataDir: string): Promise<TestingModule> {
  const module = await Test.createTestingModule({
    imports: [
      ConfigModule.forRoot(parseEnvironment({ DATA_DIR: dataDir })),
      PlatformForTest,
      DatabaseModule,
      SafetyModule,
    ],
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
      const turn = { ...key, turnId: newOrderedId(), verdict, language: 'zh' as const };
      for (const { name, payload } of safety.followUps({
        ...turn,
        cardShown: true,
        occurredAt: new Date(),
      })) {
        first.get(TaskQueue, { strict: false }).enqueue(name, payload);
      }
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
