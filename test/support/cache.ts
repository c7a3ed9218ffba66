import { Global, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { CacheModule } from '../../src/cache/cache.module.js';
import { CacheService } from '../../src/cache/cache.service.js';
import { ConfigModule } from '../../src/config/config.module.js';
import { parseEnvironment } from '../../src/config/env.schema.js';
import { WorkerGroup } from '../../src/platform/cluster/worker-group.js';
import { DependencyRegistry } from '../../src/platform/dependencies/dependency-registry.js';
import { Metrics } from '../../src/platform/metrics/metrics.js';

@Global()
@Module({
  providers: [DependencyRegistry, Metrics, WorkerGroup],
  exports: [DependencyRegistry, Metrics, WorkerGroup],
})
class PlatformForTests {}

/** The cache as the service runs it, for the given variables (no REDIS_URL: in memory only). Close it when done. */
export async function startCache(variables: Record<string, string> = {}): Promise<TestingModule> {
  const module = await Test.createTestingModule({
    imports: [ConfigModule.forRoot(parseEnvironment(variables)), PlatformForTests, CacheModule],
  }).compile();
  module.useLogger(false);
  await module.init();
  return module;
}

export function cacheOf(module: TestingModule): CacheService {
  return module.get(CacheService);
}

/** Waits until `check` holds, at most `timeoutMs`; returns how long it took. */
export async function eventually(check: () => boolean | Promise<boolean>, timeoutMs = 8000): Promise<number> {
  const startedAt = performance.now();
  while (!(await check())) {
    if (performance.now() - startedAt > timeoutMs) throw new Error(`did not happen within ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return performance.now() - startedAt;
}
