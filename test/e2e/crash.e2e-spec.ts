import { requestJson, tell } from '../support/client.js';
import { spawnService, temporaryFolder } from '../support/service.js';

describe('kill -9 right after help was shown', () => {
  it('keeps the message and the level of the session', async () => {
    const folder = temporaryFolder();
    const who = { user_id: 'lin', session_id: 'dark' };
    const first = await spawnService({ DATA_DIR: folder.path, STREAM_TOKEN_DELAY_MS: '1000' });
    await tell(first.url, { message: '我想自杀', ...who }, { stopWhen: (frame) => frame.type === 'safety' });
    expect(await first.end('SIGKILL')).toBe('SIGKILL');

    const second = await spawnService({ DATA_DIR: folder.path });
    try {
      const { body } = await requestJson(`${second.url}/chat/sessions/dark/history?user_id=lin`);
      expect(body.messages).toMatchObject([{ role: 'user', content: '我想自杀' }]);
      const told = await tell(second.url, { message: '早上好', ...who });
      expect(told.frames.find((frame) => frame.type === 'analysis')).toMatchObject({
        safety: { risk_level: 'medium' },
      });
      expect(told.text).toContain('12356');
    } finally {
      await second.end('SIGTERM');
      folder.remove();
    }
  }, 90_000);
});

describe('kill -9 while streams run', () => {
  it('leaves every acknowledged message in the history exactly once, in order', async () => {
    const folder = temporaryFolder();
    const variables = { DATA_DIR: folder.path, STREAM_TOKEN_DELAY_MS: '20' };
    const acknowledged: { session: string; message: string }[] = [];
    const first = await spawnService(variables);
    let twenty = () => {};
    const twentyRunning = new Promise<void>((resolve) => (twenty = resolve));

    const writers = Array.from({ length: 20 }, async (_, writer) => {
      const session = `session-${writer}`;
      for (let turn = 0; turn < 10; turn += 1) {
        const message = `第${turn}句，来自${writer}`;
        await tell(
          first.url,
          { message, user_id: `user-${writer}`, session_id: session },
          {
            stopWhen: (frame) => {
              if (frame.type === 'start') acknowledged.push({ session, message });
              if (frame.type === 'start' && acknowledged.length === 60) twenty();
              return false;
            },
          },
        );
      }
    });
    const settled = Promise.allSettled(writers);
    await twentyRunning;
    expect(await first.end('SIGKILL')).toBe('SIGKILL');
    await settled;

    const second = await spawnService({ ...variables, STREAM_TOKEN_DELAY_MS: '0' });
    try {
      for (let writer = 0; writer < 20; writer += 1) {
        const session = `session-${writer}`;
        const { body } = await requestJson(
          `${second.url}/chat/sessions/${session}/history?user_id=user-${writer}&limit=1000`,
        );
        const stored = ((body.messages ?? []) as { role: string; content: string }[])
          .filter((message) => message.role === 'user')
          .map((message) => message.content);
        const promised = acknowledged
          .filter((message) => message.session === session)
          .map((message) => message.message);
        expect(new Set(stored).size).toBe(stored.length);
        expect(stored.slice(0, promised.length)).toEqual(promised);
      }
    } finally {
      await second.end('SIGTERM');
      folder.remove();
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(60);
  }, 120_000);
});
