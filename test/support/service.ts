import type { NestExpressApplication } from '@nestjs/platform-express';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createApplication, shutDown, start } from '../../src/application.js';
import { parseEnvironment } from '../../src/config/env.schema.js';
import { packageRoot } from '../../src/config/package-root.js';
import { Database } from '../../src/platform/database/database.js';
import { eventually } from './client.js';
import { dataFolder } from './test-data.js';

export { dataFolder as temporaryFolder } from './test-data.js';

type Variables = Record<string, string>;

export interface Service {
  url: string;
  webSocketUrl: string;
  app: NestExpressApplication;
  stop(): Promise<void>;
}

const QUIET: Variables = { PORT: '0', LOG_LEVEL: 'silent', THROTTLE_LIMIT: '1000000' };

/** The whole service inside the test's process, on a free port, with a data folder of its own. */
export async function startService(
  variables: Variables = {},
  options = { waitUntilReady: true },
): Promise<Service> {
  const folder = dataFolder();
  const app = await createApplication(parseEnvironment({ ...QUIET, DATA_DIR: folder.path, ...variables }));
  const url = await start(app);
  if (options.waitUntilReady) await app.get(Database).ready;
  return {
    url,
    webSocketUrl: `${url.replace('http', 'ws')}/streaming/ws`,
    app,
    stop: async () => {
      await shutDown(app);
      folder.remove();
    },
  };
}

export interface ServiceProcess {
  url: string;
  child: ChildProcess;
  /** Everything it wrote to stdout and stderr. */
  output(): string;
  /** Sends the signal and resolves to the exit code, or the signal's name when it was killed by it. */
  end(signal: NodeJS.Signals): Promise<number | string>;
}

/**
 * The built service as a process of its own, as an operator runs it. Resolves once it listens.
 * @param root of the package whose `dist` is run.
 */
export async function spawnService(variables: Variables, root = packageRoot()): Promise<ServiceProcess> {
  const child = spawn(process.execPath, [join(root, 'dist/main.js')], {
    env: { PATH: process.env.PATH, ...QUIET, LOG_LEVEL: 'info', ...variables },
    cwd: variables.DATA_DIR,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      output += `${line}\n`;
      const match = /listening on (http:\/\/[^\s"]+)/.exec(line);
      if (match) resolve(match[1]!);
    });
    child.once('exit', (code) => reject(new Error(`the service exited with ${code}:\n${output}`)));
  });
  return {
    url,
    child,
    output: () => output,
    end: async (signal) => {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill(signal);
        await ended;
      }
      return child.exitCode ?? child.signalCode ?? 'unknown';
    },
  };
}

/** As `spawnService`, once it is ready: its database may open later than it listens. */
export async function spawnReadyService(variables: Variables): Promise<ServiceProcess> {
  const service = await spawnService(variables);
  await eventually(
    async () => (await fetch(`${service.url}/readyz`)).status === 200,
    'the service is ready',
    60_000,
  );
  return service;
}
