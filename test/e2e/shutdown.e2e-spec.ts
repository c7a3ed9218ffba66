import { requestJson, SocketClient, tell, type Told } from '../support/client.js';
import { ModelServer } from '../support/model-server.js';
import { spawnReadyService, spawnService, temporaryFolder } from '../support/service.js';

describe('the process', () => {
  it('reports every faulty variable by name, never by value, and exits with 1', async () => {
    const folder = temporaryFolder();
    const failed = await spawnService({
      DATA_DIR: folder.path,
      PORT: 'abc-secret',
      REDIS_URL: 'ftp://secret',
    }).catch((error: Error) => error.message);
    expect(failed).toMatch(/exited with 1/);
    expect(failed).toMatch(/PORT: /);
    expect(failed).toMatch(/REDIS_URL: /);
    expect(failed).not.toContain('secret');
    folder.remove();
  }, 30_000);

  it('on SIGTERM is unready at once, lets streams finish, ends late ones with shutting_down and exits with 0', async () => {
    const folder = temporaryFolder();
    const model = await ModelServer.start({ tokens: ['快', '好', '了'], gapMs: 300 });
    const service = await spawnService({
      DATA_DIR: folder.path,
      LLM_BASE_URL: model.baseUrl,
      LLM_MODEL: 'm',
      SHUTDOWN_GRACE: '2',
    });
    let ended: Promise<number | string> | undefined;
    let seen: { ready: number; refused: Told; crisis: Told } | undefined;
    const duringShutdown = async () => {
      ended = service.end('SIGTERM');
      for (;;) {
        const { status } = await requestJson(`${service.url}/health/ready`);
        if (status === 503) {
          seen = {
            ready: status,
            refused: await tell(service.url, { message: '你好' }),
            crisis: await tell(service.url, { message: '我不想活了' }),
          };
          return;
        }
      }
    };

    let shutdown: Promise<void> | undefined;
    const finishing = tell(service.url, { message: '一', session_id: 'quick' });
    await model.chatRequest(1);
    model.script = { tokens: Array.from({ length: 1000 }, () => '字'), gapMs: 50 };
    const late = tell(
      service.url,
      { message: '二', session_id: 'late' },
      {
        stopWhen: (frame) => {
          if (frame.type === 'token') shutdown ??= duringShutdown();
          return false;
        },
      },
    );

    expect((await finishing).last).toMatchObject({ type: 'complete', full_response: '快好了' });
    const cut = await late;
    expect(cut.frames.filter((frame) => frame.type === 'complete' || frame.type === 'error')).toMatchObject([
      { type: 'error', code: 'shutting_down' },
    ]);
    expect(cut.done).toBe(true);
    await shutdown;
    expect(seen).toMatchObject({ ready: 503, refused: { status: 503, problem: { code: 'shutting_down' } } });
    expect(seen?.crisis.frames.some((frame) => frame.type === 'safety')).toBe(true);
    expect(await ended).toBe(0);

    const again = await spawnReadyService({ DATA_DIR: folder.path });
    const { body } = await requestJson(`${again.url}/chat/sessions/late/history`);
    expect(body.messages).toMatchObject([
      { role: 'user', content: '二' },
      { role: 'assistant', status: 'aborted' },
    ]);
    expect(await again.end('SIGTERM')).toBe(0);
    await model.stop();
    folder.remove();
  }, 90_000);

  it('ends 400 open connections well on SIGTERM: each turn once, each socket closed, exit code 0', async () => {
    const each = 100;
    const folder = temporaryFolder();
    const model = await ModelServer.start({
      tokens: (messages) => (messages.at(-1)!.content.includes('短') ? '好的' : '字'.repeat(1000)),
      gapMs: 100,
    });
    const service = await spawnService({
      DATA_DIR: folder.path,
      LLM_BASE_URL: model.baseUrl,
      LLM_MODEL: 'm',
      MAX_CONCURRENT_REQUESTS: '1000',
      SHUTDOWN_GRACE: '2',
    });
    const url = `${service.url.replace('http', 'ws')}/streaming/ws`;
    const sockets = await Promise.all(Array.from({ length: 3 * each }, () => SocketClient.connect(url)));
    const closings = sockets.map(
      ({ socket }) => new Promise<number>((resolve) => socket.once('close', resolve)),
    );
    // A third of the sockets are silent, a third end in time, a third and the event streams do not.
    sockets.slice(0, 2 * each).forEach((client, index) => {
      const message = index < each ? '短一点' : '长一点';
      client.send({ message, session_id: `socket-${index}`, request_id: 'only-one' });
    });
    let streaming = 0;
    let everybodyReads = () => {};
    const everybody = new Promise<void>((resolve) => (everybodyReads = resolve));
    const streams = Array.from({ length: each }, (_, index) => {
      let first = true;
      const stopWhen = (frame: { type: string }) => {
        if (frame.type === 'token' && first) {
          first = false;
          streaming += 1;
          if (streaming === each) everybodyReads();
        }
        return false;
      };
      return tell(service.url, { message: '长一点', session_id: `stream-${index}` }, { stopWhen });
    });
    await everybody;
    await Promise.all(
      sockets.slice(0, 2 * each).map((client) => client.frame(({ type }) => type === 'token')),
    );

    const exited = service.end('SIGTERM');
    const cut = await Promise.all(streams);
    expect(await exited).toBe(0);
    for (const { last, done, frames } of cut) {
      expect(last).toMatchObject({ type: 'error', code: 'shutting_down' });
      expect(done).toBe(true);
      expect(frames.filter(isLast)).toHaveLength(1);
    }
    expect(new Set(await Promise.all(closings))).toEqual(new Set([1001]));
    sockets.forEach(({ received }, index) => {
      const endings = received.filter(isLast);
      if (index < each) expect(endings).toMatchObject([{ type: 'complete' }]);
      else if (index < 2 * each) expect(endings).toMatchObject([{ type: 'error', code: 'shutting_down' }]);
      else expect(received).toEqual([]);
    });
    await model.stop();
    folder.remove();
  }, 120_000);

  it('exits at once on a second SIGTERM', async () => {
    const folder = temporaryFolder();
    const model = await ModelServer.start({ tokens: [...'字'.repeat(1000)], gapMs: 50 });
    const service = await spawnService({
      DATA_DIR: folder.path,
      LLM_BASE_URL: model.baseUrl,
      LLM_MODEL: 'm',
      SHUTDOWN_GRACE: '600',
    });
    let exited: Promise<number | string> | undefined;
    const draining = async () => {
      const ended = service.end('SIGTERM');
      while ((await requestJson(`${service.url}/health/ready`)).status === 200);
      service.child.kill('SIGTERM');
      return ended;
    };
    const stopWhen = (frame: { type: string }) => {
      if (frame.type === 'token') exited ??= draining();
      return false;
    };
    await expect(tell(service.url, { message: '慢慢说' }, { stopWhen })).rejects.toThrow();
    expect(await exited).toBe(1);
    await model.stop();
    folder.remove();
  }, 60_000);

  it('writes no message text into its log', async () => {
    const folder = temporaryFolder();
    const service = await spawnService({ DATA_DIR: folder.path, LOG_LEVEL: 'trace' });
    await tell(service.url, { message: '我的秘密是紫色的大象', user_id: 'lin' });
    await tell(service.url, { message: '我想自杀，紫色的大象', user_id: 'lin' });
    await requestJson(`${service.url}/chat`, { body: '{"message": "紫色的大象' });
    expect(await service.end('SIGTERM')).toBe(0);
    expect(service.output()).not.toContain('大象');
    folder.remove();
  }, 60_000);
});

function isLast({ type }: { type: string }): boolean {
  return type === 'complete' || type === 'error';
}
