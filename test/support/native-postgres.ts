import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { packageRoot } from '../../src/config/package-root.js';

/** Postgres itself, whose backends wait for each other; the embedded one has a single backend. Undefined: not installed. */
export const POSTGRES_FOLDER = findPostgres();

/** A server of this test's own on a socket in a folder, with the tables of the service. It needs no pgvector. */
export class NativePostgres {
  private readonly clients: pg.Client[] = [];

  private constructor(
    private readonly folder: string,
    private readonly server: ChildProcess,
  ) {}

  static async start(binaries: string): Promise<NativePostgres> {
    const folder = mkdtempSync(join(tmpdir(), 'native-postgres-'));
    const user = ordinaryUser();
    if (user) chownSync(folder, user.uid, user.gid);
    const data = join(folder, 'data');
    const options = { ...user, cwd: folder, stdio: 'ignore' as const };
    execFileSync(join(binaries, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-N'], options);
    const settings = ['-c', 'listen_addresses=', '-k', folder, '-F'];
    const server = spawn(join(binaries, 'postgres'), ['-D', data, ...settings], options);
    const postgres = new NativePostgres(folder, server);
    await postgres.createTables();
    return postgres;
  }

  async connect(): Promise<pg.Client> {
    const client = new pg.Client({ host: this.folder, user: 'postgres', database: 'postgres' });
    await client.connect();
    this.clients.push(client);
    return client;
  }

  /** Resolves when another connection waits for a lock of this one's. */
  async someoneWaitsFor(blocker: pg.Client): Promise<void> {
    const text = 'SELECT FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))';
    while ((await blocker.query(text)).rowCount === 0);
  }

  async close(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.end()));
    const ended = once(this.server, 'exit');
    this.server.kill('SIGQUIT');
    await ended;
    rmSync(this.folder, { recursive: true });
  }

  private async createTables(): Promise<void> {
    const client = await this.connectAtLast();
    const folder = join(packageRoot(), 'drizzle');
    const files = readdirSync(folder).filter((name) => name.endsWith('.sql'));
    for (const name of files.sort()) {
      const text = readFileSync(join(folder, name), 'utf8');
      await client.query(text.replace(/CREATE EXTENSION.*/, '').replaceAll(/\bvector\(\d+\)/g, 'text'));
    }
  }

  /** A server that starts refuses connections, in a moment it does not. */
  private async connectAtLast(): Promise<pg.Client> {
    for (;;) {
      try {
        return await this.connect();
      } catch (error) {
        if (this.server.exitCode !== null) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }
}

/** Debian keeps the server's programs off the path. */
function findPostgres(): string | undefined {
  const installed = '/usr/lib/postgresql';
  const versions = existsSync(installed) ? readdirSync(installed) : [];
  const folders = [
    ...(process.env.PATH ?? '').split(':'),
    ...versions.map((name) => join(installed, name, 'bin')),
  ];
  return folders.find((folder) => ['initdb', 'postgres'].every((name) => existsSync(join(folder, name))));
}

/** Postgres refuses to run as root. */
function ordinaryUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}
