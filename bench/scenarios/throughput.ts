import type { LoadResult, Transport } from '../rig/load.types.js';
import { failuresOf } from '../rig/load.types.js';
import { cpuSeconds } from '../rig/process-figures.js';
import { FloorProcess, LoadProcess, ModelProcess } from '../rig/processes.js';
import { ServiceProcess } from '../rig/service-process.js';
import { median, spread } from '../rig/statistics.js';
import { simpleClients } from '../rig/turns.js';
import { atMost, interleave, shown, type BenchContext, type Outcome, type Scenario } from '../scenario.js';

const STREAMS = 200;
/** Each token is an upstream read of its own, as with a real model. */
const GAP_MS = 50;
const TOKENS = 80;

interface Measured {
  /** CPU of the measured process alone. */
  microsecondsPerToken: number;
  load: LoadResult;
}

async function run(context: BenchContext): Promise<Outcome> {
  const model = await ModelProcess.start({ tokens: TOKENS, gapMs: GAP_MS, firstTokenMs: [20, 70] });
  const floor = await FloorProcess.start(model.port);
  const client = await LoadProcess.start();
  const service = await ServiceProcess.start({ ...model.variables, MAX_CONCURRENT_REQUESTS: '400' });
  let seed = 0;
  const measure =
    (target: { pid: number; port: number }, transport: Transport, turnsEach = 1) =>
    async (): Promise<Measured> => {
      const clients = simpleClients(STREAMS, turnsEach, (seed += 1));
      const before = cpuSeconds(target.pid);
      const load = await client.ask({ port: target.port, transport, clients, rampMs: GAP_MS });
      const used = cpuSeconds(target.pid) - before;
      return { microsecondsPerToken: (used * 1e6) / load.tokens, load };
    };
  const sides = {
    'floor SSE': measure(floor, 'model'),
    'service SSE': measure(service, 'sse'),
    'floor WebSocket': measure(floor, 'relay_websocket'),
    'service WebSocket': measure(service, 'websocket'),
  };
  context.progress('warms up');
  for (const side of Object.values(sides)) await side();
  const measured = await interleave(context, 'CPU a token', sides);
  await Promise.all([model.stop(), floor.stop(), client.stop(), service.stop()]);
  return toOutcome(measured);
}

function toOutcome(measured: Record<string, Measured[]>): Outcome {
  const costs = (side: string) => measured[side]!.map(({ microsecondsPerToken }) => microsecondsPerToken);
  const cost = (side: string) => median(costs(side));
  const sseFloor = cost('floor SSE');
  const failures = Object.values(measured)
    .flat()
    .reduce((sum, { load }) => sum + failuresOf(load), 0);
  return {
    tables: [
      {
        title: `CPU of the relaying process: ${STREAMS} streams × ${1000 / GAP_MS} tokens/s, ${TOKENS} tokens a turn`,
        columns: ['side', 'µs a token', '× SSE floor', '× WebSocket floor', 'client µs a token'],
        rows: Object.entries(measured).map(([side, rounds]) => [
          side,
          shown(spread(costs(side))),
          (cost(side) / sseFloor).toFixed(2),
          (cost(side) / cost('floor WebSocket')).toFixed(2),
          median(rounds.map(({ load }) => (load.cpuSeconds * 1e6) / load.tokens)).toFixed(1),
        ]),
      },
    ],
    targets: [
      atMost('CPU a token, SSE with metadata', cost('service SSE') / sseFloor, 1.6, '× floor'),
      atMost('CPU a token, WebSocket', cost('service WebSocket') / sseFloor, 1.8, '× SSE floor'),
      atMost('failed turns', failures, 0, '', 0),
    ],
    notes: [
      'A microsecond a token is a CPU second per million tokens. A turn is counted in: its analysis, prompt and recording are spread over its tokens.',
    ],
    figures: {
      streams: STREAMS,
      tokens_per_turn: TOKENS,
      gap_ms: GAP_MS,
      microseconds_per_token: Object.fromEntries(
        Object.keys(measured).map((side) => [side, { ...spread(costs(side)), rounds: costs(side) }]),
      ),
      failures,
    },
  };
}

export const throughput: Scenario = {
  name: 'throughput',
  description: 'CPU a streamed token, against a bare relay that parses nothing',
  run,
};
