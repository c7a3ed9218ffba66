import { SocketClient, tell } from '../support/client.js';
import { historyOf, idsOf, newKey, somebody, STALLED } from '../support/idempotency.js';
import { ModelServer } from '../support/model-server.js';
import { startService, type Service } from '../support/service.js';

const MESSAGE = '我今天被领导批评了，好难过';
const OTHER = '我养了一只叫豆豆的橘猫';
const CRISIS = '我不想活了';

describe('a WebSocket request that is sent again with its request_id', () => {
  let model: ModelServer;
  let service: Service;
  const clients: SocketClient[] = [];

  beforeAll(async () => {
    model = await ModelServer.start({ tokens: ['我在听，', '慢慢说。'], gapMs: 20 });
    service = await startService({ LLM_BASE_URL: model.baseUrl, LLM_MODEL: 'scripted' });
  }, 60_000);
  afterAll(async () => {
    await service.stop();
    await model.stop();
  });
  beforeEach(() => {
    model.requests.length = 0;
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });

  const connect = async () => {
    const client = await SocketClient.connect(service.webSocketUrl);
    clients.push(client);
    return client;
  };
  const withoutRequestId = (frames: object[]) => frames.map((frame) => ({ ...frame, request_id: undefined }));

  it('gets the same turn from another socket, while it runs and afterwards', async () => {
    const [one, two, three] = [await connect(), await connect(), await connect()];
    const request = { message: MESSAGE, ...somebody(), request_id: 'r1' };
    one.send(request);
    await one.frame(({ type }) => type === 'start');
    two.send(request);
    const [first, joined] = await Promise.all([one.turn('r1'), two.turn('r1')]);
    three.send(request);
    const replayed = await three.turn('r1');
    expect(first.at(-1)).toMatchObject({ type: 'complete', full_response: '我在听，慢慢说。' });
    expect(joined).toEqual(first);
    expect(replayed).toEqual(first);
    expect(await historyOf(service.url, request)).toHaveLength(2);
    expect(model.chatRequests).toHaveLength(1);
  });

  it('is not answered twice on the socket where its turn still runs', async () => {
    const client = await connect();
    const request = { message: MESSAGE, ...somebody(), request_id: 'r1' };
    client.send(request);
    client.send(request);
    const frames = await client.turn('r1');
    client.send({ type: 'ping' });
    await client.frame(({ type }) => type === 'pong');
    expect(client.received.filter(({ type }) => type === 'error')).toEqual([]);
    expect(frames.filter(({ type }) => type === 'start' || type === 'complete')).toHaveLength(2);
    client.send(request);
    await client.frame(() => client.received.filter(({ type }) => type === 'complete').length === 2);
    expect(await historyOf(service.url, request)).toHaveLength(2);
  });

  it('is refused on its socket when it says something else, under an id of its own while the turn runs', async () => {
    const client = await connect();
    const who = { ...somebody(), request_id: 'r1' };
    client.send({ message: MESSAGE, ...who });
    client.send({ message: OTHER, ...who });
    const refused = await client.frame(({ type }) => type === 'error');
    expect(refused).toMatchObject({ code: 'invalid_request' });
    expect(refused.request_id).not.toBe('r1');
    await client.turn('r1');
    client.send({ message: OTHER, ...who });
    expect(
      await client.frame(({ type, request_id }) => type === 'error' && request_id === 'r1'),
    ).toMatchObject({ code: 'idempotency_conflict' });
    expect(await historyOf(service.url, who)).toHaveLength(2);
  });

  it('does not keep a client that numbers its requests anew from saying something else', async () => {
    const [one, two] = [await connect(), await connect()];
    const who = { ...somebody(), request_id: 'r1' };
    model.enqueue({ gapMs: 500 });
    one.send({ message: MESSAGE, ...who });
    await one.frame(({ type }) => type === 'start');
    two.send({ message: OTHER, ...who });
    expect((await two.turn('r1')).at(-1)).toMatchObject({ type: 'error', code: 'idempotency_conflict' });
    await one.turn('r1');
    const three = await connect();
    three.send({ message: OTHER, ...who });
    expect((await three.turn('r1')).at(-1)).toMatchObject({ type: 'complete' });
    expect(await historyOf(service.url, who)).toMatchObject([
      { content: MESSAGE },
      { role: 'assistant' },
      { content: OTHER },
      { role: 'assistant' },
    ]);
  });

  it('takes nothing from a client that counts: what it says again on another connection is said again', async () => {
    const who = { ...somebody(), request_id: '1' };
    for (const client of [await connect(), await connect()]) {
      client.send({ message: MESSAGE, ...who });
      expect((await client.turn('1')).at(-1)).toMatchObject({ type: 'complete' });
    }
    expect(await historyOf(service.url, who)).toHaveLength(4);
  });

  it('is answered anew for somebody without a name, whose short id could be anybody’s', async () => {
    const [one, two] = [await connect(), await connect()];
    for (const client of [one, two]) client.send({ message: MESSAGE, request_id: '1' });
    const [mine, yours] = await Promise.all([one.turn('1'), two.turn('1')]);
    expect(idsOf({ frames: mine })).not.toEqual(idsOf({ frames: yours }));
    const request = { message: MESSAGE, request_id: newKey() };
    one.send(request);
    const first = await one.turn(request.request_id);
    two.send(request);
    expect(idsOf({ frames: await two.turn(request.request_id) })).toEqual(idsOf({ frames: first }));
  });

  it('is no key of a header', async () => {
    const client = await connect();
    const [who, key] = [somebody(), newKey()];
    client.send({ message: MESSAGE, ...who, request_id: key });
    const frames = await client.turn(key);
    const told = await tell(service.url, { message: MESSAGE, ...who }, { key });
    expect(told.replayed).toBe(false);
    expect(idsOf(told)).not.toEqual(idsOf({ frames }));
  });

  it('runs again, as the same turn, where it was cancelled', async () => {
    const [one, two] = [await connect(), await connect()];
    const request = { message: MESSAGE, ...somebody(), request_id: 'r1' };
    model.enqueue(STALLED);
    one.send(request);
    await one.frame(({ type }) => type === 'token');
    one.send({ type: 'cancel', request_id: 'r1' });
    const cancelled = await one.turn('r1');
    expect(cancelled.at(-1)).toMatchObject({ type: 'error', code: 'cancelled' });
    two.send(request);
    const again = await two.turn('r1');
    expect(again.at(-1)).toMatchObject({ type: 'complete', full_response: '我在听，慢慢说。' });
    expect(idsOf({ frames: again })).toEqual(idsOf({ frames: cancelled }));
    expect(await historyOf(service.url, request)).toMatchObject([
      { role: 'user', status: 'completed' },
      { role: 'assistant', status: 'completed', content: '我在听，慢慢说。' },
    ]);
  });

  it('cancels the turn that it joined', async () => {
    const [one, two] = [await connect(), await connect()];
    const request = { message: MESSAGE, ...somebody(), request_id: 'r' };
    model.enqueue(STALLED);
    one.send(request);
    await one.frame(({ type }) => type === 'token');
    two.send(request);
    await two.frame(({ type }) => type === 'start');
    two.send({ type: 'cancel', request_id: 'r' });
    const endings = await Promise.all([one.turn('r'), two.turn('r')]);
    for (const frames of endings) expect(frames.at(-1)).toMatchObject({ code: 'cancelled' });
    expect(withoutRequestId(endings[0]).slice(0, 1)).toEqual(withoutRequestId(endings[1]).slice(0, 1));
  });

  it('helps at once in a crisis, whatever the id belongs to', async () => {
    const client = await connect();
    const who = { ...somebody(), request_id: 'r1' };
    client.send({ message: MESSAGE, ...who });
    client.send({ message: CRISIS, ...who });
    const during = await client.frame(({ type }) => type === 'safety');
    expect(during.request_id).not.toBe('r1');
    await client.turn('r1');
    client.send({ message: CRISIS, ...who });
    expect(
      await client.frame(({ type, request_id }) => type === 'safety' && request_id === 'r1'),
    ).toMatchObject({ risk_level: 'medium' });
  });
});
