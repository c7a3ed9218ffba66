import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { cpuSeconds, residentBytes } from './process-figures.js';
import { owned, removeFolder, ROOT, stopProcess, temporaryFolder } from './processes.js';

const READY_POLL_MS = 5;
/** What `npm start` gives to Node. */
const START_ARGUMENTS = readStartArguments();
const MOST_ERRORS_SHOWN = 3;

/** The built service as an operator runs it, on a free port, with rate limits out of the way. */
export class ServiceProcess {
  private constructor(
    readonly child: ChildProcess,
    readonly port: number,
    /** Milliseconds from spawn to the first 200 of /readyz. */
    readonly readyMs: number,
    private readonly ownFolder: string | undefined,
  ) {}

  /** With a `DATA_DIR` of the caller's the data stay; otherwise they go when the service stops. */
  static async start(variables: Record<string, string> = {}): Promise<ServiceProcess> {
    const folder = variables.DATA_DIR === undefined ? temporaryFolder() : undefined;
    const startedAt = performance.now();
    const child = owned(
      spawn(process.execPath, START_ARGUMENTS, {
        env: {
          PATH: process.env.PATH,
          PORT: '0',
          THROTTLE_LIMIT: '1000000',
          DATA_DIR: folder,
          ...variables,
        },
        cwd: folder ?? variables.DATA_DIR,
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
    const port = await listening(child);
    while (!(await isReady(port))) await delay(READY_POLL_MS);
    return new ServiceProcess(child, port, performance.now() - startedAt, folder);
  }

  get pid(): number {
    return this.child.pid!;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  cpuSeconds(): number {
    return cpuSeconds(this.pid);
  }

  residentBytes(): number {
    return residentBytes(this.pid);
  }

  async getJson<T>(path: string): Promise<T> {
    const response = await fetch(`${this.url}${path}`);
    if (!response.ok) throw new Error(`GET ${path} answered ${response.status}`);
    return (await response.json()) as T;
  }

  async stop(): Promise<void> {
    await stopProcess(this.child);
    if (this.ownFolder !== undefined) removeFolder(this.ownFolder);
  }
}

function listening(child: ChildProcess): Promise<number> {
  let output = '';
  let errors = 0;
  const notice = (line: string) => {
    errors += 1;
    if (errors <= MOST_ERRORS_SHOWN) console.error(line);
  };
  child.once('exit', () => {
    if (errors > MOST_ERRORS_SHOWN) console.error(`the service logged ${errors} errors in all`);
  });
  child.stderr!.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const match = /listening on http:\/\/[^\s"]+:(\d+)/.exec(line);
      if (match) resolve(Number(match[1]));
      else if (/"level":"(error|fatal)"/.test(line)) notice(line);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the service exited with ${code}:\n${output}`)));
  });
}

async function isReady(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/readyz`).then(
    async (response) => {
      await response.arrayBuffer();
      return response.status === 200;
    },
    () => false,
  );
}

function readStartArguments(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  const [, ...given] = scripts.start.split(' ');
  return given.map((argument) => (argument.startsWith('-') ? argument : join(ROOT, argument)));
}
