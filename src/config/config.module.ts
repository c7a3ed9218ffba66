import { Global, Module, type DynamicModule, type Provider } from '@nestjs/common';
import {
  CacheConfig,
  DatabaseConfig,
  EmbeddingConfig,
  EmotionConfig,
  HttpConfig,
  LimitsConfig,
  LlmConfig,
  ModerationConfig,
  OperationsConfig,
  RedisConfig,
  SafetyConfig,
  StreamConfig,
} from './config.slices.js';
import type { Environment } from './env.schema.js';
import { RuntimeSettings } from './runtime-settings.js';

/** Hands each feature its typed slice of the validated environment. Global, since every feature needs one. */
@Global()
@Module({})
export class ConfigModule {
  static forRoot(environment: Environment): DynamicModule {
    const providers = toProviders(environment);
    return { module: ConfigModule, providers, exports: providers };
  }
}

function toProviders(env: Environment): Provider[] {
  const values = [
    new HttpConfig({
      port: env.PORT,
      host: env.HOST,
      trustProxyHops: env.TRUST_PROXY,
      corsOrigins: (env.CORS_ORIGINS ?? '').split(',').flatMap((origin) => origin.trim() || []),
      shutdownGraceMs: env.SHUTDOWN_GRACE,
    }),
    new RedisConfig({ url: env.REDIS_URL, maxConnections: env.REDIS_MAX_CONNECTIONS }),
    new CacheConfig({ prefix: env.CACHE_PREFIX, maxEntries: env.CACHE_MAX_ENTRIES }),
    new LimitsConfig({
      maxWorkerThreads: env.THREAD_POOL_MAX_WORKERS,
      taskQueueSize: env.ASYNC_TASK_QUEUE_SIZE,
      analysisTimeoutMs: env.ANALYSIS_TIMEOUT,
      analysisConcurrency: env.ANALYSIS_CONCURRENCY,
      vectorSearchTimeoutMs: env.VECTOR_SEARCH_TIMEOUT,
      databaseTimeoutMs: env.DATABASE_TIMEOUT,
      throttleWindowMs: env.THROTTLE_TTL,
      throttleLimit: env.THROTTLE_LIMIT,
      slowThresholdMs: env.SLOW_THRESHOLD,
    }),
    new StreamConfig({
      enabled: env.STREAMING_ENABLED,
      chunkBytes: env.STREAM_CHUNK_SIZE,
      bufferBytes: env.STREAM_BUFFER_SIZE,
      tokenDelayMs: env.STREAM_TOKEN_DELAY_MS,
      heartbeatMs: env.STREAM_HEARTBEAT,
      resumeGraceMs: env.STREAM_RESUME_GRACE,
      resumable: env.RESUMABLE_STREAMS,
    }),
    new LlmConfig({
      baseUrl: env.LLM_BASE_URL,
      apiKey: env.LLM_API_KEY,
      model: env.LLM_MODEL,
      timeoutMs: env.LLM_TIMEOUT,
      firstTokenTimeoutMs: env.LLM_FIRST_TOKEN_TIMEOUT,
    }),
    new EmbeddingConfig({
      baseUrl: env.EMBEDDING_BASE_URL,
      apiKey: env.EMBEDDING_API_KEY,
      model: env.EMBEDDING_MODEL,
    }),
    new EmotionConfig({ provider: env.EMOTION_PROVIDER }),
    new DatabaseConfig({ url: env.DATABASE_URL, dataDir: env.DATA_DIR, poolSize: env.DB_POOL_SIZE }),
    new SafetyConfig({
      crisisWindowMs: env.CRISIS_WINDOW,
      defaultRegion: env.DEFAULT_REGION,
      userHashSecret: env.USER_HASH_SECRET,
    }),
    toModerationConfig(env),
    new OperationsConfig({ adminToken: env.ADMIN_TOKEN, logLevel: env.LOG_LEVEL }),
    new RuntimeSettings(
      {
        cacheEnabled: env.CACHE_ENABLED,
        maxConcurrentRequests: env.MAX_CONCURRENT_REQUESTS,
        requestTimeoutMs: env.REQUEST_TIMEOUT,
        ttlSeconds: {
          emotion: env.CACHE_EMOTION_TTL,
          memory: env.CACHE_MEMORY_TTL,
          prompt: env.CACHE_PROMPT_TTL,
          default: env.CACHE_DEFAULT_TTL,
        },
        adaptiveEnabled: env.ADAPTIVE_ENABLED,
      },
      env.WEB_CONCURRENCY,
    ),
  ];
  return values.map((value) => ({ provide: value.constructor, useValue: value }) as Provider);
}

/** The language model's key is for its own server: another one has to be given a key of its own. */
function toModerationConfig(env: Environment): ModerationConfig {
  const none = new ModerationConfig({ baseUrl: undefined, apiKey: undefined, model: undefined });
  if (env.SAFETY_PROVIDER === 'local') return none;
  const baseUrl = env.MODERATION_BASE_URL ?? env.LLM_BASE_URL;
  const shared = baseUrl !== undefined && originOf(baseUrl) === originOf(env.LLM_BASE_URL);
  const apiKey = env.MODERATION_API_KEY ?? (shared ? env.LLM_API_KEY : undefined);
  return new ModerationConfig({ baseUrl, apiKey, model: env.MODERATION_MODEL });
}

function originOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : new URL(url).origin;
}
