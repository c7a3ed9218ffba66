import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../support/client.js';
import { spawnService, type ServiceProcess } from '../../support/service.js';
import { checkAll, type HistoryFault } from './history-checker.js';
import { seededRandom } from './seeded-random.js';
import { ServiceView } from './service-view.js';
import { Writers } from './writers.js';

/** Some rounds end before the database is open, some after a few turns of everybody. */
const MOST_ACKNOWLEDGED = 60;
/** And not right at an acknowledgement. */
const MOST_MS_LATER = 40;

export interface CrashRounds {
  kills: number;
  writers: Writers;
  variables: Record<string, string>;
  seed: number;
  /** Ends the rounds, and the service with them: a test that ran out of time is over. */
  signal: AbortSignal;
  /** Of another package than this one. */
  root?: string;
}

/** Starts the service again and again on the same data, and kills it at a random moment of its work. */
export async function crashAgainAndAgain(options: CrashRounds): Promise<HistoryFault[]> {
  const { kills, writers, seed, root, signal } = options;
  const variables = { STREAM_TOKEN_DELAY_MS: '3', THROTTLE_LIMIT: '1000000', ...options.variables };
  const random = seededRandom(seed);
  for (let round = 0; round < kills; round += 1) {
    const service = await spawnUntil(signal, variables, root);
    const talking = writers.talk(service.url);
    await Promise.race([writers.moreAcknowledged(Math.floor(random() * MOST_ACKNOWLEDGED)), talking]);
    // Not a wait for anything: the moment of the kill is what is random.
    await delay(random() * MOST_MS_LATER);
    await service.end('SIGKILL');
    await talking;
  }
  const service = await spawnUntil(signal, variables);
  try {
    const view = new ServiceView(service);
    await eventually(
      async () =>
        ((await view.health()).status === 'healthy' && (await view.metric('xinyu_spool_pending')) === 0) ||
        undefined,
      'all that was spooled is stored',
      60_000,
    );
    return await checkAll(writers.talkers, (talker) => view.history(talker));
  } finally {
    await service.end('SIGTERM');
  }
}

/** @throws the signal's reason when it has aborted. */
async function spawnUntil(
  signal: AbortSignal,
  ...[variables, root]: Parameters<typeof spawnService>
): Promise<ServiceProcess> {
  signal.throwIfAborted();
  const service = await spawnService(variables, root);
  const kill = () => service.child.kill('SIGKILL');
  if (signal.aborted) kill();
  signal.addEventListener('abort', kill);
  service.child.once('exit', () => signal.removeEventListener('abort', kill));
  return service;
}
