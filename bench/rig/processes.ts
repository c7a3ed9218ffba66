import { fork, type ChildProcess, type ForkOptions } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CacheDriverAnswer, CacheDriverJob } from './cache-driver.js';
import type { LoadJob, LoadResult } from './load.types.js';
import type { ReaderJob } from './reader.types.js';
import type { ModelAnswer, ModelMessage, ModelSettings } from './model-server.js';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const children = new Set<ChildProcess>();
const folders = new Set<string>();

process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

/** Ends with this process, whatever ends it. */
export function owned<T extends ChildProcess>(child: T): T {
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'xinyu-bench-'));
  folders.add(folder);
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  folders.delete(folder);
}

export async function stopProcess(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

/** A process of the rig that is told things by IPC and answers each. */
export class RigProcess<Message extends object, Answer extends object> {
  private last: Promise<unknown> = Promise.resolve();

  protected constructor(readonly child: ChildProcess) {}

  get pid(): number {
    return this.child.pid!;
  }

  /** One after another: answers carry no number. */
  ask(message: Message): Promise<Answer> {
    const answer = this.last.then(() => {
      const answered = nextMessage<Answer>(this.child);
      this.child.send(message);
      return answered;
    });
    this.last = answer.catch(() => undefined);
    return answer;
  }

  stop(): Promise<void> {
    return stopProcess(this.child, 'SIGKILL');
  }

  /** Resolves with the first thing the process says. */
  protected static async fork<Hello = { port?: number }>(
    file: string,
    args: string[] = [],
    options: ForkOptions = {},
  ) {
    const path = join(ROOT, 'bench/rig', file);
    const child = owned(fork(path, args, { execArgv: ['--import', 'tsx'], cwd: ROOT, ...options }));
    return { child, hello: await nextMessage<Hello>(child) };
  }
}

export class ModelProcess extends RigProcess<ModelMessage, ModelAnswer> {
  port = 0;

  static async start(settings: ModelSettings): Promise<ModelProcess> {
    const { child, hello } = await RigProcess.fork('model-server.ts', [JSON.stringify(settings)]);
    return Object.assign(new ModelProcess(child), { port: hello.port! });
  }

  /** For the service: this server replies. */
  get variables(): Record<string, string> {
    return { LLM_BASE_URL: `http://127.0.0.1:${this.port}/v1`, LLM_MODEL: 'bench' };
  }
}

export class FloorProcess extends RigProcess<never, never> {
  port = 0;

  static async start(modelPort: number): Promise<FloorProcess> {
    const { child, hello } = await RigProcess.fork('floor.ts', [String(modelPort)]);
    return Object.assign(new FloorProcess(child), { port: hello.port! });
  }
}

export class LoadProcess extends RigProcess<LoadJob, LoadResult> {
  static async start(): Promise<LoadProcess> {
    const { child } = await RigProcess.fork('load-client.ts', [], { serialization: 'advanced' });
    return new LoadProcess(child);
  }
}

export class ReaderProcess extends RigProcess<ReaderJob, number[]> {
  static async start(): Promise<ReaderProcess> {
    const { child } = await RigProcess.fork('reader.mjs', [], { execArgv: [] });
    return new ReaderProcess(child);
  }
}

export class CacheDriverProcess extends RigProcess<never, never> {
  static async run(job: CacheDriverJob): Promise<CacheDriverAnswer> {
    const { hello } = await RigProcess.fork<CacheDriverAnswer>('cache-driver.ts', [JSON.stringify(job)]);
    return hello;
  }
}

async function nextMessage<T>(child: ChildProcess): Promise<T> {
  const gone = new AbortController();
  const { signal } = gone;
  try {
    return await Promise.race([
      once(child, 'message', { signal }).then(([message]) => message as T),
      once(child, 'exit', { signal }).then(([code]) => {
        throw new Error(`${child.spawnargs.at(-1)} exited with ${String(code)}`);
      }),
    ]);
  } finally {
    gone.abort();
  }
}
