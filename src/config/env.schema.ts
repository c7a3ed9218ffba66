import { z } from 'zod';

/** Parses "30" or "0.5" (seconds) into milliseconds. */
const seconds = (fallback: number, { min = 0.001, max = 86_400 }: { min?: number; max?: number } = {}) =>
  z.coerce
    .number('must be a number of seconds')
    .min(min, `must be at least ${min} seconds`)
    .max(max, `must be at most ${max} seconds`)
    .default(fallback)
    .transform((value) => Math.round(value * 1000));

const ttl = (fallback: number) =>
  z.coerce
    .number('must be a number of seconds')
    .int('must be a whole number of seconds')
    .min(1, 'must be at least 1 second')
    .max(30 * 86_400, 'must be at most 30 days')
    .default(fallback);

const count = (fallback: number, min: number, max: number) =>
  z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(min, `must be at least ${min}`)
    .max(max, `must be at most ${max}`)
    .default(fallback);

const flag = (fallback: boolean) =>
  z
    .string()
    .toLowerCase()
    .pipe(z.enum(['true', 'false', '1', '0', 'yes', 'no', 'on', 'off'], 'must be true or false'))
    .transform((value) => ['true', '1', 'yes', 'on'].includes(value))
    .default(fallback);

const url = (protocols: string[]) =>
  z
    .string()
    .refine(
      (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
      `must be a URL starting with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
    )
    .optional();

const choice = <const T extends [string, ...string[]]>(values: T) =>
  z
    .string()
    .toLowerCase()
    .pipe(z.enum(values, `must be ${values.join(' or ')}`))
    .default(values[0]);

/**
 * Every variable the service reads, with its unit, bounds and default. Durations are given in seconds and leave this
 * schema in milliseconds; cache lifetimes (`*_TTL` of the cache) stay in seconds.
 */
export const environmentSchema = z.object({
  PORT: count(8000, 0, 65_535),
  HOST: z.string().default('127.0.0.1'),
  /** Processes that serve the port together. */
  WEB_CONCURRENCY: count(1, 1, 64),
  /** Number of proxies in front whose X-Forwarded-For is believed (0 = none). */
  TRUST_PROXY: count(0, 0, 10),
  /** Comma-separated origins that browsers may call from; unset = none. */
  CORS_ORIGINS: z.string().optional(),

  REDIS_URL: url(['redis:', 'rediss:']),
  REDIS_MAX_CONNECTIONS: count(100, 1, 10_000),
  CACHE_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,64}$/, 'must be 1-64 characters of A-Z a-z 0-9 _ . -')
    .default('xinyu'),
  CACHE_ENABLED: flag(true),
  CACHE_DEFAULT_TTL: ttl(3600),
  CACHE_EMOTION_TTL: ttl(1800),
  CACHE_MEMORY_TTL: ttl(3600),
  CACHE_PROMPT_TTL: ttl(1800),
  /** Entries the in-process cache tier holds before it drops the least valuable. */
  CACHE_MAX_ENTRIES: count(10_000, 1, 10_000_000),

  MAX_CONCURRENT_REQUESTS: count(50, 1, 100_000),
  THREAD_POOL_MAX_WORKERS: count(10, 1, 256),
  ASYNC_TASK_QUEUE_SIZE: count(1000, 1, 1_000_000),

  REQUEST_TIMEOUT: seconds(30),
  LLM_TIMEOUT: seconds(20),
  /** Longest wait for the model's first token before the built-in companion answers. */
  LLM_FIRST_TOKEN_TIMEOUT: seconds(8),
  /** Longest wait for the emotion analysis, and for what is known of the session's safety. */
  ANALYSIS_TIMEOUT: seconds(2),
  /** How many of emotion, safety, memory and history are read at once for one turn; 1 reads them one after another. */
  ANALYSIS_CONCURRENCY: count(4, 1, 4),
  VECTOR_SEARCH_TIMEOUT: seconds(5),
  DATABASE_TIMEOUT: seconds(10),
  /** How long open streams may go on after SIGTERM. */
  SHUTDOWN_GRACE: seconds(10, { min: 0 }),

  STREAMING_ENABLED: flag(true),
  STREAM_CHUNK_SIZE: count(1024, 1, 65_536),
  STREAM_BUFFER_SIZE: count(8192, 256, 16_777_216),
  STREAM_TOKEN_DELAY_MS: count(0, 0, 10_000),
  /** Silence after which an SSE comment or a WebSocket ping is sent. */
  STREAM_HEARTBEAT: seconds(15),
  /** How long a reply goes on being written for a client that left and may come back; 0 stops it at once. */
  STREAM_RESUME_GRACE: seconds(10, { min: 0, max: 3600 }),
  /** True: a reply is written to its end, whoever left. */
  RESUMABLE_STREAMS: flag(false),

  LLM_BASE_URL: url(['http:', 'https:']),
  LLM_API_KEY: z.string().optional(),
  LLM_MODEL: z.string().optional(),
  EMBEDDING_BASE_URL: url(['http:', 'https:']),
  EMBEDDING_API_KEY: z.string().optional(),
  EMBEDDING_MODEL: z.string().optional(),

  /** Who reads feelings: this process, or the model at LLM_BASE_URL with this process as its fallback. */
  EMOTION_PROVIDER: choice(['local', 'llm']),

  DATABASE_URL: url(['postgres:', 'postgresql:']),
  DATA_DIR: z.string().default('./data'),
  DB_POOL_SIZE: count(10, 1, 1000),

  THROTTLE_TTL: seconds(60),
  THROTTLE_LIMIT: count(120, 1, 1_000_000),
  SLOW_THRESHOLD: seconds(3),
  /** `moderation` asks a server for a second opinion on every message; the local screen stays what it is. */
  SAFETY_PROVIDER: choice(['local', 'moderation']),
  /** Unset: LLM_BASE_URL. */
  MODERATION_BASE_URL: url(['http:', 'https:']),
  /** Unset: LLM_API_KEY, where both are the same server. */
  MODERATION_API_KEY: z.string().optional(),
  /** Unset: the server's default. */
  MODERATION_MODEL: z.string().optional(),
  /** How long a crisis level stays with a session. */
  CRISIS_WINDOW: seconds(86_400, { min: 60, max: 30 * 86_400 }),
  /** Region of the help resources when the request names none: CN, HK, TW, US, CA, GB, IE or INTL. */
  DEFAULT_REGION: z
    .string()
    .toUpperCase()
    .pipe(
      z.enum(
        ['CN', 'HK', 'TW', 'US', 'CA', 'GB', 'IE', 'INTL'],
        'must be CN, HK, TW, US, CA, GB, IE or INTL',
      ),
    )
    .optional(),
  /** Key of the HMAC that stands for a user in crisis events. */
  USER_HASH_SECRET: z.string().min(8, 'must be at least 8 characters').default('xinyu-user-hash'),
  ADAPTIVE_ENABLED: flag(true),
  ADMIN_TOKEN: z.string().min(8, 'must be at least 8 characters').optional(),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'must be fatal, error, warn, info, debug, trace or silent',
    )
    .default('info'),
});

export type Environment = z.output<typeof environmentSchema>;

/** All faults of the environment at once. The message names variables and rules, never values. */
export class ConfigurationError extends Error {
  constructor(readonly faults: readonly { variable: string; problem: string }[]) {
    super(
      ['Invalid configuration:', ...faults.map(({ variable, problem }) => `  ${variable}: ${problem}`)].join(
        '\n',
      ),
    );
    this.name = 'ConfigurationError';
  }
}

/**
 * Validates the variables of a process. An empty string counts as unset, as in `.env` files.
 * @throws {ConfigurationError} naming every faulty variable.
 */
export function parseEnvironment(variables: Record<string, string | undefined>): Environment {
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const faults: { variable: string; problem: string }[] = [];
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      faults.push({ variable: issue.path.join('.') || 'environment', problem: withoutValue(issue.message) });
    }
  }
  if (given.LLM_BASE_URL !== undefined && given.LLM_MODEL === undefined) {
    faults.push({ variable: 'LLM_MODEL', problem: 'is needed when LLM_BASE_URL is set' });
  }
  if (given.EMBEDDING_BASE_URL !== undefined && given.EMBEDDING_MODEL === undefined) {
    faults.push({ variable: 'EMBEDDING_MODEL', problem: 'is needed when EMBEDDING_BASE_URL is set' });
  }
  if (given.EMOTION_PROVIDER?.toLowerCase() === 'llm' && given.LLM_BASE_URL === undefined) {
    faults.push({ variable: 'LLM_BASE_URL', problem: 'is needed when EMOTION_PROVIDER is llm' });
  }
  if (
    given.SAFETY_PROVIDER?.toLowerCase() === 'moderation' &&
    given.MODERATION_BASE_URL === undefined &&
    given.LLM_BASE_URL === undefined
  ) {
    const problem = 'is needed when SAFETY_PROVIDER is moderation and LLM_BASE_URL is not set';
    faults.push({ variable: 'MODERATION_BASE_URL', problem });
  }
  if (Number(given.WEB_CONCURRENCY) > 1 && given.DATABASE_URL === undefined) {
    const problem = 'is needed when WEB_CONCURRENCY is above 1: the embedded database serves one process';
    faults.push({ variable: 'DATABASE_URL', problem });
  }
  if (!parsed.success || faults.length > 0) throw new ConfigurationError(faults);
  return parsed.data;
}

/** Our own messages are shown; a library's message could quote the input, so it becomes a neutral one. */
function withoutValue(message: string): string {
  return /^(must|is needed)/.test(message) ? message : 'is not valid';
}
