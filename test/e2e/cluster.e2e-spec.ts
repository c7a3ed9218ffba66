import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Client } from 'undici';
import type { StartFrame } from '../../src/chat/frames/chat-frame.js';
import { eventually, resume, SocketClient, tell, type JsonBody } from '../support/client.js';
import { TestPostgresServer } from '../support/database.js';
import { ModelServer } from '../support/model-server.js';
import { spawnService, temporaryFolder, type ServiceProcess } from '../support/service.js';

const QUICK = { tokens: ['我', '在', '听', '。'], gapMs: 0 };
const ENDLESS = { tokens: Array.from({ length: 2000 }, () => '字'), gapMs: 20 };

/** One keep-alive connection. */
class Connection {
  private constructor(
    private readonly client: Client,
    /** The worker it met first. */
    readonly pid: number,
  ) {}

  static async open(url: string): Promise<Connection> {
    const client = new Client(url);
    return new Connection(client, await pidBehind(client));
  }

  async stillAt(): Promise<number> {
    return pidBehind(this.client);
  }

  async json(path: string, body?: object): Promise<JsonBody> {
    return JSON.parse(await this.text(path, body)) as JsonBody;
  }

  text(path: string, body?: object): Promise<string> {
    return ask(this.client, path, body);
  }

  close(): Promise<void> {
    return this.client.destroy();
  }
}

