import type { ChatFrame, StartFrame } from '../../src/chat/frames/chat-frame.js';
import { StreamRegistry } from '../../src/platform/streams/stream-registry.js';
import { RedisConnection } from '../../src/platform/redis/redis-connection.js';
import { RedisSubscriber } from '../../src/platform/redis/redis-subscriber.js';
import { eventually, requestJson, resume, SocketClient, tell, type Told } from '../support/client.js';
import { ModelServer } from '../support/model-server.js';
import { RedisServer, type RedisTestClient } from '../support/redis-server.js';
import { startService, type Service } from '../support/service.js';

const WORDS = Array.from({ length: 40 }, (_, index) => `第${index}句。`);
const SLOW = { tokens: WORDS, gapMs: 25 };

const streamIdOf = (frames: readonly ChatFrame[]) => (frames[0] as StartFrame).stream_id;
const isToken = (frame: ChatFrame) => frame.type === 'token';
const idsOf = (streamId: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${streamId}:${index + 1}`);

/** On a busy machine Redis answers too late now and then, and is left alone until it is seen to answer. */
const readWhereFound = (...reading: Parameters<typeof resume>) =>
  eventually(async () => {
    const told = await resume(...reading);
    return told.status === 200 ? told : undefined;
  }, 'the stream is found');

describe('two replicas with one Redis', () => {
  let redis: RedisServer;
  let outside: RedisTestClient;
  let model: ModelServer;
  let one: Service;
  let other: Service;
  let variables: Record<string, string>;

  const redisIsUsed = (service: Service) =>
    eventually(
      () => service.app.get(RedisConnection).healthy && service.app.get(RedisSubscriber).live,
      'Redis is used',
    );

  beforeAll(async () => {
    [redis, model] = await Promise.all([RedisServer.start(), ModelServer.start(SLOW)]);
    outside = await redis.client();
    variables = {
      REDIS_URL: redis.url,
      LLM_BASE_URL: model.baseUrl,
      LLM_MODEL: 'scripted',
      SHUTDOWN_GRACE: '0.2',
    };
    one = await startService(variables);
    other = await startService(variables);
  }, 120_000);
  afterAll(async () => {
    await other.stop(); // the one has been stopped by the last test
    await Promise.all([redis.close(), model.stop()]);
  });
  beforeEach(async () => {
    model.script = SLOW;
    await Promise.all([one, other].map(redisIsUsed));
  });

  it('read on the one what the other is writing, live, and the whole is the uncut text', async () => {
    const told = await tell(one.url, { message: '说吧', user_id: 'lin' }, { stopWhen: isToken });
    const streamId = streamIdOf(told.frames);
    const rest = await readWhereFound(other.url, streamId, { userId: 'lin', lastId: told.ids.at(-1) });
    expect(told.text + rest.text).toBe(WORDS.join(''));
    expect(rest.last).toMatchObject({ type: 'complete', full_response: WORDS.join('') });
    expect([...told.ids, ...rest.ids]).toEqual(idsOf(streamId, told.ids.length + rest.ids.length));

    const again = await readWhereFound(other.url, streamId, { userId: 'lin' });
    expect(again.frames).toEqual([...told.frames, ...rest.frames]);
    expect(await resume(other.url, streamId, { userId: 'lin', lastId: again.ids.at(-1) })).toMatchObject({
      status: 200,
      frames: [],
      done: true,
    });
    expect(await resume(other.url, streamId, { userId: 'max' })).toMatchObject({ status: 404 });
    const life = await outside.ttl(`xinyu:stream:${streamId}`);
    expect(life).toBeGreaterThan(280);
    expect(life).toBeLessThanOrEqual(300);
    // Batched by time, not token by token.
    expect(await outside.xLen(`xinyu:stream:${streamId}`)).toBeLessThan(15);
  });

  it('cut between them at every seventh frame, are one stream', async () => {
    let seen = 0;
    const stopWhen = () => (seen += 1) % 7 === 0;
    const told = await tell(one.url, { message: '说吧', user_id: 'lin' }, { stopWhen });
    const streamId = streamIdOf(told.frames);
    let part: Told = told;
    for (let round = 0; part.last === undefined; round += 1) {
      const where = round % 2 === 0 ? other : one;
      part = await readWhereFound(where.url, streamId, { userId: 'lin', lastId: told.ids.at(-1), stopWhen });
      told.ids.push(...part.ids);
      told.text += part.text;
    }
    expect(told.text).toBe(WORDS.join(''));
    expect(told.ids).toEqual(idsOf(streamId, told.ids.length));
  });

  it('cancel on the one what the other is writing', async () => {
    model.script = { tokens: Array.from({ length: 2000 }, () => '字'), gapMs: 20 };
    const client = await SocketClient.connect(one.webSocketUrl);
    client.send({ message: '说吧', user_id: 'lin', request_id: 'r' });
    await client.frame((frame) => frame.type === 'token');
    const streamId = streamIdOf(client.received as ChatFrame[]);
    const url = `${other.url}/streaming/chat/${streamId}/cancel?user_id=`;
    const found = () => requestJson(`${url}max`, { method: 'POST' });
    expect(await found()).toMatchObject({ status: 404 });
    const cancelled = await eventually(async () => {
      const answer = await requestJson(`${url}lin`, { method: 'POST' });
      return answer.status === 200 ? answer : undefined; // not before its first batch is there
    }, 'the stream is found');
    expect(cancelled.body).toEqual({ status: 'cancelled', stream_id: streamId });
    expect((await client.turn('r')).at(-1)).toMatchObject({ type: 'error', code: 'cancelled' });
    client.close();
  });

  it('forget what was said in a session that is deleted, running turns included', async () => {
    const who = { user_id: 'lin', session_id: 'deleted' };
    model.script = { tokens: ['好'] };
    const ended = await tell(one.url, { message: '记住', ...who });
    model.script = { tokens: WORDS, gapMs: 200 };
    const running = await tell(one.url, { message: '说吧', ...who }, { stopWhen: isToken });
    const streams = [ended, running].map(({ frames }) => streamIdOf(frames));
    const reading = readWhereFound(other.url, streams[1]!, { userId: 'lin' });
    await requestJson(`${one.url}/chat/sessions/deleted?user_id=lin`, { method: 'DELETE' });
    expect((await reading).last).toMatchObject({ type: 'error', code: 'cancelled' });
    for (const streamId of streams) {
      await eventually(
        async () => (await resume(one.url, streamId, { userId: 'lin' })).status === 404,
        'the owner forgets',
      );
      await eventually(
        async () => (await resume(other.url, streamId, { userId: 'lin' })).status === 404,
        'Redis forgets',
      );
    }
  });

  it('lose no turn when Redis is killed, and find its stream whole once an empty one is there', async () => {
    let killed: Promise<void> | undefined;
    const telling = tell(
      one.url,
      { message: '说吧', user_id: 'lin' },
      {
        stopWhen: (frame) => {
          if (frame.type === 'token' && frame.position > 30) killed ??= redis.stop();
          return false;
        },
      },
    );
    const told = await telling;
    await killed;
    expect(told).toMatchObject({ text: WORDS.join(''), last: { type: 'complete' }, done: true });
    const streamId = streamIdOf(told.frames);
    expect((await resume(one.url, streamId, { userId: 'lin' })).frames).toEqual(told.frames);
    expect(await resume(other.url, streamId, { userId: 'lin' })).toMatchObject({
      status: 503,
      problem: { code: 'dependency_unavailable' },
    });

    await redis.start();
    await Promise.all([one, other].map(redisIsUsed));
    const found = await readWhereFound(other.url, streamId, { userId: 'lin' });
    expect(found.frames).toEqual(told.frames);
  }, 30_000);

  it('put a stream again that Redis lost while it was written', async () => {
    let flushed: Promise<unknown> | undefined;
    const told = await tell(
      one.url,
      { message: '说吧', user_id: 'lin' },
      {
        stopWhen: (frame) => {
          if (frame.type === 'token' && frame.position > 60) flushed ??= outside.flushAll();
          return false;
        },
      },
    );
    await flushed;
    const streamId = streamIdOf(told.frames);
    const found = await readWhereFound(other.url, streamId, { userId: 'lin' });
    expect(found.frames).toEqual(told.frames);
    await one.app.get(StreamRegistry).whenIdle();
  });

  it('tell who reads on a replica that stops `shutting_down` once, while the turn goes on where it runs', async () => {
    model.script = { tokens: WORDS, gapMs: 60 };
    const third = await startService(variables);
    await redisIsUsed(third);
    const asking = await SocketClient.connect(one.webSocketUrl);
    asking.send({ message: '说吧', user_id: 'lin', request_id: 'a' });
    await asking.frame((frame) => frame.type === 'token');
    const streamId = streamIdOf(asking.received as ChatFrame[]);
    const client = await SocketClient.connect(third.webSocketUrl);
    await readWhereFound(third.url, streamId, { userId: 'lin', stopWhen: () => true });
    client.send({ type: 'resume', stream_id: streamId, user_id: 'lin', request_id: 'r' });
    await client.frame((frame) => frame.type === 'token');
    let stopping: Promise<void> | undefined;
    const cut = await resume(third.url, streamId, {
      userId: 'lin',
      stopWhen: (frame) => {
        if (frame.type === 'token') stopping ??= third.stop();
        return false;
      },
    });
    expect(cut).toMatchObject({ last: { type: 'error', code: 'shutting_down' }, done: true });
    const onSocket = await client.turn('r');
    await stopping;
    for (const frames of [cut.frames, onSocket])
      expect(frames.filter(({ type }) => type === 'complete' || type === 'error')).toMatchObject([
        { type: 'error', code: 'shutting_down' },
      ]);

    const lastId = cut.ids.at(-1); // what an EventSource would send
    const rest = await readWhereFound(other.url, streamId, { userId: 'lin', lastId });
    expect(cut.text + rest.text).toBe(WORDS.join(''));
    expect((await asking.turn('a')).at(-1)).toMatchObject({ full_response: WORDS.join('') });
    asking.close();
  }, 60_000);

  it('read elsewhere to its last frame what a replica wrote that shut down', async () => {
    model.script = { tokens: Array.from({ length: 2000 }, () => '字'), gapMs: 20 };
    let stopping: Promise<void> | undefined;
    const told = await tell(
      one.url,
      { message: '说吧', user_id: 'lin' },
      {
        stopWhen: (frame) => {
          if (frame.type === 'token') stopping ??= one.stop();
          return false;
        },
      },
    );
    expect(told.last).toMatchObject({ type: 'error', code: 'shutting_down' });
    await stopping;
    const read = await readWhereFound(other.url, streamIdOf(told.frames), { userId: 'lin' });
    expect(read.frames).toEqual(told.frames);
  });
});
