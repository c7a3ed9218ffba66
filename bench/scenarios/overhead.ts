import { failuresOf, type LoadResult } from '../rig/load.types.js';
import { LoadProcess, ModelProcess } from '../rig/processes.js';
import { ServiceProcess } from '../rig/service-process.js';
import { median, quantile, spread } from '../rig/statistics.js';
import { simpleClients } from '../rig/turns.js';
import { atMost, interleave, shown, type BenchContext, type Outcome, type Scenario } from '../scenario.js';

const FIRST_TOKEN_MS = 200;
const GAP_MS = 20;
/** With ten tokens a turn is over so soon that 50 clients are more turns a second than two cores can run. */
const LEVELS = [
  { clients: 1, turnsEach: 8, tokens: 10, limitMs: 3 },
  { clients: 50, turnsEach: 2, tokens: 60, limitMs: 10 },
  { clients: 200, turnsEach: 1, tokens: 60, limitMs: undefined },
  { clients: 1000, turnsEach: 1, tokens: 60, limitMs: undefined },
];
/** Of a level that promises nothing. */
const MOST_ROUNDS = 3;
/** Until then V8 still compiles what turns run. */
const WARM_UP = { clients: 50, turnsEach: 60, tokens: 10 };
/** Clients that begin together would measure a burst; spread over a turn's length they measure a busy service. */
const rampOf = (tokens: number) => FIRST_TOKEN_MS + GAP_MS * tokens;

type Sides = Record<'model' | 'service', LoadResult[]>;

async function run(context: BenchContext): Promise<Outcome> {
  const model = await ModelProcess.start({ firstTokenMs: 5, tokens: WARM_UP.tokens, gapMs: 5 });
  const client = await LoadProcess.start();
  const service = await ServiceProcess.start({ ...model.variables, MAX_CONCURRENT_REQUESTS: '2000' });
  let seed = 0;
  const ask = (port: number, transport: 'model' | 'sse', level: typeof WARM_UP) =>
    client.ask({
      port,
      transport,
      clients: simpleClients(level.clients, level.turnsEach, (seed += 1)),
      rampMs: level.clients === 1 ? 0 : rampOf(level.tokens),
    });
  context.progress('warms up');
  await ask(model.port, 'model', WARM_UP);
  await ask(service.port, 'sse', WARM_UP);

  const measured: { level: (typeof LEVELS)[number]; sides: Sides }[] = [];
  for (const level of LEVELS) {
    await model.ask({ settings: { firstTokenMs: FIRST_TOKEN_MS, tokens: level.tokens, gapMs: GAP_MS } });
    const rounds = level.limitMs === undefined ? Math.min(MOST_ROUNDS, context.rounds) : context.rounds;
    const sides = await interleave({ ...context, rounds }, `${level.clients} at once`, {
      model: () => ask(model.port, 'model', level),
      service: () => ask(service.port, 'sse', level),
    });
    measured.push({ level, sides });
  }
  await Promise.all([model.stop(), client.stop(), service.stop()]);
  return toOutcome(measured);
}

function toOutcome(measured: { level: (typeof LEVELS)[number]; sides: Sides }[]): Outcome {
  const levels = measured.map(({ level, sides }) => {
    const each = (side: keyof Sides, share: number) =>
      sides[side].map(({ firstTokenMs }) => quantile(firstTokenMs, share));
    const added = (share: number) =>
      each('service', share).map((value, round) => value - each('model', share)[round]!);
    const beforeModel = sides.service.map(({ asksModelMs }) => median(asksModelMs));
    const failures = [...sides.model, ...sides.service].reduce((sum, load) => sum + failuresOf(load), 0);
    return { ...level, each, addedP50: added(0.5), addedP95: added(0.95), beforeModel, failures };
  });
  return {
    tables: [
      {
        title: `Time to first token, ms: the model called directly and through the service (model: ${FIRST_TOKEN_MS} ms)`,
        columns: [
          'at once',
          'model p50',
          'service p50',
          'added p50',
          'before the model',
          'model p95',
          'service p95',
          'added p95',
          'failed',
        ],
        rows: levels.map(({ clients, each, addedP50, addedP95, beforeModel, failures }) => [
          String(clients),
          shown(spread(each('model', 0.5))),
          shown(spread(each('service', 0.5))),
          shown(spread(addedP50)),
          shown(spread(beforeModel)),
          shown(spread(each('model', 0.95))),
          shown(spread(each('service', 0.95))),
          shown(spread(addedP95)),
          String(failures),
        ]),
      },
    ],
    targets: [
      ...levels.flatMap(({ clients, limitMs, addedP50 }) =>
        limitMs === undefined
          ? []
          : [atMost(`added median time to first token, ${clients} at once`, median(addedP50), limitMs, 'ms')],
      ),
      atMost(
        'failed turns',
        levels.reduce((sum, { failures }) => sum + failures, 0),
        0,
        '',
        0,
      ),
    ],
    notes: [
      'Before the model: median time until the service turns to the model (storing, analysis, prompt). What is added beyond that is the way back and the guard, which holds what may become forbidden words: an English word at least until it is over.',
    ],
    figures: Object.fromEntries(
      levels.map(({ clients, each, addedP50, addedP95, beforeModel, failures }) => [
        `at_${clients}`,
        {
          model_p50_ms: spread(each('model', 0.5)),
          service_p50_ms: spread(each('service', 0.5)),
          added_p50_ms: spread(addedP50),
          before_model_p50_ms: spread(beforeModel),
          model_p95_ms: spread(each('model', 0.95)),
          service_p95_ms: spread(each('service', 0.95)),
          added_p95_ms: spread(addedP95),
          failures,
        },
      ]),
    ),
  };
}

export const overhead: Scenario = {
  name: 'overhead',
  description: 'what the service adds to the time to the first token, against the model called directly',
  run,
};