async function ask(client: Client, path: string, body?: object): Promise<string> {
  const answer = await client.request({
    path,
    method: body ? 'POST' : 'GET',
    ...(body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
  });
  return answer.body.text();
}

async function pidBehind(client: Client): Promise<number> {
  const { process } = JSON.parse(await ask(client, '/performance/system/info')) as {
    process: { pid: number };
  };
  return process.pid;
}

/** New connections go to the workers in turn. */
async function connectToTwo(url: string): Promise<[Connection, Connection]> {
  const first = await Connection.open(url);
  for (;;) {
    const second = await Connection.open(url);
    if (second.pid !== first.pid) return [first, second];
    await second.close();
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const turnsCompleted = (metrics: string) =>
  Number(/^xinyu_turns_total\{transport="http",outcome="complete"\} (\d+)/m.exec(metrics)?.[1] ?? 0);

describe('two workers on one port', () => {
  const folder = temporaryFolder();
  let postgres: TestPostgresServer;
  let model: ModelServer;
  let service: ServiceProcess;
  let one: Connection;
  let other: Connection;
  let turn = 0;

  const start = () =>
    spawnService({
      WEB_CONCURRENCY: '2',
      DATABASE_URL: postgres.url,
      DATA_DIR: folder.path,
      LLM_BASE_URL: model.baseUrl,
      LLM_MODEL: 'm',
      MAX_CONCURRENT_REQUESTS: '9',
      STREAM_RESUME_GRACE: '0',
    });
  const killIfRunning = async () => {
    const { exitCode, signalCode } = service.child;
    if (exitCode === null && signalCode === null) await service.end('SIGKILL');
  };
  const say = (connection: Connection) =>
    connection.json('/chat', { message: `我在想第${(turn += 1)}件事`, user_id: 'lin', session_id: 's' });
  /** An endless turn on a connection of its own; resolves at its first token. */
  const talkOn = async (sessionId: string) => {
    let ended: ReturnType<typeof tell> | undefined;
    await new Promise<void>((resolve) => {
      ended = tell(
        service.url,
        { message: '说吧', session_id: sessionId },
        {
          stopWhen: (frame) => {
            if (frame.type === 'token') resolve();
            return false;
          },
        },
      );
    });
    return { ended: ended! };
  };

  beforeAll(async () => {
    [postgres, model] = await Promise.all([TestPostgresServer.start(), ModelServer.start(QUICK)]);
    service = await start();
    [one, other] = await connectToTwo(service.url);
    await eventually(
      async () =>
        (await one.text('/readyz')) !== '' && service.output().match(/database is ready/g)?.length === 2,
      'both reached the database',
    );
  }, 90_000);
  afterAll(async () => {
    await killIfRunning();
    await Promise.all([postgres.close(), model.stop()]);
    folder.remove();
  });

  it('both migrate, and both answer: a connection stays with the worker it met', async () => {
    expect(service.output()).not.toContain('cannot be used yet');
    for (let round = 0; round < 3; round += 1) {
      for (const connection of [one, other]) {
        expect(await say(connection)).toMatchObject({ response: '我在听。', degraded: [] });
        expect(await connection.stillAt()).toBe(connection.pid);
      }
    }
    const { messages } = await other.json('/chat/sessions/s/history?user_id=lin');
    expect(messages).toHaveLength(12);
  });

  it('keep a WebSocket where it is: what was started on it can be cancelled on it', async () => {
    model.script = ENDLESS;
    for (let socket = 0; socket < 3; socket += 1) {
      const client = await SocketClient.connect(`${service.url.replace('http', 'ws')}/streaming/ws`);
      client.send({ message: '你好', request_id: 'r' });
      await client.frame((frame) => frame.type === 'token');
      client.send({ type: 'cancel', request_id: 'r' });
      expect((await client.turn('r')).at(-1)).toMatchObject({ type: 'error', code: 'cancelled' });
      client.close();
    }
    model.script = QUICK;
  });

  it('count together, whichever is asked', async () => {
    const before = turnsCompleted(await one.text('/metrics'));
    await say(one);
    await say(one);
    await say(other);
    for (const connection of [one, other]) {
      const metrics = await connection.text('/metrics');
      expect(turnsCompleted(metrics)).toBe(before + 3);
      expect(metrics).toContain('xinyu_optimizer_concurrency_factor 1\n');
    }

    model.script = ENDLESS;
    const stop = new AbortController();
    const talks = ['a', 'b', 'c'].map((session) => {
      const body = { message: '说吧', session_id: session };
      return tell(service.url, body, { signal: stop.signal }).catch(() => undefined);
    });
    for (const connection of [one, other]) {
      await eventually(
        async () => (await connection.json('/streaming/status')).active_streams === 3,
        'all three turns are seen',
      );
      expect((await connection.json('/performance/metrics')).metrics).toMatchObject({
        workers: 2,
        active_streams: 3,
        max_concurrent: 9,
        max_concurrent_effective: 10,
        performance: { turns_running: 3 },
      });
      expect(
        Object.keys((await connection.json('/performance/streams/active')).streams as object),
      ).toHaveLength(3);
      expect(await connection.text('/metrics')).toContain('xinyu_active_streams 3\n');
    }
    stop.abort();
    await Promise.all(talks);
    model.script = QUICK;
  });

  it('read on, and cancel, what another of them is writing', async () => {
    model.script = ENDLESS;
    const client = await SocketClient.connect(`${service.url.replace('http', 'ws')}/streaming/ws`);
    client.send({ message: '说吧', user_id: 'lin', request_id: 'r' });
    await client.frame((frame) => frame.type === 'token');
    const streamId = (client.received[0] as StartFrame).stream_id;
    const path = `/streaming/chat/${streamId}/cancel?user_id=`;
    for (const connection of [one, other]) {
      expect(await connection.json(`${path}max`, {})).toMatchObject({ status: 404 });
    }
    // New connections go to the workers in turn: one of the two readers met the other worker.
    const readers = [1, 2].map(() => resume(service.url, streamId, { userId: 'lin' }));
    await eventually(async () => {
      const [here, there] = await Promise.all([one, other].map((each) => each.text('/metrics')));
      const found = (metrics: string, place: string) =>
        Number(new RegExp(`stream_resumes_total\\{place="${place}"\\} (\\d+)`).exec(metrics)?.[1] ?? 0);
      return found(here!, 'here') + found(there!, 'elsewhere') > 0;
    }, 'somebody reads');
    expect(await one.json(`${path}lin`, {})).toEqual({ status: 'cancelled', stream_id: streamId });
    expect(await other.json(`${path}lin`, {})).toEqual({ status: 'cancelled', stream_id: streamId });
    const uncut = (await client.turn('r'))
      .map((frame) => (frame.type === 'token' ? frame.content : ''))
      .join('');
    for (const reader of readers) {
      expect(await reader).toMatchObject({ text: uncut, last: { type: 'error', code: 'cancelled' } });
    }
    client.close();
    model.script = QUICK;
  });

  it('carry a danger that one of them saw into the next turn at the other', async () => {
    const level = async (connection: Connection, message: string) =>
      (await connection.json('/chat', { message, user_id: 'mei', session_id: 'shared' })).safety
        .risk_level as string;
    expect(await level(other, '今天吃了面')).toBe('none'); // the store has been read, and is believed for a minute
    expect(await level(one, '我不想活了')).not.toBe('none');
    expect(await level(other, '今天吃了面')).toBe('medium');
  });

  it('obey an operator together', async () => {
    await say(one);
    await say(other);
    const keys = async () => (await other.json('/performance/cache/stats')).cache_stats.total_keys as number;
    expect(await keys()).toBeGreaterThan(0);
    const { cleared } = await one.json('/performance/cache/clear?pattern=*', {});
    expect(cleared).toBeGreaterThan(0);
    expect(await keys()).toBe(0);

    await one.json('/performance/optimization/config', { max_concurrent_requests: 4, cache_enabled: false });
    expect(await other.json('/performance/optimization/config')).toMatchObject({
      config: { max_concurrent_requests: 4, cache_enabled: false },
      effective: { max_concurrent_requests: 4 },
    });
  });

  it('replace one that is killed while the other goes on, and forget neither counts nor settings', async () => {
    const before = turnsCompleted(await other.text('/metrics'));
    process.kill(one.pid, 'SIGKILL');
    expect(await say(other)).toMatchObject({ response: '我在听。' });
    expect(await other.stillAt()).toBe(other.pid);
    await eventually(
      () => service.output().match(/worker_serves/g)?.length === 3,
      'a third worker serves',
      30_000,
    );
    await one.close();
    [one, other] = await connectToTwo(service.url);
    await eventually(
      () => service.output().match(/database is ready/g)?.length === 3,
      'it reached the database',
    );
    for (const connection of [one, other]) {
      expect(await say(connection)).toMatchObject({ response: '我在听。' });
      expect(await connection.json('/performance/optimization/config')).toMatchObject({
        config: { max_concurrent_requests: 4, cache_enabled: false },
      });
    }
    expect(turnsCompleted(await one.text('/metrics'))).toBe(before + 3);
  }, 60_000);

  it('drain together on SIGTERM: open turns end well in both, and the exit code is 0', async () => {
    model.script = { tokens: ['慢', '慢', '来', '。'], gapMs: 300 };
    const talks = await Promise.all(['x', 'y'].map(talkOn));
    const pids = [one.pid, other.pid];
    const ended = service.end('SIGTERM');
    for (const { ended: talk } of talks) {
      expect((await talk).last).toMatchObject({ type: 'complete', full_response: '慢慢来。' });
    }
    expect(await ended).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
    await Promise.all([one.close(), other.close()]);
  }, 30_000);

  it('end at once when told twice', async () => {
    await killIfRunning();
    model.script = ENDLESS;
    service = await start();
    [one, other] = await connectToTwo(service.url);
    const talks = await Promise.all(['x', 'y'].map(talkOn));
    service.child.kill('SIGTERM');
    await eventually(async () => !(await one.text('/readyz')).includes('"ok"'), 'it drains');
    expect(await service.end('SIGTERM')).toBe(1);
    await Promise.allSettled(talks.map(({ ended }) => ended));
    await eventually(() => ![one.pid, other.pid].some(isAlive), 'the workers are gone');
    await Promise.all([one.close(), other.close()]);
  }, 60_000);
});

describe('workers that cannot start', () => {
  it('are given up on, with the reason in the log', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const folder = temporaryFolder();
    const failed = await spawnService({
      WEB_CONCURRENCY: '2',
      PORT: String((taken.address() as AddressInfo).port),
      DATABASE_URL: 'postgres://127.0.0.1:9/nothing',
      DATA_DIR: folder.path,
    }).catch((error: Error) => error.message);
    expect(failed).toMatch(/exited with 1/);
    expect(failed).toContain('EADDRINUSE');
    expect(failed).toContain('giving up');
    taken.close();
    folder.remove();
  }, 120_000);
});
