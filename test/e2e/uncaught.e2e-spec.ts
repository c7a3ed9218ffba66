import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requestJson, tell } from '../support/client.js';
import { ModelServer } from '../support/model-server.js';
import { spawnService, temporaryFolder } from '../support/service.js';

/** Loaded before the service: a signal from the test makes something throw where nobody catches it. */
const FAULTS_ON_SIGNAL = `
  process.on('SIGUSR2', () => { throw new TypeError('purple-elephant'); });
  process.on('SIGHUP', () => { Promise.reject(new RangeError('purple-elephant')); });
`;

describe.each([
  ['SIGUSR2', 'uncaughtException', 'TypeError'],
  ['SIGHUP', 'unhandledRejection', 'RangeError'],
] as const)('a fault that nobody caught (%s: %s)', (signal, event, name) => {
  it('is logged without its message and counted; running turns finish, then the process exits with 1', async () => {
    const folder = temporaryFolder();
    const preload = join(folder.path, 'faults-on-signal.mjs');
    writeFileSync(preload, FAULTS_ON_SIGNAL);
    const model = await ModelServer.start({ tokens: ['慢', '慢', '说', '完'], gapMs: 250 });
    const service = await spawnService({
      DATA_DIR: folder.path,
      LLM_BASE_URL: model.baseUrl,
      LLM_MODEL: 'm',
      NODE_OPTIONS: `--import ${preload}`,
    });
    const exited = new Promise<number | null>((resolve) => service.child.once('exit', resolve));
    let observed: Promise<{ metrics: string; ready: number; refused: number }> | undefined;
    const whileDraining = async () => {
      service.child.kill(signal);
      for (;;) {
        const { status: ready } = await requestJson(`${service.url}/health/ready`);
        if (ready === 200) continue;
        const { status: refused } = await tell(service.url, { message: '你好' });
        return { metrics: await (await fetch(`${service.url}/metrics`)).text(), ready, refused };
      }
    };

    const told = await tell(
      service.url,
      { message: '我今天有点累' },
      {
        stopWhen: (frame) => {
          if (frame.type === 'token') observed ??= whileDraining();
          return false;
        },
      },
    );

    expect(told.last).toMatchObject({ type: 'complete', full_response: '慢慢说完' });
    const { metrics, ...statuses } = await observed!;
    expect(statuses).toEqual({ ready: 503, refused: 503 });
    expect(metrics).toContain(`uncaught_faults_total{event="${event}"} 1`);
    expect(await exited).toBe(1);
    const line = service
      .output()
      .split('\n')
      .find((text) => text.includes(`"event":"${event}"`));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 'error', event, error: name });
    expect(service.output()).not.toContain('purple-elephant');
    await model.stop();
    folder.remove();
  }, 60_000);
});
