import { keyed, type ExampleNotes } from '../platform/http/example-schema.js';

const timestamp = '2025-06-01T08:00:00.000Z';

const cache = {
  total_keys: 120,
  memory_usage: 48_000,
  hit_rate: 62.5,
  hits: 250,
  misses: 150,
  evictions: 0,
  redis_hits: 12,
  by_strategy: keyed({
    emotion: { hits: 200, misses: 100, hit_rate: 66.7, keys: 90, ttl: 1800, priority: 'high' },
  }),
};

const taskCounts = {
  completed: 310,
  failed: 2,
  retried: 2,
  overflowed: 0,
  parked: 0,
  dropped: 0,
  lost: 0,
  queued: 1,
  running: 1,
};

const tasks = {
  ...taskCounts,
  oldest_age_seconds: 0.4,
  by_task: keyed({ 'memory.remember': taskCounts }),
  outbox_depth: 2,
  outbox_oldest_age_seconds: 0.4,
  outbox_parked: 1,
};

const taskReport = {
  tasks,
  stored_tasks: [{ name: 'safety.record', queued: 2, parked: 1, oldest_age_seconds: 0.4 }],
  parked_tasks: [
    {
      id: '0197f6a0-5b1c-7000-8000-1c2f6f3f9b11',
      name: 'safety.record',
      attempts: 5,
      error_code: 'DatabaseQueryError',
      age_seconds: 3600.2,
    },
  ],
};

const metrics = {
  workers: 1,
  performance: {
    redis_connected_clients: 3,
    redis_used_memory: 1_048_576,
    redis_hit_rate: 81.2,
    thread_pool_active: 0,
    thread_pool_size: 2,
    thread_pool_queued: 0,
    turns_running: 2,
    turns_waiting: 0,
    turns_waiting_callers: 0,
    turns_refused: 0,
    recent_turns: 14,
    recent_turn_p95: 1.82,
  },
  cache,
  tasks,
  active_streams: 2,
  max_concurrent: 50,
  max_concurrent_effective: 50,
  timeout: 30,
};

const health = {
  status: 'degraded',
  checks: { redis: false, llm: true, database: true, cache: true },
  details: { phase: 'ready', degraded: ['redis'], event_loop_delay: 0.0012 },
  timestamp,
};

const fullHealth = {
  ...health,
  details: {
    ...health.details,
    dependencies: keyed({
      redis: { healthy: false, details: keyed({ connected_clients: null }) },
      database: { healthy: true, details: keyed({ engine: 'pglite', latency_ms: 1.2 }) },
    }),
  },
};

const optimization = {
  config: {
    cache_enabled: true,
    max_concurrent_requests: 50,
    request_timeout: 30,
    ttl: { emotion: 1800, memory: 3600, prompt: 1800, default: 3600 },
    adaptive: true,
  },
  effective: {
    max_concurrent_requests: 40,
    ttl: { emotion: 2250, memory: 4500, prompt: 2250, default: 4500 },
  },
  adaptive: {
    enabled: true,
    concurrency_factor: 0.8,
    lifetime_factor: 1.25,
    targets: { turn_p95: 15, event_loop_delay: 0.1 },
    history: [
      {
        timestamp,
        reason: 'latency',
        concurrency_factor: 0.8,
        lifetime_factor: 1.25,
        turn_p95: 16.2,
        event_loop_delay: 0.004,
      },
    ],
  },
};

const profile = keyed({
  'EmotionService.analyze': {
    calls: 400,
    errors: 0,
    p50: 0.0004,
    p95: 0.0011,
    p99: 0.0032,
    max: 0.021,
    last: 0.0005,
    last_at: timestamp,
  },
});

const streams = {
  active_streams: 1,
  max_concurrent: 50,
  streams: keyed({
    '0197f6a0-5b1c-7000-8000-1c2f6f3f9b11': {
      transport: 'sse',
      phase: 'reply',
      started_at: timestamp,
      duration: 1.4,
      characters: 86,
    },
  }),
};

const system = {
  system: {
    platform: 'linux',
    release: '6.8.0',
    arch: 'x64',
    cpu_model: 'AMD EPYC',
    cpu_count: 2,
    usable_cpus: 2,
    load_average: [0.4, 0.3, 0.2],
    memory_total: 8_589_934_592,
    memory_free: 4_294_967_296,
  },
  process: {
    pid: 4242,
    node_version: 'v24.0.0',
    uptime: 3600.5,
    memory: { rss: 180_000_000, heap_used: 70_000_000, heap_total: 95_000_000, external: 5_000_000 },
    cpu: { user: 12.4, system: 1.9 },
    event_loop_delay: { mean: 0.0011, p95: 0.0021, max: 0.0064 },
  },
};

/** Figures nobody knows yet, or that the service has no use for, are null; facts without details have none. */
export const REPORT_NOTES: ExampleNotes = {
  sometimesNull: new Set([
    ...['redis_connected_clients', 'redis_used_memory', 'redis_hit_rate', 'recent_turn_p95', 'hit_rate'],
    ...[
      'oldest_age_seconds',
      'turn_p95',
      'event_loop_delay',
      'mean',
      'p95',
      'max',
      'load_average',
      'cpu_model',
    ],
    ...['redis', 'llm', 'database', 'cache', 'healthy'],
    ...['outbox_depth', 'outbox_oldest_age_seconds', 'outbox_parked'],
    ...['stored_tasks', 'parked_tasks', 'error_code'],
  ]),
  sometimesMissing: new Set(['details']),
};

/** What the API documentation shows for each operator route. */
export const EXAMPLES = {
  metrics: { status: 'success', timestamp, metrics },
  health,
  streams: { status: 'success', ...streams, timestamp },
  system: { status: 'success', timestamp, ...system },
  profile: { status: 'success', timestamp, functions: profile },
  cacheStats: { status: 'success', timestamp, cache_stats: cache },
  cacheCleared: { status: 'success', message: '12 entries cleared', cleared: 12, timestamp },
  tasks: { status: 'success', timestamp, ...taskReport },
  tasksRetried: { status: 'success', message: '1 task will run again', retried: 1, timestamp },
  tasksRemoved: { status: 'success', message: '1 task removed', removed: 1, timestamp },
  optimization: { status: 'success', ...optimization, timestamp },
  dashboard: {
    status: 'success',
    timestamp,
    dashboard: { health: fullHealth, metrics, cache, streams, optimization, profile, ...system },
  },
} as const;
