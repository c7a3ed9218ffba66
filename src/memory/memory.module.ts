import { Module } from '@nestjs/common';
import { CacheModule } from '../cache/cache.module.js';
import { EmbeddingConfig, LimitsConfig } from '../config/config.slices.js';
import { DependencyRegistry } from '../platform/dependencies/dependency-registry.js';
import { OpenAiHttpClient } from '../platform/http-client/openai-http.client.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { HashedNgramEmbedder } from './adapters/hashed-ngram/hashed-ngram.embedder.js';
import { HoldingMemoryStore } from './adapters/holding-memory.store.js';
import { OpenAiEmbedder } from './adapters/openai.embedder.js';
import { PostgresMemoryStore } from './adapters/postgres-memory.store.js';
import { MemoryPicker } from './memory-picker.js';
import { MemoryWriter } from './memory-writer.js';
import { MemoryService } from './memory.service.js';
import { Embedder, FallbackEmbedder } from './ports/embedder.js';
import { MemoryStore } from './ports/memory-store.js';
import { MemoryFinder } from './recall/memory-finder.js';
import { TopicVectors } from './recall/topic-vectors.js';

/** Share of the recall deadline an embedding server may use: the built-in embedder and the search need the rest. */
const EMBEDDING_SHARE = 0.4;

@Module({
  imports: [CacheModule, TasksModule],
  providers: [
    { provide: FallbackEmbedder, useClass: HashedNgramEmbedder },
    {
      provide: Embedder,
      inject: [EmbeddingConfig, LimitsConfig, DependencyRegistry, FallbackEmbedder],
      useFactory: toEmbedder,
    },
    PostgresMemoryStore,
    { provide: MemoryStore, useClass: HoldingMemoryStore },
    TopicVectors,
    MemoryFinder,
    MemoryPicker,
    MemoryWriter,
    MemoryService,
  ],
  exports: [MemoryService, Embedder],
})
export class MemoryModule {}

function toEmbedder(
  { baseUrl, apiKey, model }: EmbeddingConfig,
  limits: LimitsConfig,
  dependencies: DependencyRegistry,
  builtIn: FallbackEmbedder,
): Embedder {
  if (baseUrl === undefined || model === undefined) {
    dependencies.register('embedding', () => ({ healthy: null, details: { embedder: builtIn.id } }));
    return builtIn;
  }
  const timeoutMs = Math.max(1, Math.round(limits.vectorSearchTimeoutMs * EMBEDDING_SHARE));
  const embedder = new OpenAiEmbedder(new OpenAiHttpClient({ baseUrl, apiKey }), { model, timeoutMs });
  dependencies.register('embedding', () => embedder.status());
  return embedder;
}
