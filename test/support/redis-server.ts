import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from 'redis';

export type RedisTestClient = ReturnType<typeof createClient>;

/** A real redis-server of this test's own, on a free port, that keeps nothing on disk. */
export class RedisServer {
  private process: ChildProcess | undefined;
  private readonly clients: RedisTestClient[] = [];

  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly options: readonly string[],
  ) {}

  /** `maxmemory` as Redis writes it ("3mb"); the server then refuses writes instead of evicting. */
  static async start({ maxmemory }: { maxmemory?: string } = {}): Promise<RedisServer> {
    const folder = await mkdtemp(join(tmpdir(), 'redis-server-'));
    const options = maxmemory ? ['--maxmemory', maxmemory, '--maxmemory-policy', 'noeviction'] : [];
    const server = new RedisServer(await freePort(), folder, options);
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it, empty, on the same port as before. */
  async start(): Promise<void> {
    this.process = spawn(
      'redis-server',
      [
        '--port',
        String(this.port),
        '--bind',
        '127.0.0.1',
        '--save',
        '',
        '--appendonly',
        'no',
        ...this.options,
      ],
      { cwd: this.folder, stdio: 'ignore' },
    );
    for (;;) {
      const client = createClient({ url: this.url, socket: { reconnectStrategy: false } });
      client.on('error', () => undefined);
      const answered = await client.connect().then(
        () => true,
        () => false,
      );
      if (answered) {
        await client.disconnect();
        return;
      }
      if (this.process.exitCode !== null) throw new Error('redis-server ended at its start');
      await delay(20);
    }
  }

  /** Ends it at once; what it held is gone. */
  async stop(): Promise<void> {
    const running = this.process;
    this.process = undefined;
    if (!running || running.exitCode !== null) return;
    const ended = once(running, 'exit');
    running.kill('SIGKILL');
    await ended;
  }

  /** From now on it accepts connections and answers nothing. */
  pause(): void {
    this.process?.kill('SIGSTOP');
  }

  resume(): void {
    this.process?.kill('SIGCONT');
  }

  /** A client for looking at the server from outside; closed by `close`. */
  async client(): Promise<RedisTestClient> {
    const client = createClient({ url: this.url });
    client.on('error', () => undefined);
    await client.connect();
    this.clients.push(client);
    return client;
  }

  async close(): Promise<void> {
    for (const client of this.clients) if (client.isOpen) await client.disconnect();
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
