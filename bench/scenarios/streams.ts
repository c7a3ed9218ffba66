import { setTimeout as delay } from 'node:timers/promises';
import { failuresOf, type LoadResult } from '../rig/load.types.js';
import { LoadProcess, ModelProcess } from '../rig/processes.js';
import { ServiceProcess } from '../rig/service-process.js';
import { median, quantile, spread } from '../rig/statistics.js';
import { simpleClients } from '../rig/turns.js';
import { atMost, shown, type BenchContext, type Outcome, type Scenario } from '../scenario.js';

const KIB = 1024;
/** The streams open within the ramp and are all open for a while after it. */
const LEVELS = [
  { streams: 1000, gapMs: 50, rampMs: 5000, openMs: 5000, rounds: 2 },
  { streams: 5000, gapMs: 500, rampMs: 18_000, openMs: 8000, rounds: 0 },
];
const REST_MS = 3000;

interface Measured {
  load: LoadResult;
  /** Most that was resident while the streams were open, over what was before, by stream. */
  kibPerStream: number;
  loopDelayMs: number | null;
}

async function run(context: BenchContext): Promise<Outcome> {
  const model = await ModelProcess.start({});
  const client = await LoadProcess.start();
  const measured: { level: (typeof LEVELS)[number]; cold: Measured; warm: Measured[] }[] = [];
  for (const level of LEVELS) {
    const service = await ServiceProcess.start({
      ...model.variables,
      MAX_CONCURRENT_REQUESTS: '20000',
      REQUEST_TIMEOUT: '120',
      LLM_TIMEOUT: '120',
    });
    context.progress(`${level.streams} streams: warms up with 50 turns`);
    await model.ask({ settings: { tokens: 20 } });
    await client.ask({ port: service.port, transport: 'sse', clients: simpleClients(50, 1) });
    const tokens = Math.ceil((level.rampMs + level.openMs) / level.gapMs);
    await model.ask({ settings: { tokens, gapMs: level.gapMs, firstTokenMs: [50, 50 + level.gapMs] } });
    const open = async (seed: number) => {
      await delay(REST_MS);
      return openStreams(service, client, level, seed);
    };
    context.progress(`${level.streams} streams: first time`);
    const cold = await open(2);
    const warm: Measured[] = [];
    for (let round = 1; round <= Math.min(level.rounds, context.rounds); round += 1) {
      context.progress(`${level.streams} streams: again, ${round} of ${level.rounds}`);
      warm.push(await open(2 + round));
    }
    measured.push({ level, cold, warm });
    await service.stop();
  }
  await Promise.all([model.stop(), client.stop()]);
  return toOutcome(measured);
}

async function openStreams(
  service: ServiceProcess,
  client: LoadProcess,
  { streams, rampMs }: (typeof LEVELS)[number],
  seed: number,
): Promise<Measured> {
  const idle = service.residentBytes();
  const clients = simpleClients(streams, 1, seed);
  const loading = client.ask({ port: service.port, transport: 'sse', clients, rampMs });
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, service.residentBytes())), 250);
  const load = await loading.finally(() => clearInterval(watch));
  const loopDelayMs = await eventLoopDelayMs(service);
  return { load, kibPerStream: (most - idle) / KIB / streams, loopDelayMs };
}

/** The service's own p99 since it last looked, where it shows one. */
async function eventLoopDelayMs(service: ServiceProcess): Promise<number | null> {
  const text = await (await fetch(`${service.url}/metrics`)).text();
  const seconds = /^\S*eventloop_lag_p99_seconds(?:\{[^}]*\})? (\S+)/m.exec(text)?.[1];
  return seconds === undefined ? null : Number(seconds) * 1000;
}

function toOutcome(
  measured: { level: (typeof LEVELS)[number]; cold: Measured; warm: Measured[] }[],
): Outcome {
  const rows = measured.map(({ level, cold, warm }) => {
    const all = [cold, ...warm];
    const failures = all.reduce((sum, { load }) => sum + failuresOf(load), 0);
    return {
      level,
      failures,
      reasons: [...new Set(all.flatMap(({ load }) => Object.keys(load.failures)))].join(', '),
      degraded: all.reduce((sum, { load }) => sum + load.degraded, 0),
      coldKib: cold.kibPerStream,
      againKib: (warm.length > 0 ? warm : [cold]).map(({ kibPerStream }) => kibPerStream),
      loopDelayMs: Math.max(...all.map((one) => one.loopDelayMs ?? Number.NaN)),
      firstTokenP95: all.map(({ load }) => quantile(load.firstTokenMs, 0.95)),
    };
  });
  return {
    tables: [
      {
        title: 'Streams open at once (SSE with metadata)',
        columns: [
          'streams',
          'tokens/s each',
          'KiB a stream, first time',
          'KiB a stream, again',
          'first token p95 ms',
          'loop delay p99 ms',
          'failed',
          'degraded',
        ],
        rows: rows.map(
          ({ level, failures, coldKib, againKib, loopDelayMs, firstTokenP95, reasons, degraded }) => [
            String(level.streams),
            String(1000 / level.gapMs),
            coldKib.toFixed(1),
            shown(spread(againKib)),
            shown(spread(firstTokenP95), 0),
            loopDelayMs.toFixed(0),
            failures === 0 ? '0' : `${failures} (${reasons})`,
            String(degraded),
          ],
        ),
      },
    ],
    targets: [
      ...rows.map(({ level, failures }) =>
        atMost(`failed turns, ${level.streams} streams`, failures, 0, '', 0),
      ),
      ...rows.map(({ level, againKib }) =>
        atMost(`memory a stream, ${level.streams} streams`, median(againKib), 40, 'KiB', 1),
      ),
    ],
    notes: [
      'Memory a stream: the most that is resident while the streams are open, over what is resident before, by stream. The first time includes what the heap grows once and keeps. Degraded: turns answered without something, as where the model had no place for them.',
    ],
    figures: Object.fromEntries(
      rows.map(({ level, failures, coldKib, againKib, loopDelayMs, firstTokenP95 }) => [
        `streams_${level.streams}`,
        {
          tokens_per_second_each: 1000 / level.gapMs,
          kib_per_stream_first: coldKib,
          kib_per_stream: spread(againKib),
          first_token_p95_ms: spread(firstTokenP95),
          event_loop_delay_p99_ms: loopDelayMs,
          failures,
        },
      ]),
    ),
  };
}

export const streams: Scenario = {
  name: 'streams',
  description: 'thousands of streams at once: failures and memory a stream',
  run,
};
