import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/config/package-root.js';
import { DatabaseConfig, LimitsConfig } from '../../src/config/config.slices.js';
import { Database } from '../../src/platform/database/database.js';
import { DependencyRegistry } from '../../src/platform/dependencies/dependency-registry.js';
import { dataFolder, emptyFolder } from './test-data.js';

export interface TestDatabase {
  database: Database;
  dependencies: DependencyRegistry;
  /** A fresh folder of this database (spool and, for PGlite on disk, data), removed by `close`. */
  dataDir: string;
  /** The server process of kind `postgres`. */
  server: TestPostgresServer | undefined;
  /** Takes the server away as a crash would; its data stay. Resolves when the database noticed. */
  stop(): Promise<void>;
  /** Brings it back. Resolves when the database noticed. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** The only limit that the database reads. */
export function databaseLimits(databaseTimeoutMs = 10_000): LimitsConfig {
  return new LimitsConfig({ databaseTimeoutMs } as LimitsConfig);
}

export interface TestDatabaseOptions {
  /** Reuses this folder, and does not remove it. */
  dataDir?: string;
  timeoutMs?: number;
  /** `pglite` begins with an empty folder: it creates its files, which takes it ten seconds. */
  firstStart?: boolean;
  /** `false`: return before the first migration. */
  waitReady?: boolean;
  /** The postgres server is not there until `start`. Implies `waitReady: false`. */
  serverDown?: boolean;
}

/**
 * A migrated database: `pglite` is the product's embedded default (a worker thread, files in `dataDir`), `postgres` the
 * product's server path over TCP to a server in this process.
 */
export async function openTestDatabase(
  kind: 'pglite' | 'postgres',
  options: TestDatabaseOptions = {},
): Promise<TestDatabase> {
  const dataDir =
    options.dataDir ?? (kind === 'pglite' && !options.firstStart ? dataFolder() : emptyFolder()).path;
  const server = kind === 'postgres' ? await TestPostgresServer.start() : undefined;
  if (options.serverDown) await server?.goDown();
  const dependencies = new DependencyRegistry();
  const database = new Database(
    new DatabaseConfig({ url: server?.url, dataDir, poolSize: 4 }),
    databaseLimits(options.timeoutMs),
    dependencies,
  );
  try {
    await database.onModuleInit();
  } catch (error) {
    await server?.close();
    throw error;
  }
  if (options.waitReady !== false && !options.serverDown) await database.ready;
  return {
    database,
    dependencies,
    dataDir,
    server,
    stop: async () => {
      if (server) await server.goDown();
      else await endThread(database);
      await waitUntil(() => !database.available);
    },
    start: async () => {
      await server?.comeUp();
      await waitUntil(() => database.available);
    },
    close: async () => {
      await database.onApplicationShutdown();
      await server?.close();
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The embedded database opens again by itself, after a second. */
async function endThread(database: Database): Promise<void> {
  const engine = Reflect.get(database, 'engine') as { worker: { terminate(): Promise<number> } };
  await engine.worker.terminate();
}

/** A process that speaks Postgres on a TCP port of 127.0.0.1, goes away and comes back with its data. */
export class TestPostgresServer {
  private constructor(
    private readonly child: ChildProcess,
    private readonly port: number,
  ) {}

  static async start(): Promise<TestPostgresServer> {
    const child = fork(join(packageRoot(), 'test/support/pglite-server.mjs'), { execArgv: [] });
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    return new TestPostgresServer(child, port);
  }

  get url(): string {
    return `postgres://postgres:postgres@127.0.0.1:${this.port}/postgres`;
  }

  goDown(): Promise<void> {
    return this.tell('down');
  }

  comeUp(): Promise<void> {
    return this.tell('up');
  }

  /** Connections stay open and nothing answers, as with a server that hangs. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
  }

  private async tell(command: 'down' | 'up'): Promise<void> {
    const done = once(this.child, 'message');
    this.child.send(command);
    await done;
  }
}

export async function waitUntil(condition: () => boolean, timeoutMs = 15_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('The awaited condition did not come true');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
