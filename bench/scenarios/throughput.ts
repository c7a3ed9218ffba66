import { setTimeout as delay } from 'node:timers/promises';
import { failuresOf, type LoadResult, type Transport } from '../rig/load.types.js';
import { cpuSeconds } from '../rig/process-figures.js';
import { FloorProcess, LoadProcess, ModelProcess } from '../rig/processes.js';
import { ServiceProcess } from '../rig/service-process.js';
import { median, spread } from '../rig/statistics.js';
import { simpleClients } from '../rig/turns.js';
import { atMost, interleave, shown, type BenchContext, type Outcome, type Scenario } from '../scenario.js';

const STREAMS = 200;
/** Each token is an upstream read of its own, as with a real model. */
const GAP_MS = 50;
const TOKENS = 100;
const RAMP_MS = 1500;
/** While all streams are open and nothing but tokens goes on: from after the last turn's analysis to the first end. */
const STEADY_FROM_MS = 3000;
const STEADY_FOR_MS = 1900;

interface Measured {
  /** CPU of the relaying process by token the model wrote, while all streams are open. */
  tokenMicroseconds: number;
  /** What a turn costs beside its tokens. */
  turnMilliseconds: number;
  load: LoadResult;
}

async function run(context: BenchContext): Promise<Outcome> {
  const model = await ModelProcess.start({ tokens: TOKENS, gapMs: GAP_MS, firstTokenMs: [20, 70] });
  const floor = await FloorProcess.start(model.port);
  const client = await LoadProcess.start();
  const service = await ServiceProcess.start({ ...model.variables, MAX_CONCURRENT_REQUESTS: '400' });
  let seed = 0;
  const measure =
    (target: { pid: number; port: number }, transport: Transport) => async (): Promise<Measured> => {
      const read = async () => ({
        cpu: cpuSeconds(target.pid) * 1e6,
        tokens: (await model.ask({})).tokensWritten,
      });
      const clients = simpleClients(STREAMS, 1, (seed += 1));
      const before = await read();
      const loading = client.ask({ port: target.port, transport, clients, rampMs: RAMP_MS });
      await delay(STEADY_FROM_MS);
      const from = await read();
      await delay(STEADY_FOR_MS);
      const to = await read();
      const load = await loading;
      await delay(500); // what the service writes after its turns belongs to them
      const after = await read();
      const tokenMicroseconds = (to.cpu - from.cpu) / (to.tokens - from.tokens);
      const restMicroseconds = after.cpu - before.cpu - tokenMicroseconds * (after.tokens - before.tokens);
      return { tokenMicroseconds, turnMilliseconds: restMicroseconds / 1000 / STREAMS, load };
    };
  const sides = {
    floor: measure(floor, 'model'),
    'service SSE': measure(service, 'sse'),
    'service WebSocket': measure(service, 'websocket'),
  };
  context.progress('warms up');
  await sides['service SSE']();
  await sides['service WebSocket']();
  const measured = await interleave(context, 'CPU a token', sides);
  await Promise.all([model.stop(), floor.stop(), client.stop(), service.stop()]);
  return toOutcome(measured);
}

function toOutcome(measured: Record<string, Measured[]>): Outcome {
  const costs = (side: string) => measured[side]!.map(({ tokenMicroseconds }) => tokenMicroseconds);
  const turns = (side: string) => measured[side]!.map(({ turnMilliseconds }) => turnMilliseconds);
  const cost = (side: string) => median(costs(side));
  const failures = Object.values(measured)
    .flat()
    .reduce((sum, { load }) => sum + failuresOf(load), 0);
  return {
    tables: [
      {
        title: `CPU of the relaying process: ${STREAMS} streams × ${1000 / GAP_MS} tokens/s, ${TOKENS} tokens a turn`,
        columns: ['side', 'µs a token', '× floor', 'ms a turn besides', 'events a turn', 'client µs'],
        rows: Object.entries(measured).map(([side, rounds]) => [
          side,
          shown(spread(costs(side))),
          (cost(side) / cost('floor')).toFixed(2),
          shown(spread(turns(side))),
          median(rounds.map(({ load }) => load.tokens / load.turns)).toFixed(0),
          median(rounds.map(({ load }) => (load.cpuSeconds * 1e6) / load.tokens)).toFixed(1),
        ]),
      },
    ],
    targets: [
      atMost('CPU a token, SSE with metadata', cost('service SSE') / cost('floor'), 1.6, '× floor'),
      atMost('CPU a token, WebSocket', cost('service WebSocket') / cost('floor'), 1.8, '× floor'),
      atMost('failed turns', failures, 0, '', 0),
    ],
    notes: [
      'A microsecond a token is a CPU second per million tokens of the model. It is read while all streams are open; what a turn costs besides (analysis, prompt, storage) is the rest. The service may send several tokens as one event: the guard holds back what could still become a forbidden phrase.',
    ],
    figures: {
      streams: STREAMS,
      tokens_per_turn: TOKENS,
      gap_ms: GAP_MS,
      microseconds_per_token: Object.fromEntries(
        Object.keys(measured).map((side) => [side, spread(costs(side))]),
      ),
      milliseconds_per_turn: Object.fromEntries(
        Object.keys(measured).map((side) => [side, spread(turns(side))]),
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
