import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyBuild, type BuildCopy } from '../support/build-copy.js';
import { requestJson, tell } from '../support/client.js';
import { spawnService, temporaryFolder, type ServiceProcess } from '../support/service.js';

describe('a service whose trained models cannot be used', () => {
  let data: ReturnType<typeof temporaryFolder>;
  let build: BuildCopy;
  let service: ServiceProcess;
  beforeAll(async () => {
    data = temporaryFolder();
    build = copyBuild('models');
    rmSync(join(build.root, 'models/emotion.bin'));
    writeFileSync(join(build.root, 'models/crisis.bin'), 'not a model');
    service = await spawnService({ DATA_DIR: data.path }, build.root);
  }, 60_000);
  afterAll(async () => {
    await service.end('SIGTERM');
    build.remove();
    data.remove();
  });

  it('names the files in its log and both losses in its health, and is ready', async () => {
    expect(service.output()).toMatch(/emotion\.bin/);
    expect(service.output()).toMatch(/crisis\.bin/);
    const { body } = await requestJson(`${service.url}/performance/health`);
    expect(body.status).toBe('degraded');
    const metrics = await (await fetch(`${service.url}/metrics`)).text();
    for (const name of ['emotion_model', 'crisis_model'])
      expect(metrics).toMatch(new RegExp(`^xinyu_dependency_up\\{.*"${name}".*\\} 0$`, 'm'));
    expect((await requestJson(`${service.url}/health/ready`)).status).toBe(200);
  });

  it('reads feelings by the lexicon and says so', async () => {
    const analysis = await requestJson(`${service.url}/emotion/analyze`, { body: { text: '我好难过' } });
    expect(analysis).toMatchObject({ status: 200, body: { emotion: 'sad', degraded: ['emotion_model'] } });
    const told = await tell(service.url, { message: '今天好开心', user_id: 'somebody' });
    expect(told.last).toMatchObject({
      type: 'complete',
      degraded: expect.arrayContaining(['emotion_model', 'crisis_model']),
    });
  });

  it('hears a crisis by the rules', async () => {
    const told = await tell(service.url, { message: '我不想活了', user_id: 'urgent' });
    expect(told.frames.find(({ type }) => type === 'safety')).toMatchObject({ risk_level: 'medium' });
    expect(told.last).toMatchObject({ type: 'complete' });
  });
});
