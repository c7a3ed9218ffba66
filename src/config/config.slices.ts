import type { Environment } from './env.schema.js';

/*
 * One class per concern, so that a feature's constructor says what it depends on. Each is its own injection token.
 * Names carry their unit; anything without one is a plain count or text.
 */

export type CacheStrategyName = 'emotion' | 'memory' | 'prompt' | 'default';
export type Region = NonNullable<Environment['DEFAULT_REGION']>;

export class HttpConfig {
  readonly port: number;
  readonly host: string;
  readonly trustProxyHops: number;
  readonly corsOrigins: readonly string[];
  readonly shutdownGraceMs: number;

  constructor(values: HttpConfig) {
    Object.assign(this, values);
  }
}

export class RedisConfig {
  readonly url: string | undefined;
  readonly maxConnections: number;

  constructor(values: RedisConfig) {
    Object.assign(this, values);
  }
}

export class CacheConfig {
  readonly prefix: string;
  readonly maxEntries: number;

  constructor(values: CacheConfig) {
    Object.assign(this, values);
  }
}

export class LimitsConfig {
  readonly maxWorkerThreads: number;
  readonly taskQueueSize: number;
  readonly analysisTimeoutMs: number;
  readonly analysisConcurrency: number;
  readonly vectorSearchTimeoutMs: number;
  readonly databaseTimeoutMs: number;
  readonly throttleWindowMs: number;
  readonly throttleLimit: number;
  readonly slowThresholdMs: number;

  constructor(values: LimitsConfig) {
    Object.assign(this, values);
  }
}

export class StreamConfig {
  readonly enabled: boolean;
  readonly chunkBytes: number;
  readonly bufferBytes: number;
  readonly tokenDelayMs: number;
  readonly heartbeatMs: number;
  /** How long a turn goes on when nobody reads it any more. */
  readonly resumeGraceMs: number;
  /** True: it goes on to its end. */
  readonly resumable: boolean;

  constructor(values: StreamConfig) {
    Object.assign(this, values);
  }
}

export class LlmConfig {
  readonly baseUrl: string | undefined;
  readonly apiKey: string | undefined;
  readonly model: string | undefined;
  readonly timeoutMs: number;
  readonly firstTokenTimeoutMs: number;

  constructor(values: LlmConfig) {
    Object.assign(this, values);
  }
}

export class EmbeddingConfig {
  readonly baseUrl: string | undefined;
  readonly apiKey: string | undefined;
  readonly model: string | undefined;

  constructor(values: EmbeddingConfig) {
    Object.assign(this, values);
  }
}

export class EmotionConfig {
  readonly provider: Environment['EMOTION_PROVIDER'];

  constructor(values: EmotionConfig) {
    Object.assign(this, values);
  }
}

export class DatabaseConfig {
  readonly url: string | undefined;
  readonly dataDir: string;
  readonly poolSize: number;

  constructor(values: DatabaseConfig) {
    Object.assign(this, values);
  }
}

export class SafetyConfig {
  readonly crisisWindowMs: number;
  readonly defaultRegion: Region | undefined;
  readonly userHashSecret: string;

  constructor(values: SafetyConfig) {
    Object.assign(this, values);
  }
}

/** Without a base URL nobody moderates but the service itself. */
export class ModerationConfig {
  readonly baseUrl: string | undefined;
  readonly apiKey: string | undefined;
  readonly model: string | undefined;

  constructor(values: ModerationConfig) {
    Object.assign(this, values);
  }
}

export class OperationsConfig {
  readonly adminToken: string | undefined;
  readonly logLevel: Environment['LOG_LEVEL'];

  constructor(values: OperationsConfig) {
    Object.assign(this, values);
  }
}
