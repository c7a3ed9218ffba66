import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { owned, removeFolder, ROOT, stopProcess, temporaryFolder } from '../rig/processes.js';
import { ServiceProcess } from '../rig/service-process.js';
import { median, spread } from '../rig/statistics.js';
import { atMost, interleave, shown, type BenchContext, type Outcome, type Scenario } from '../scenario.js';

async function run(context: BenchContext): Promise<Outcome> {
  const embeddedFolder = temporaryFolder();
  const serverFolder = temporaryFolder();
  context.progress('first start of the embedded database, which is created');
  const first = await startOnce({ DATA_DIR: embeddedFolder });
  const postgres = await startPostgres();
  const redis = await startRedis();
  const servers = {
    DATA_DIR: serverFolder,
    DATABASE_URL: postgres.url,
    ...(redis && { REDIS_URL: redis.url }),
  };
  context.progress('first start with servers, which are migrated');
  await startOnce(servers);
  const measured = await interleave(context, 'start', {
    embedded: () => startOnce({ DATA_DIR: embeddedFolder }),
    servers: () => startOnce(servers),
  });
  await stopProcess(postgres.child, 'SIGKILL');
  if (redis) await stopProcess(redis.child, 'SIGKILL');
  for (const folder of [embeddedFolder, serverFolder]) removeFolder(folder);

  const withServers = redis ? 'Postgres and Redis' : 'Postgres (no redis-server found)';
  return {
    tables: [
      {
        title: 'Milliseconds from spawn to ready',
        columns: ['', 'ms'],
        rows: [
          ['embedded, first time ever', first.toFixed(0)],
          ['embedded, data are there', shown(spread(measured.embedded), 0)],
          [withServers, shown(spread(measured.servers), 0)],
        ],
      },
    ],
    targets: [
      atMost('start, embedded', median(measured.embedded) / 1000, 1.5, 's'),
      atMost(`start, ${withServers}`, median(measured.servers) / 1000, 1, 's'),
    ],
    figures: {
      embedded_first_ms: first,
      embedded_ms: spread(measured.embedded),
      servers_ms: spread(measured.servers),
      redis: redis !== undefined,
    },
  };
}

async function startOnce(variables: Record<string, string>): Promise<number> {
  const service = await ServiceProcess.start(variables);
  await service.stop();
  return service.readyMs;
}

interface StoreServer {
  child: ChildProcess;
  url: string;
}

/** Speaks Postgres over TCP from a process of its own. */
async function startPostgres(): Promise<StoreServer> {
  const child = owned(fork(join(ROOT, 'test/support/pglite-server.mjs'), { execArgv: [] }));
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return { child, url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres` };
}

/** Undefined where there is no redis-server. */
async function startRedis(): Promise<StoreServer | undefined> {
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = owned(spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'ignore'] }));
  const started = new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', () => resolve(false));
    child.stdout.on('data', (text: Buffer) => text.includes('Ready to accept') && resolve(true));
  });
  return (await started) ? { child, url: `redis://127.0.0.1:${port}` } : undefined;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export const start: Scenario = {
  name: 'start',
  description: 'time from spawn to ready, embedded and with servers',
  run,
};
