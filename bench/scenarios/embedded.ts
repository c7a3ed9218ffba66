import { failuresOf, type Acknowledged, type LoadResult, type TurnInput } from '../rig/load.types.js';
import { LoadProcess } from '../rig/processes.js';
import { ServiceProcess } from '../rig/service-process.js';
import { median, quantile, spread } from '../rig/statistics.js';
import { pick, seededRandom } from '../rig/random.js';
import { PHRASES } from '../rig/turns.js';
import { atLeast, atMost, shown, type BenchContext, type Outcome, type Scenario } from '../scenario.js';

const CLIENTS = 50;
/** Until then V8 still compiles what turns run: the first thousand take twice as long as the fourth. */
const WARM_UP_TURNS_EACH = 60;
const TURNS_EACH = 8;
/** A client stands for several people, who come back in later rounds. */
const USERS_PER_CLIENT = 6;

interface HistoryAnswer {
  messages: { id: string; role: 'user' | 'assistant'; content: string; status: string }[];
}

async function run(context: BenchContext): Promise<Outcome> {
  const client = await LoadProcess.start();
  const service = await ServiceProcess.start();
  const random = seededRandom(5);
  let sent = 0;
  const turn = (index: number): TurnInput => {
    const user = `u${index}-${Math.floor(random() * USERS_PER_CLIENT)}`;
    const message = `${pick(PHRASES, random)}（${(sent += 1)}）`;
    return { message, user_id: user, session_id: `s-${user}` };
  };
  const clients = (turnsEach: number) =>
    Array.from({ length: CLIENTS }, (_, index) => Array.from({ length: turnsEach }, () => turn(index)));
  const load = (turnsEach: number) =>
    client.ask({ port: service.port, transport: 'sse', clients: clients(turnsEach), keepReplies: true });

  context.progress('warms up');
  const warmUp = await load(WARM_UP_TURNS_EACH);
  const rounds: (LoadResult & { cpuMsPerTurn: number })[] = [];
  for (let round = 1; round <= context.rounds; round += 1) {
    context.progress(`round ${round} of ${context.rounds}: ${CLIENTS} clients × ${TURNS_EACH} turns`);
    const before = service.cpuSeconds();
    const result = await load(TURNS_EACH);
    rounds.push({ ...result, cpuMsPerTurn: ((service.cpuSeconds() - before) * 1000) / result.turns });
  }
  context.progress('compares what was acknowledged with what is stored');
  const acknowledged = [warmUp, ...rounds].flatMap((result) => result.acknowledged);
  const faults = await storageFaults(service, acknowledged);
  await Promise.all([client.stop(), service.stop()]);
  return toOutcome(rounds, acknowledged, faults);
}

/** Acknowledged turns whose message or reply is missing, differs, or is there more than once. */
async function storageFaults(service: ServiceProcess, turns: readonly Acknowledged[]): Promise<number> {
  const sessions = grouped(turns);
  let faults = 0;
  for (const [session, said] of sessions) {
    const path = `/chat/sessions/${session}/history?limit=500&user_id=${said[0]!.user_id}`;
    const { messages } = await service.getJson<HistoryAnswer>(path);
    const stored = (id: string, role: string, content: string) =>
      messages.filter((message) => message.id === id && message.role === role && message.content === content)
        .length;
    const extra = messages.length !== 2 * said.length;
    faults += extra ? 1 : 0;
    for (const { userMessageId, message, messageId, reply } of said) {
      const once =
        stored(userMessageId, 'user', message) === 1 && stored(messageId, 'assistant', reply) === 1;
      if (!once) faults += 1;
    }
  }
  return faults;
}

function grouped(turns: readonly Acknowledged[]): Map<string, Acknowledged[]> {
  const sessions = new Map<string, Acknowledged[]>();
  for (const turn of turns) {
    const said = sessions.get(turn.session_id) ?? [];
    said.push(turn);
    sessions.set(turn.session_id, said);
  }
  return sessions;
}

function toOutcome(
  rounds: readonly (LoadResult & { cpuMsPerTurn: number })[],
  acknowledged: readonly Acknowledged[],
  faults: number,
): Outcome {
  const rates = rounds.map(({ turns, elapsedMs }) => (turns * 1000) / elapsedMs);
  const p50 = rounds.map(({ totalMs }) => quantile(totalMs, 0.5));
  const p95 = rounds.map(({ totalMs }) => quantile(totalMs, 0.95));
  const cpu = rounds.map(({ cpuMsPerTurn }) => cpuMsPerTurn);
  const failures = rounds.reduce((sum, result) => sum + failuresOf(result), 0);
  return {
    tables: [
      {
        title: `Whole turns, nothing beside the service: ${CLIENTS} at once, ${CLIENTS * USERS_PER_CLIENT} users`,
        columns: [
          'turns/s',
          'p50 ms',
          'p95 ms',
          'CPU ms a turn',
          'failed',
          'acknowledged',
          'not stored once',
        ],
        rows: [
          [
            shown(spread(rates), 0),
            shown(spread(p50), 0),
            shown(spread(p95), 0),
            shown(spread(cpu)),
            String(failures),
            String(acknowledged.length),
            String(faults),
          ],
        ],
      },
    ],
    targets: [
      atLeast('turns a second', median(rates), 300, '/s', 0),
      atMost('acknowledged turns not stored exactly once', faults, 0, '', 0),
      atMost('failed turns', failures, 0, '', 0),
    ],
    figures: {
      concurrency: CLIENTS,
      turns_per_second: spread(rates),
      p50_ms: spread(p50),
      p95_ms: spread(p95),
      cpu_ms_per_turn: spread(cpu),
      acknowledged: acknowledged.length,
      storage_faults: faults,
      failures,
    },
  };
}

export const embedded: Scenario = {
  name: 'embedded',
  description: 'whole turns a second with no Redis, Postgres or model, and whether each was stored once',
  run,
};
