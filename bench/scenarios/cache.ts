import { failuresOf, type LoadResult, type TurnInput } from '../rig/load.types.js';
import { CacheDriverProcess, LoadProcess, ModelProcess } from '../rig/processes.js';
import { ServiceProcess } from '../rig/service-process.js';
import { median, spread } from '../rig/statistics.js';
import { zipfTrace, type TracedTurn } from '../rig/zipf-trace.js';
import {
  atLeast,
  atMost,
  interleave,
  shown,
  type BenchContext,
  type Outcome,
  type Scenario,
} from '../scenario.js';

const TRACE = 20_000;
const SMALL_CACHE = '500';
/** A small cache is driven by the first part: it computes much more anew. */
const SMALL_TRACE = 6000;
const CLIENTS = 20;
/** Few enough people that, after what they said before, the live caches hit about as often as the whole trace's. */
const REGULARS = 20;
/** Also, until then V8 still compiles what turns run. */
const TURNS_BEFORE = 3000;
const TURNS_A_SIDE = 2000;
const MIB = 2 ** 20;

type Shares = Awaited<ReturnType<typeof driveTrace>>;

interface Served {
  load: LoadResult;
  cpuMsPerTurn: number;
}

async function run(context: BenchContext): Promise<Outcome> {
  context.progress(`${TRACE} messages through the cache, default size`);
  const whole = await driveTrace(TRACE, {});
  context.progress(`${SMALL_TRACE} messages through the cache, ${SMALL_CACHE} entries`);
  const small = await driveTrace(SMALL_TRACE, { CACHE_MAX_ENTRIES: SMALL_CACHE });

  const model = await ModelProcess.start({ tokens: 20, emotionMs: 1, moderationMs: 1, embeddingMs: 1 });
  const client = await LoadProcess.start();
  const variables = {
    ...model.variables,
    EMOTION_PROVIDER: 'llm',
    EMBEDDING_BASE_URL: model.variables.LLM_BASE_URL!,
    EMBEDDING_MODEL: 'bench',
  };
  const services = {
    'with cache': await ServiceProcess.start(variables),
    'without cache': await ServiceProcess.start({ ...variables, CACHE_ENABLED: 'false' }),
  };
  const trace = zipfTrace(TURNS_BEFORE + TURNS_A_SIDE, 3, REGULARS);
  const size = Math.ceil(TURNS_A_SIDE / context.rounds);
  const serve = (service: ServiceProcess) => {
    let next = TURNS_BEFORE;
    return async (): Promise<Served> => {
      const before = service.cpuSeconds();
      const clients = byUser(trace.slice(next, (next += size)));
      const load = await client.ask({ port: service.port, transport: 'sse', clients });
      return { load, cpuMsPerTurn: ((service.cpuSeconds() - before) * 1000) / load.turns };
    };
  };
  for (const [name, { port }] of Object.entries(services)) {
    context.progress(`what people said before, ${name}`);
    await client.ask({ port, transport: 'sse', clients: byUser(trace.slice(0, TURNS_BEFORE)) });
  }
  const served = await interleave(context, 'turns over HTTP', {
    'with cache': serve(services['with cache']),
    'without cache': serve(services['without cache']),
  });
  const rssMib = {
    'with cache': services['with cache'].residentBytes() / MIB,
    'without cache': services['without cache'].residentBytes() / MIB,
  };
  await Promise.all([
    model.stop(),
    client.stop(),
    ...Object.values(services).map((service) => service.stop()),
  ]);
  return toOutcome({ whole, small }, served, rssMib);
}

async function driveTrace(turns: number, variables: Record<string, string>) {
  const { strategies, repeatedTurns, rssBytes } = await CacheDriverProcess.run({
    turns,
    seed: 3,
    variables,
  });
  const total = { lookups: 0, hits: 0, unlimitedHits: 0 };
  for (const { lookups, hits, unlimitedHits } of Object.values(strategies)) {
    total.lookups += lookups;
    total.hits += hits;
    total.unlimitedHits += unlimitedHits;
  }
  return {
    strategies: { ...strategies, all: total },
    repeatedShare: repeatedTurns / turns,
    rssMib: rssBytes / MIB,
  };
}

