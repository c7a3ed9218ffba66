import { failuresOf, type LoadResult, type TurnInput } from '../rig/load.types.js';
import { LoadProcess, ModelProcess } from '../rig/processes.js';
import { habitsOf } from '../rig/repeated-turns.js';
import { ServiceProcess } from '../rig/service-process.js';
import { mean, median, quantile, spread } from '../rig/statistics.js';
import {
  atLeast,
  atMost,
  interleave,
  shown,
  type BenchContext,
  type Outcome,
  type Scenario,
} from '../scenario.js';

const REPLY = { firstTokenMs: 600, tokens: 60, gapMs: 20 } as const;
const ANALYSES = { emotionMs: [600, 900], moderationMs: [600, 900], embeddingMs: 300 } as const;
/** 200 begin over the length of a reply, the rate at which 200 stay open: all at once they would measure a burst. */
const LEVELS = [
  { clients: 50, rampMs: 500 },
  { clients: 200, rampMs: 1800 },
];

/** The same application with what makes it fast switched off; its client waits for the whole reply. */
const SWITCHED_OFF = { ANALYSIS_CONCURRENCY: '1', CACHE_ENABLED: 'false', ADAPTIVE_ENABLED: 'false' };

const MEASURES = {
  'reply, mean': { of: 'totalMs', from: mean, wanted: 3 },
  'reply, median': { of: 'totalMs', from: median, wanted: undefined },
  'reply, p95': { of: 'totalMs', from: (values: number[]) => quantile(values, 0.95), wanted: 3 },
  'first token, mean': { of: 'firstTokenMs', from: mean, wanted: 4 },
  'first token, median': { of: 'firstTokenMs', from: median, wanted: undefined },
  'first token, p95': { of: 'firstTokenMs', from: (values: number[]) => quantile(values, 0.95), wanted: 4 },
} as const;

type Sides = Record<'baseline' | 'optimised' | 'model', LoadResult[]>;
interface Level {
  clients: number;
  sides: Sides;
  /** Turns whose model was asked a second time, since a server read the message another way than the process. */
  askedAgain: number;
}

async function run(context: BenchContext): Promise<Outcome> {
  const model = await ModelProcess.start({});
  const client = await LoadProcess.start();
  const variables = {
    ...model.variables,
    EMOTION_PROVIDER: 'llm',
    SAFETY_PROVIDER: 'moderation',
    EMBEDDING_BASE_URL: model.variables.LLM_BASE_URL!,
    EMBEDDING_MODEL: 'bench',
    MAX_CONCURRENT_REQUESTS: '200',
  };
  const [baseline, optimised] = await Promise.all([
    ServiceProcess.start({ ...variables, ...SWITCHED_OFF }),
    ServiceProcess.start(variables),
  ]);

  const levels: Level[] = [];
  for (const { clients, rampMs } of LEVELS) {
    const users = Array.from({ length: clients }, (_, index) => habitsOf(`u${clients}-${index}`, index));
    const before = users.map((user) => user.before);
    context.progress(`${clients} at once: everybody says their common phrases once`);
    await model.ask({ settings: { tokens: 10 } });
    for (const { port } of [baseline, optimised]) {
      await client.ask({ port, transport: 'post', clients: before, rampMs });
    }
    await model.ask({ settings: { ...REPLY, ...ANALYSES } });
    const turns = sameForEachSide(() => users.map((user) => user.next(1)));
    const ask = (port: number, transport: 'post' | 'sse' | 'model', side: keyof Sides) => () =>
      client.ask({ port, transport, clients: turns(side), rampMs });
    let askedAgain = 0;
    const sides = await interleave(context, `${clients} at once`, {
      baseline: ask(baseline.port, 'post', 'baseline'),
      optimised: async () => {
        const { repliesAsked } = await model.ask({});
        const load = await ask(optimised.port, 'sse', 'optimised')();
        askedAgain += (await model.ask({})).repliesAsked - repliesAsked - load.turns;
        return load;
      },
      model: ask(model.port, 'model', 'model'),
    });
    levels.push({ clients, sides, askedAgain });
  }
  await Promise.all([model.stop(), client.stop(), baseline.stop(), optimised.stop()]);
  return toOutcome(levels);
}

/** Every side is given the same turns, each time it asks the next ones. */
function sameForEachSide(make: () => TurnInput[][]): (side: string) => TurnInput[][] {
  const made: TurnInput[][][] = [];
  const taken = new Map<string, number>();
  return (side) => {
    const index = taken.get(side) ?? 0;
    taken.set(side, index + 1);
    return (made[index] ??= make());
  };
}

function toOutcome(levels: readonly Level[]): Outcome {
  const results = levels.map(({ clients, sides, askedAgain }) => {
    const rows = Object.entries(MEASURES).map(([name, { of, from, wanted }]) => {
      const each = (side: keyof Sides) => sides[side].map((load) => from(load[of]) / 1000);
      const [before, after, floor] = [each('baseline'), each('optimised'), each('model')];
      const ratio = median(before) / median(after);
      const removed = (median(before) - median(after)) / (median(before) - median(floor));
      return { name, wanted, before, after, floor, ratio, removed };
    });
    const loads = [...sides.baseline, ...sides.optimised];
    const degraded = (side: keyof Sides) => sides[side].reduce((sum, load) => sum + load.degraded, 0);
    return {
      clients,
      rows,
      askedAgain,
      failures: loads.reduce((sum, load) => sum + failuresOf(load), 0),
      degraded: { baseline: degraded('baseline'), optimised: degraded('optimised') },
      turns: sides.optimised.reduce((sum, { turns }) => sum + turns, 0),
    };
  });
  return {
    tables: results.map(({ clients, rows, failures, degraded, turns, askedAgain }) => ({
      title: `Seconds, ${clients} at once: ${turns} turns a side, ${failures} failed, degraded ${degraded.baseline} and ${degraded.optimised}, ${askedAgain} asked the model again`,
      columns: ['', 'baseline', 'optimised', 'ratio', 'model alone', 'avoidable time removed'],
      rows: rows.map(({ name, before, after, floor, ratio, removed }) => [
        name,
        shown(spread(before), 2),
        shown(spread(after), 2),
        `${ratio.toFixed(2)}×`,
        shown(spread(floor), 2),
        `${(removed * 100).toFixed(0)} %`,
      ]),
    })),
    targets: results.flatMap(({ clients, rows, failures }) => [
      ...rows.flatMap(({ name, wanted, ratio }) =>
        wanted === undefined ? [] : [atLeast(`${name}, ${clients} at once`, ratio, wanted, '×')],
      ),
      atMost(`failed turns, ${clients} at once`, failures, 0, '', 0),
    ]),
    notes: [
      'Baseline: the same application with the analyses one after another, no cache, no adaptive limits, and the whole reply in one answer. Model alone: the client asks the model server directly; no service can be faster than that, whatever it leaves out.',
    ],
    figures: Object.fromEntries(
      results.map(({ clients, rows, ...rest }) => [
        `at_${clients}`,
        {
          ...rest,
          seconds: Object.fromEntries(
            rows.map(({ name, before, after, floor, ratio, removed }) => [
              name,
              {
                baseline: spread(before),
                optimised: spread(after),
                model_alone: spread(floor),
                ratio,
                avoidable_time_removed: removed,
              },
            ]),
          ),
        },
      ]),
    ),
  };
}

export const headline: Scenario = {
  name: 'headline',
  description:
    'replies and first tokens with remote analyses, against the application with its speed switched off',
  run,
};
