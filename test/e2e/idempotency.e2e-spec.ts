import { requestJson, tell, tellPlain } from '../support/client.js';
import { historyOf, idsOf, newKey, somebody, STALLED, startOf } from '../support/idempotency.js';
import { ModelServer } from '../support/model-server.js';
import { startService, temporaryFolder, type Service } from '../support/service.js';

const MESSAGE = '我今天被领导批评了，好难过';
const CRISIS = '我不想活了';
const isToken = (frame: { type: string }) => frame.type === 'token';

describe('a message that is sent again with its key', () => {
  const folder = temporaryFolder();
  let model: ModelServer;
  let service: Service;
  let url: string;

  const start = async () => {
    service = await startService({
      DATA_DIR: folder.path,
      LLM_BASE_URL: model.baseUrl,
      LLM_MODEL: 'scripted',
      STREAM_RESUME_GRACE: '0',
    });
    ({ url } = service);
  };

  beforeAll(async () => {
    model = await ModelServer.start({ tokens: ['我在听，', '慢慢说，', '不着急。'], gapMs: 20 });
    await start();
  }, 60_000);
  afterAll(async () => {
    await service.stop();
    await model.stop();
    folder.remove();
  });
  beforeEach(() => {
    model.requests.length = 0;
  });

  const post = (body: object, key: string) =>
    requestJson(`${url}/chat`, { body, headers: { 'Idempotency-Key': key } });

  it('gets the same turn on every route, and is stored once', async () => {
    const [who, key] = [somebody(), newKey()];
    const body = { message: MESSAGE, ...who, metadata: { a: 1, b: 2 } };
    const first = await tell(url, body, { key });
    expect(first.replayed).toBe(false);
    const again = await tell(url, { ...body, metadata: { b: 2, a: 1 } }, { key });
    expect(again).toMatchObject({ replayed: true, frames: first.frames, ids: first.ids, done: true });
    const whole = await post(body, key);
    expect(whole.headers.get('idempotency-replayed')).toBe('true');
    expect(whole.body).toMatchObject({
      response: first.text,
      session_id: who.session_id,
      message_id: startOf(first).message_id,
      metadata: { a: 1, b: 2 },
    });
    const plain = await tellPlain(url, body, { key });
    expect(plain.headers.get('x-stream-id')).toBe(startOf(first).stream_id);
    expect(await historyOf(url, who)).toMatchObject([
      { role: 'user', content: MESSAGE, id: startOf(first).user_message_id },
      { role: 'assistant', content: first.text, id: startOf(first).message_id },
    ]);
    expect(model.chatRequests).toHaveLength(1);
  });

  it('gets the session that was made for it, also without a name', async () => {
    const key = newKey();
    const [first, again] = [
      await tell(url, { message: MESSAGE }, { key }),
      await post({ message: MESSAGE }, key),
    ];
    expect(again.body).toMatchObject({ session_id: startOf(first).session_id, response: first.text });
    const short = await post({ message: MESSAGE }, 'too-short');
    expect(short).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ field: 'Idempotency-Key' }] },
    });
  });

  it('joins the turn while it runs: twenty at once are one turn and one question to the model', async () => {
    const [who, key] = [somebody(), newKey()];
    const told = await Promise.all(
      Array.from({ length: 20 }, () => tell(url, { message: MESSAGE, ...who }, { key })),
    );
    for (const one of told) expect(one.frames).toEqual(told[0]!.frames);
    expect(told.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(told[0]!.last).toMatchObject({ type: 'complete', full_response: '我在听，慢慢说，不着急。' });
    expect(await historyOf(url, who)).toHaveLength(2);
    expect(model.chatRequests).toHaveLength(1);
  });

  it('refuses another message under the key, while the turn runs and afterwards', async () => {
    const [who, key] = [somebody(), newKey()];
    const other = { message: '另一句话', ...who };
    const during: Promise<{ status: number }>[] = [];
    await tell(
      url,
      { message: MESSAGE, ...who },
      {
        key,
        stopWhen: (frame) => {
          if (frame.type === 'start') during.push(tell(url, other, { key }));
          return false;
        },
      },
    );
    expect(await during[0]).toMatchObject({ status: 422, problem: { code: 'idempotency_conflict' } });
    expect(await post(other, key)).toMatchObject({ status: 422, body: { code: 'idempotency_conflict' } });
    expect(await historyOf(url, who)).toHaveLength(2);
  });

  it('never meets the turn of somebody else, whatever their key', async () => {
    const key = newKey();
    const people = [somebody(), somebody(), { session_id: somebody().session_id }];
    const told = await Promise.all(people.map((who) => tell(url, { message: MESSAGE, ...who }, { key })));
    expect(new Set(told.map((one) => startOf(one).user_message_id)).size).toBe(3);
    expect(told.every(({ replayed }) => !replayed)).toBe(true);
  });

  it('runs again as the same turn when its client left in the middle of the reply', async () => {
    const [who, key] = [somebody(), newKey()];
    const body = { message: MESSAGE, ...who };
    model.enqueue(STALLED);
    const broken = await tell(url, body, { key, stopWhen: isToken });
    await (
      await model.chatRequest(1)
    ).hungUp;
    const again = await tell(url, body, { key });
    expect(idsOf(again)).toEqual(idsOf(broken));
    expect(again.text).toBe('我在听，慢慢说，不着急。');
    expect(await historyOf(url, who)).toMatchObject([
      { role: 'user', status: 'completed', id: startOf(broken).user_message_id },
      { role: 'assistant', status: 'completed', content: again.text, id: startOf(broken).message_id },
    ]);
  });

  it('helps at once in a crisis, whatever the key was used for and however it is written', async () => {
    const [who, key] = [somebody(), newKey()];
    await tell(url, { message: MESSAGE, ...who }, { key });
    for (const odd of [key, 'not a key']) {
      const told = await tell(url, { message: CRISIS, ...who }, { key: odd });
      expect(told).toMatchObject({ status: 200, replayed: false, last: { type: 'complete' } });
      expect(told.safetyMs).toBeLessThan(1000);
    }
    expect((await post({ message: MESSAGE, ...who }, 'not a key')).status).toBe(400);
  });

  it('shows help again to who sends a cry for it again, and stores it once', async () => {
    const [who, key] = [somebody(), newKey()];
    const [first, again] = [
      await tell(url, { message: CRISIS, ...who }, { key }),
      await tell(url, { message: CRISIS, ...who }, { key }),
    ];
    expect(again).toMatchObject({ replayed: true, frames: first.frames });
    expect(again.safetyMs).toBeLessThan(1000);
    expect(await historyOf(url, who)).toHaveLength(2);
  });

  it('stays cancelled where its user cancelled it', async () => {
    const [who, key] = [somebody(), newKey()];
    const body = { message: MESSAGE, ...who };
    model.enqueue(STALLED);
    const cancelled = await tell(url, body, {
      key,
      stopWhen: (frame) => {
        if (frame.type === 'start')
          void fetch(`${url}/streaming/chat/${frame.stream_id}/cancel?user_id=${who.user_id}`, {
            method: 'POST',
          });
        return false;
      },
    });
    expect(cancelled.last).toMatchObject({ type: 'error', code: 'cancelled' });
    expect(await tell(url, body, { key })).toMatchObject({ replayed: true, frames: cancelled.frames });
  });

  it('is told from what is stored once its stream is kept no more, help included', async () => {
    const people = [somebody(), somebody()].map((who) => ({ ...who, key: newKey() }));
    const bodies = [MESSAGE, CRISIS].map((message, index) => {
      const { user_id, session_id } = people[index]!;
      return { message, user_id, session_id };
    });
    const told = await Promise.all(bodies.map((body, index) => tell(url, body, { key: people[index]!.key })));
    await service.stop();
    await start();
    for (const [index, first] of told.entries()) {
      const again = await tell(url, bodies[index]!, { key: people[index]!.key });
      expect(again).toMatchObject({ replayed: true, text: first.text, done: true });
      expect({ ...startOf(again), timestamp: '' }).toEqual({ ...startOf(first), timestamp: '' });
      const types = [...new Set(first.frames.map(({ type }) => type))];
      expect([...new Set(again.frames.map(({ type }) => type))]).toEqual(types);
      const emotionOf = ({ frames }: typeof first) => frames.find(({ type }) => type === 'analysis');
      const { emotion, safety } = emotionOf(first) as { emotion?: object; safety?: object };
      expect(emotionOf(again)).toMatchObject({ emotion, safety });
      expect(await historyOf(url, bodies[index]!)).toHaveLength(2);
    }
    expect(told[1]!.frames.some(({ type }) => type === 'safety')).toBe(true);
  }, 60_000);

  it('says so when its session was deleted since, and does not bring it back', async () => {
    const [who, key] = [somebody(), newKey()];
    await tell(url, { message: MESSAGE, ...who }, { key });
    await requestJson(`${url}/chat/sessions/${who.session_id}?user_id=${who.user_id}`, { method: 'DELETE' });
    expect(await post({ message: MESSAGE, ...who }, key)).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    });
    expect(await historyOf(url, who)).toEqual([]);
  });

  it('is counted by what it met', async () => {
    const [who, key] = [somebody(), newKey()];
    for (let time = 0; time < 2; time += 1) await tell(url, { message: MESSAGE, ...who }, { key });
    const metrics = await (await fetch(`${url}/metrics`)).text();
    for (const use of ['new', 'replayed']) {
      expect(metrics).toMatch(new RegExp(`xinyu_turn_keys_total\\{use="${use}"\\} [1-9]`));
    }
    expect(metrics).not.toContain(key);
  });
});