/** A person waits for one answer before the next message. */
function byUser(turns: readonly TracedTurn[]): TurnInput[][] {
  const clients = Array.from({ length: CLIENTS }, (): TurnInput[] => []);
  for (const { message, user_id, session_id } of turns) {
    clients[Number(user_id.split('-')[1]) % CLIENTS]!.push({ message, user_id, session_id });
  }
  return clients;
}

function toOutcome(
  traces: { whole: Shares; small: Shares },
  served: Record<'with cache' | 'without cache', Served[]>,
  rssMib: Record<string, number>,
): Outcome {
  const { whole, small } = traces;
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const cpu = (side: keyof typeof served) => served[side].map(({ cpuMsPerTurn }) => cpuMsPerTurn);
  const saved = 1 - median(cpu('with cache')) / median(cpu('without cache'));
  const failures = Object.values(served)
    .flat()
    .reduce((sum, { load }) => sum + failuresOf(load), 0);
  const { all } = whole.strategies;
  return {
    tables: [
      {
        title: `Hit rates over ${TRACE} messages, half of them spelt differently each time`,
        columns: [
          'strategy',
          'hits',
          'unlimited, same keys',
          'one key a meaning',
          `hits with ${SMALL_CACHE} entries, ${SMALL_TRACE} messages`,
        ],
        rows: Object.entries(whole.strategies).map(([name, { lookups, hits, unlimitedHits }]) => [
          name,
          percent(hits / lookups),
          percent(unlimitedHits / lookups),
          name === 'all' || name === 'prompt' ? '' : percent(whole.repeatedShare),
          percent(small.strategies[name as 'all'].hits / small.strategies[name as 'all'].lookups),
        ]),
      },
      {
        title: `Turns over HTTP, analyses by a server, ${CLIENTS} at once`,
        columns: ['side', 'CPU ms a turn', 'RSS MiB at the end'],
        rows: Object.keys(served).map((side) => [
          side,
          shown(spread(cpu(side as keyof typeof served)), 2),
          rssMib[side]!.toFixed(0),
        ]),
      },
    ],
    targets: [
      atLeast('hit rate', (all.hits / all.lookups) * 100, 80, '%', 1),
      atLeast(
        'hit rate of what an unlimited cache would have',
        (all.hits / all.unlimitedHits) * 100,
        97,
        '%',
        1,
      ),
      atLeast('CPU a turn saved', saved * 100, 30, '%', 1),
      atMost(`memory more than with ${SMALL_CACHE} entries`, whole.rssMib - small.rssMib, 64, 'MiB', 0),
      atMost(
        'memory more than without cache',
        rssMib['with cache']! - rssMib['without cache']!,
        64,
        'MiB',
        0,
      ),
      atMost('failed turns', failures, 0, '', 0),
    ],
    notes: [
      `The trace goes through the classes that cache, in one process, nothing else changes between two messages: memories that are added and so end cached recalls are left out, and the store of memories counts as a server, since recalls of what is in the process are not cached. That process ends with ${whole.rssMib.toFixed(0)} MiB resident at the default size; with ${SMALL_CACHE} entries, after ${SMALL_TRACE} messages, with ${small.rssMib.toFixed(0)} MiB.`,
    ],
    figures: {
      trace: { default: whole, small },
      cpu_ms_per_turn: { with_cache: spread(cpu('with cache')), without_cache: spread(cpu('without cache')) },
      cpu_saved: saved,
      rss_mib: rssMib,
      failures,
    },
  };
}

export const cache: Scenario = {
  name: 'cache',
  description: 'hit rates of a long trace with its misspellings, and what the cache saves a turn',
  run,
};
