import { setTimeout as delay } from 'node:timers/promises';
import { failuresOf, type LoadResult } from '../rig/load.types.js';
import { LoadProcess, ModelProcess } from '../rig/processes.js';
import { ServiceProcess } from '../rig/service-process.js';
import { quantile, spread } from '../rig/statistics.js';
import { simpleClients } from '../rig/turns.js';
import { atMost, shown, type BenchContext, type Outcome, type Scenario } from '../scenario.js';

const KIB = 1024;
/** The streams open within the ramp and are all open for a while after it. */
const THOUSAND = { streams: 1000, gapMs: 50, rampMs: 4000, openMs: 3000, again: 5 };
const FIVE_THOUSAND = { streams: 5000, gapMs: 500, rampMs: 18_000, openMs: 8000, again: 0 };
type Level = typeof THOUSAND;
const REST_MS = 3000;
/** Until then V8 still compiles what turns run, and its heap grows. */
const WARM_UP_TURNS_EACH = 60;

interface Measured {
  load: LoadResult;
  /** Most that was resident while the streams were open, over what was before, by stream. */
  kibPerStream: number;
  loopDelayMs: number | null;
}

async function run(level: Level, context: BenchContext): Promise<Outcome> {
  const model = await ModelProcess.start({});
  const client = await LoadProcess.start();
  const service = await ServiceProcess.start({
    ...model.variables,
    MAX_CONCURRENT_REQUESTS: '20000',
    REQUEST_TIMEOUT: '120',
    LLM_TIMEOUT: '120',
  });
  context.progress('warms up');
  await model.ask({ settings: { tokens: 20, firstTokenMs: 5, gapMs: 5 } });
  await client.ask({ port: service.port, transport: 'sse', clients: simpleClients(50, WARM_UP_TURNS_EACH) });
  const tokens = Math.ceil((level.rampMs + level.openMs) / level.gapMs);
  await model.ask({ settings: { tokens, gapMs: level.gapMs, firstTokenMs: [50, 50 + level.gapMs] } });
  const open = async (seed: number) => {
    await delay(REST_MS);
    return openStreams(service, client, level, seed);
  };
  context.progress(`${level.streams} streams: first time`);
  const cold = await open(2);
  const warm: Measured[] = [];
  for (let round = 1; round <= level.again; round += 1) {
    context.progress(`${level.streams} streams: again, ${round} of ${level.again}`);
    warm.push(await open(2 + round));
  }
  await Promise.all([model.stop(), client.stop(), service.stop()]);
  return toOutcome(level, cold, warm);
}

async function openStreams(
  service: ServiceProcess,
  client: LoadProcess,
  { streams, rampMs }: Level,
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

function toOutcome(level: Level, cold: Measured, warm: Measured[]): Outcome {
  const all = [cold, ...warm];
  const failures = all.reduce((sum, { load }) => sum + failuresOf(load), 0);
  const reasons = [...new Set(all.flatMap(({ load }) => Object.keys(load.failures)))].join(', ');
  const degraded = all.reduce((sum, { load }) => sum + load.degraded, 0);
  const kib = spread((warm.length > 0 ? warm : [cold]).map(({ kibPerStream }) => kibPerStream));
  const loopDelayMs = Math.max(...all.map((one) => one.loopDelayMs ?? Number.NaN));
  const firstTokenP95 = spread(all.map(({ load }) => quantile(load.firstTokenMs, 0.95)));
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
        rows: [
          [
            String(level.streams),
            String(1000 / level.gapMs),
            cold.kibPerStream.toFixed(1),
            shown(kib),
            shown(firstTokenP95, 0),
            loopDelayMs.toFixed(0),
            failures === 0 ? '0' : `${failures} (${reasons})`,
            String(degraded),
          ],
        ],
      },
    ],
    targets: [
      atMost(`failed turns, ${level.streams} streams`, failures, 0, '', 0),
      atMost(`memory a stream, ${level.streams} streams`, kib.median, 40, 'KiB', 1),
    ],
    notes: [
      'Memory a stream: the most that is resident while the streams are open, over what is resident before, by stream. The first time includes what the heap grows once and keeps. Degraded: turns answered without something, as where the model had no place for them.',
    ],
    figures: {
      streams: level.streams,
      tokens_per_second_each: 1000 / level.gapMs,
      kib_per_stream_first: cold.kibPerStream,
      kib_per_stream: kib,
      first_token_p95_ms: firstTokenP95,
      event_loop_delay_p99_ms: loopDelayMs,
      failures,
    },
  };
}

const scenario = (name: string, level: Level): Scenario => ({
  name,
  description: `${level.streams} streams at once: failures and memory a stream`,
  run: (context) => run(level, context),
});

export const streams = scenario('streams', THOUSAND);
export const manyStreams = scenario('streams-5000', FIVE_THOUSAND);
