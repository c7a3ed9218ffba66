import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChatFrame } from '../../src/chat/frames/chat-frame.js';
import { eventually, requestJson, tell } from '../support/client.js';
import { spawnReadyService, spawnService, temporaryFolder } from '../support/service.js';

function keptMessages(
  url: string,
  { user_id, session_id }: { user_id: string; session_id: string },
): Promise<unknown> {
  return eventually(async () => {
    const { status, body } = await requestJson(
      `${url}/chat/sessions/${session_id}/history?user_id=${user_id}`,
    );
    return status === 200 && body.messages.length > 0 ? (body.messages as unknown) : undefined;
  }, 'the message is stored');
}

describe('kill -9 right after help was shown', () => {
  it('keeps the message and the level of the session', async () => {
    const folder = temporaryFolder();
    const who = { user_id: 'lin', session_id: 'dark' };
    const first = await spawnService({ DATA_DIR: folder.path, STREAM_TOKEN_DELAY_MS: '1000' });
    await tell(first.url, { message: '我想自杀', ...who }, { stopWhen: (frame) => frame.type === 'safety' });
    // Help waits for the disk 300 ms at most, which a busy machine may exceed: what is told of is on it.
    await keptMessages(first.url, who);
    expect(await first.end('SIGKILL')).toBe('SIGKILL');

    const second = await spawnReadyService({ DATA_DIR: folder.path });
    try {
      // Help did not wait for a database that was still opening, so the message may come from the spool.
      const messages = await keptMessages(second.url, who);
      expect(messages).toMatchObject([{ role: 'user', content: '我想自杀' }]);
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

describe('kill -9 right after a reply', () => {
  it('remembers afterwards what was said, once', async () => {
    const folder = temporaryFolder();
    // Who has nothing to be reminded of needs no vector: what asks for one wants to remember, and waits for it.
    let asked = () => {};
    const remembering = new Promise<void>((resolve) => (asked = resolve));
    const embeddings = createServer((request) => {
      request.resume();
      asked();
    }).listen(0, '127.0.0.1');
    await once(embeddings, 'listening');
    const { port } = embeddings.address() as AddressInfo;
    const first = await spawnService({
      DATA_DIR: folder.path,
      EMBEDDING_BASE_URL: `http://127.0.0.1:${port}/v1`,
      EMBEDDING_MODEL: 'scripted',
      VECTOR_SEARCH_TIMEOUT: '70',
    });
    const told = await tell(first.url, {
      message: '我养了一只叫豆豆的橘猫',
      user_id: 'lin',
      session_id: 'yesterday',
    });
    expect(told.frames.at(-1)?.type).toBe('complete');
    await remembering;
    expect(await first.end('SIGKILL')).toBe('SIGKILL');
    embeddings.closeAllConnections();
    embeddings.close();

    const second = await spawnReadyService({ DATA_DIR: folder.path });
    try {
      const question = { message: '你还记得我的宠物吗', user_id: 'lin' };
      let today = 0;
      const remembered = await eventually(async () => {
        const body = { ...question, session_id: `today-${(today += 1)}` };
        const answer = await requestJson(`${second.url}/chat`, { body });
        return answer.body.memory_used?.length > 0 ? answer.body : undefined;
      }, 'the memory is there');
      expect(remembered.memory_used).toHaveLength(1);
      expect(remembered.memory_used[0].content).toContain('豆豆');
      await eventually(async () => {
        const { body } = await requestJson(`${second.url}/performance/tasks`);
        return body.stored_tasks?.length === 0 ? true : undefined;
      }, 'nothing is left to do');
    } finally {
      await second.end('SIGTERM');
      folder.remove();
    }
  }, 90_000);
});

describe('kill -9 in the middle of a reply', () => {
  it('ends the turn as aborted at the next start', async () => {
    const folder = temporaryFolder();
    const who = { user_id: 'lin', session_id: 'cut' };
    const first = await spawnService({ DATA_DIR: folder.path, STREAM_TOKEN_DELAY_MS: '1000' });
    // The client stays: one that leaves has its turn ended by the process itself.
    let begun = () => {};
    const running = new Promise<void>((resolve) => (begun = resolve));
    const stopWhen = (frame: ChatFrame) => {
      if (frame.type === 'generating') begun();
      return false;
    };
    const cut = tell(first.url, { message: '你好', ...who }, { stopWhen }).catch(() => undefined);
    await running;
    expect(await first.end('SIGKILL')).toBe('SIGKILL');
    await cut;
    const second = await spawnReadyService({ DATA_DIR: folder.path });
    try {
      const messages = await eventually(async () => {
        const { body } = await requestJson(`${second.url}/chat/sessions/cut/history?user_id=lin`);
        return body.messages?.[0]?.status === 'received' ? undefined : body.messages;
      }, 'the turn has ended');
      expect(messages).toMatchObject([{ role: 'user', content: '你好', status: 'aborted' }]);
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

    const second = await spawnReadyService({ ...variables, STREAM_TOKEN_DELAY_MS: '0' });
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
