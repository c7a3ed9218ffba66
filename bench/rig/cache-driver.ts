import { Global, Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { built } from './built.js';
import { zipfTrace, type TracedTurn } from './zipf-trace.js';

/**
 * Puts a trace through the classes that cache (the built ones), without network or database, in a process of its own.
 * The first argument is the trace's length and seed and the service's variables; the answer leaves by IPC.
 */
export interface CacheDriverJob {
  turns: number;
  seed: number;
  variables: Record<string, string>;
}

export interface CacheShares {
  lookups: number;
  hits: number;
  /** Hits of a cache that forgets nothing, with the keys the service uses. */
  unlimitedHits: number;
}

export interface CacheDriverAnswer {
  strategies: Record<string, CacheShares>;
  /** Hits if one key stood for one meaning, in each strategy. */
  repeatedTurns: number;
  rssBytes: number;
}

const { turns, seed, variables } = JSON.parse(process.argv[2] ?? '{}') as CacheDriverJob;
const trace = zipfTrace(turns, seed);
const live = new AbortController().signal;

const { ConfigModule } =
  await built<typeof import('../../src/config/config.module.js')>('config/config.module.js');
const { parseEnvironment } =
  await built<typeof import('../../src/config/env.schema.js')>('config/env.schema.js');
const { CacheModule } =
  await built<typeof import('../../src/cache/cache.module.js')>('cache/cache.module.js');
const { CacheService } =
  await built<typeof import('../../src/cache/cache.service.js')>('cache/cache.service.js');
const { toEntryName } =
  await built<typeof import('../../src/cache/cache-entry-name.js')>('cache/cache-entry-name.js');
const { DependencyRegistry } = await built<
  typeof import('../../src/platform/dependencies/dependency-registry.js')
>('platform/dependencies/dependency-registry.js');
const { Metrics } = await built<typeof import('../../src/platform/metrics/metrics.js')>(
  'platform/metrics/metrics.js',
);
const { WorkerGroup } = await built<typeof import('../../src/platform/cluster/worker-group.js')>(
  'platform/cluster/worker-group.js',
);
const { EmotionService } = await built<typeof import('../../src/emotion/emotion.service.js')>(
  'emotion/emotion.service.js',
);
const { TrainedEmotionAnalyzer } = await built<
  typeof import('../../src/emotion/adapters/trained-emotion-analyzer.js')
>('emotion/adapters/trained-emotion-analyzer.js');
const { loadEmotionModel } = await built<
  typeof import('../../src/emotion/adapters/trained/emotion-model.js')
>('emotion/adapters/trained/emotion-model.js');
const { MemoryService } =
  await built<typeof import('../../src/memory/memory.service.js')>('memory/memory.service.js');
const { BuildPromptStep } = await built<typeof import('../../src/chat/steps/build-prompt.step.js')>(
  'chat/steps/build-prompt.step.js',
);
const { toTurn } = await built<typeof import('../../src/chat/turn.js')>('chat/turn.js');

class Platform {}
Global()(Platform);
const platform = [DependencyRegistry, Metrics, WorkerGroup];
Module({ providers: platform, exports: platform })(Platform);
class Root {}
const root: DynamicModule = {
  module: Root,
  imports: [ConfigModule.forRoot(parseEnvironment(variables)), Platform, CacheModule],
};

const app = await NestFactory.createApplicationContext(root, { logger: false });
const cache = app.get(CacheService);
const strategies: Record<string, CacheShares> = {};
const seen = new Set<string>();
const look = cache.getOrCompute.bind(cache);
cache.getOrCompute = async (key, compute, signal) => {
  const shares = (strategies[key.strategy] ??= { lookups: 0, hits: 0, unlimitedHits: 0 });
  const { tail } = toEntryName(key);
  const found = await look(key, compute, signal);
  shares.lookups += 1;
  if (found.hit) shares.hits += 1;
  if (seen.has(tail)) shares.unlimitedHits += 1;
  seen.add(tail);
  return found;
};

const analyzer = new TrainedEmotionAnalyzer(loadEmotionModel());
/** Stands for a server: what a process reads by itself is kept under stricter keys. */
const remote = { analyze: (text: string, signal?: AbortSignal) => analyzer.analyze(text, signal) };
const emotions = new EmotionService(remote, analyzer, cache);
type MemoryParts = ConstructorParameters<typeof MemoryService>;
const memories = new MemoryService(
  { find: async () => [] } as unknown as MemoryParts[0],
  {} as MemoryParts[1],
  // A database that has to be asked, where recalls are cached.
  { whereabouts: async () => 'away' } as unknown as MemoryParts[2],
  cache,
  {} as MemoryParts[4],
);
const prompts = new BuildPromptStep(cache);

async function understand(traced: TracedTurn): Promise<void> {
  const turn = toTurn(traced, { requestId: 'bench', transport: 'http' });
  const { userScope, sessionId, message } = turn;
  const emotion = await emotions.analyze(message, { userScope, cacheable: true }, live);
  const query = { userScope, excludeSessionId: sessionId, text: message, limit: 5 };
  const recalled = await memories.recall(query, live);
  const safety = {
    level: 'none',
    messageLevel: 'none',
    carried: false,
    ruleIds: [],
    degraded: false,
  } as const;
  const context = { emotion, safety, memories: recalled, history: [], degraded: [], timings: {} };
  await prompts.build(turn, context, live);
}

const meanings = new Set<string>();
let repeatedTurns = 0;
for (const traced of trace) {
  await understand(traced);
  if (meanings.has(traced.meaning)) repeatedTurns += 1;
  meanings.add(traced.meaning);
}
process.send?.({
  strategies,
  repeatedTurns,
  rssBytes: process.memoryUsage().rss,
} satisfies CacheDriverAnswer);
await app.close();
process.exit(0);
