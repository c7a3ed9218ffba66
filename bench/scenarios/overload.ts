import { failuresOf, type LoadResult } from '../rig/load.types.js';
import { LoadProcess, ModelProcess } from '../rig/processes.js';
import { ServiceProcess } from '../rig/service-process.js';
import { median, quantile, spread } from '../rig/statistics.js';
import { simpleClients } from '../rig/turns.js';
import { atLeast, interleave, shown, type BenchContext, type Outcome, type Scenario } from '../scenario.js';

/** A reply takes a second of a slot: 200 ms to its first token and 20 gaps. */
const MODEL = { slots: 8, firstTokenMs: 200, tokens: 21, gapMs: 40 } as const;
const RATED_PER_SECOND = MODEL.slots * 0.9;
const OVERLOAD = 10;
const SECONDS = 25;
const WARM_UP_SECONDS = 15;
const REQUEST_TIMEOUT_SECONDS = 10;

type Side = 'rated' | 'tenfold' | 'tenfold, fixed limit';

async function run(context: BenchContext): Promise<Outcome> {
  const model = await ModelProcess.start(MODEL);
  const client = await LoadProcess.start();
  const variables = { ...model.variables, REQUEST_TIMEOUT: String(REQUEST_TIMEOUT_SECONDS) };
  const adaptive = await ServiceProcess.start(variables);
  const fixed = await ServiceProcess.start({ ...variables, ADAPTIVE_ENABLED: 'false' });
  let seed = 0;
  /** Turns of people who each come once, evenly spread: they come however slow the answers are. */
  const arrive = ({ port }: ServiceProcess, perSecond: number, seconds = SECONDS) =>
    client.ask({
      port,
      transport: 'sse',
      clients: simpleClients(Math.round(perSecond * seconds), 1, (seed += 1)),
      rampMs: seconds * 1000,
      deadlineMs: REQUEST_TIMEOUT_SECONDS * 1000,
    });
  context.progress('warms up at the rated load');
  for (const service of [adaptive, fixed]) await arrive(service, RATED_PER_SECOND, WARM_UP_SECONDS);
  const sides = await interleave<Side, LoadResult>(context, `${MODEL.slots} replies at once`, {
    rated: () => arrive(adaptive, RATED_PER_SECOND),
    tenfold: () => arrive(adaptive, RATED_PER_SECOND * OVERLOAD),
    'tenfold, fixed limit': () => arrive(fixed, RATED_PER_SECOND * OVERLOAD),
  });
  await Promise.all([model.stop(), client.stop(), adaptive.stop(), fixed.stop()]);
  return toOutcome(sides);
}

function toOutcome(sides: Record<Side, LoadResult[]>): Outcome {
  const rows = (Object.keys(sides) as Side[]).map((side) => {
    const loads = sides[side];
    return {
      side,
      offered: median(loads.map(({ turns }) => turns / SECONDS)),
      goodput: loads.map(({ inTime, elapsedMs }) => (inTime * 1000) / elapsedMs),
      firstTokenMs: loads.map(({ firstTokenMs }) => quantile(firstTokenMs, 0.5)),
      firstTokenP95Ms: loads.map(({ firstTokenMs }) => quantile(firstTokenMs, 0.95)),
      refused: loads.reduce((sum, { failures }) => sum + (failures['http 503'] ?? 0), 0),
      otherwise: loads.reduce((sum, load) => sum + failuresOf(load) - (load.failures['http 503'] ?? 0), 0),
      late: loads.reduce((sum, load) => sum + load.turns - failuresOf(load) - load.inTime, 0),
    };
  });
  const goodputOf = (side: Side) => median(rows.find((row) => row.side === side)!.goodput);
  return {
    tables: [
      {
        title: `A model server that writes ${MODEL.slots} replies at once, a second each; deadline ${REQUEST_TIMEOUT_SECONDS} s`,
        columns: [
          'load',
          'offered/s',
          'in time/s',
          'first token p50 ms',
          'first token p95 ms',
          'refused',
          'late or by the companion',
          'failed otherwise',
        ],
        rows: rows.map((row) => [
          row.side,
          row.offered.toFixed(1),
          shown(spread(row.goodput), 2),
          shown(spread(row.firstTokenMs), 0),
          shown(spread(row.firstTokenP95Ms), 0),
          String(row.refused),
          String(row.late),
          String(row.otherwise),
        ]),
      },
    ],
    targets: [atLeast('goodput at 10× over 1×', goodputOf('tenfold') / goodputOf('rated'), 0.8, '')],
    notes: [
      'In time: whole within the deadline and written by the model, over the time until the last answer. Nobody waits for another: turns arrive evenly, each from somebody else. The rated load is nine tenths of what the model server can do.',
    ],
    figures: Object.fromEntries(
      rows.map((row) => [
        row.side,
        {
          offered_per_second: row.offered,
          goodput_per_second: spread(row.goodput),
          first_token_p50_ms: spread(row.firstTokenMs),
          first_token_p95_ms: spread(row.firstTokenP95Ms),
          refused: row.refused,
          late_or_fallback: row.late,
          failed_otherwise: row.otherwise,
        },
      ]),
    ),
  };
}

export const overload: Scenario = {
  name: 'overload',
  description: 'whole replies in time at ten times the rated load',
  run,
};
