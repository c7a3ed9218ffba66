import { requestJson, tell, type Told } from '../support/client.js';
import { ModelServer } from '../support/model-server.js';
import { spawnService, temporaryFolder } from '../support/service.js';

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

    const again = await spawnService({ DATA_DIR: folder.path });
    const { body } = await requestJson(`${again.url}/chat/sessions/late/history`);
    expect(body.messages).toMatchObject([
      { role: 'user', content: '二' },
      { role: 'assistant', status: 'aborted' },
    ]);
    expect(await again.end('SIGTERM')).toBe(0);
    await model.stop();
    folder.remove();
  }, 90_000);

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
