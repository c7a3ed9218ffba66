import { setTimeout as delay } from 'node:timers/promises';
import { eventually, requestJson, SocketClient } from '../support/client.js';
import type { ModelScript } from '../support/model-server.js';
import { CRISIS_MESSAGES, expectHelp, expectWholeTurn } from './rig/crisis.js';
import { longText } from './rig/long-text.js';
import { percentile } from './rig/percentile.js';
import { RawClient } from './rig/raw-client.js';
import { seededRandom } from './rig/seeded-random.js';
import { SEED, SLOW_READING_MS } from './rig/sizes.js';
import { Talker, type Heard } from './rig/talker.js';
import { CALM_SCRIPT, World } from './rig/world.js';

const STREAM = '/streaming/chat/with-metadata';
const READERS = 100;
const MEGABYTE = 1024 * 1024;
const NOISE_MS = Number(process.env.FAULT_SLACK_MS ?? 150);
/** Fifty pieces a second, without an end: far more than such a reader takes, and little work for anybody. */
const ENDLESS: ModelScript = {
  tokens: [...longText(4000)],
  gapMs: 20,
};
const FLOOD = 200;

describe('clients that', () => {
  let world: World;
  let people = 0;
  beforeAll(async () => {
    world = await World.start({
      MAX_CONCURRENT_REQUESTS: '150',
      ADAPTIVE_ENABLED: 'false',
      REQUEST_TIMEOUT: '300',
      LLM_TIMEOUT: '300',
      LLM_FIRST_TOKEN_TIMEOUT: '20',
    });
    await world.healthy(20_000);
  }, 120_000);
  afterAll(() => world.stop());

  const bystander = () => {
    people += 1;
    return new Talker(`bystander-${people}`, `bystander-${people}`);
  };
  const rss = async () =>
    (await requestJson(`${world.view.url}/performance/system/info`)).body.process.memory.rss as number;
  const quiet = () =>
    eventually(
      async () =>
        ((await world.view.metric('xinyu_active_streams')) === 0 &&
          (await world.view.metric('xinyu_turns_running')) === 0) ||
        undefined,
      'no turn is left',
      20_000,
    );
  const chat = async (until: () => boolean): Promise<Heard[]> => {
    const talker = bystander();
    const heard: Heard[] = [];
    while (!until()) {
      heard.push(await talker.say(world.view.url, `第${heard.length}件事`));
      expectWholeTurn(heard.at(-1)!);
    }
    return heard;
  };
  const medianMs = (heard: readonly Heard[]) =>
    percentile(
      heard.map(({ totalMs }) => totalMs),
      0.5,
    );

  it(
    `read 100 B/s for ${SLOW_READING_MS / 1000} s cost less than 50 MB, and nobody else anything`,
    async () => {
      const { url } = world.view;
      let turns = 0;
      const before = await chat(() => (turns += 1) > 100);
      const calmRss = await rss();
      const asked = world.servers.model.chatRequests.length;
      world.servers.model.script = ENDLESS;
      const readers = Array.from({ length: READERS }, (_, index) =>
        RawClient.send(url, STREAM, [
          { message: '我今天走了很久', user_id: `slow-${index}`, session_id: `slow-${index}` },
        ]),
      );
      for (const reader of readers) reader.readSlowly(100);
      let highestRss = calmRss;
      await world.servers.model.chatRequest(asked + READERS);
      world.servers.model.script = CALM_SCRIPT;
      let over = false;
      const during = chat(() => over);
      const until = performance.now() + SLOW_READING_MS;
      try {
        while (performance.now() < until) {
          highestRss = Math.max(highestRss, await rss());
          // A pause between two looks, not a wait for anything.
          await delay(250);
        }
      } finally {
        over = true;
      }
      const heard = await during;
      const running = await world.view.metric('xinyu_active_streams');
      const grownMb = (highestRss - calmRss) / MEGABYTE;
      console.log(
        `${running} slow readers: RSS +${grownMb.toFixed(0)} MB; others ${medianMs(before).toFixed(0)} ms before, ${medianMs(heard).toFixed(0)} ms meanwhile`,
      );
      for (const reader of readers) reader.leave();
      expect(readers.every(({ bytesRead }) => bytesRead > 0)).toBe(true);
      expect(running).toBeGreaterThanOrEqual(READERS);
      expect(grownMb).toBeLessThan(50);
      expect(medianMs(heard)).toBeLessThan(Math.max(2 * medianMs(before), medianMs(before) + NOISE_MS));
      await quiet();
    },
    SLOW_READING_MS + 120_000,
  );

  it('vanish at any byte leave no turn behind', async () => {
    world.servers.model.script = ENDLESS;
    const random = seededRandom(SEED);
    const clients = Array.from({ length: 60 }, (_, index) => {
      const body = { message: '我今天走了很久', user_id: `gone-${index}`, session_id: `gone-${index}` };
      return RawClient.send(world.view.url, STREAM, [body]).vanishAfter(1 + random() * 8000);
    });
    await Promise.all(clients);
    await quiet();
    world.servers.model.script = CALM_SCRIPT;
    expectWholeTurn(await bystander().say(world.view.url, '还在吗'));
  }, 60_000);

  it('flood one connection keep nobody from help, and the service answers on', async () => {
    const { url } = world.view;
    world.servers.model.script = { ...CALM_SCRIPT, gapMs: 20 };
    const flood = Array.from({ length: FLOOD }, (_, index) => ({
      message: `快回答${index}`,
      user_id: 'flood',
      session_id: 'flood',
    }));
    const client = RawClient.send(url, '/chat', flood);
    const socket = await SocketClient.connect(`${url.replace('http', 'ws')}/streaming/ws`);
    for (let index = 0; index < FLOOD; index += 1)
      socket.send({ message: `快回答${index}`, user_id: 'flood-ws' });

    const help = await Promise.all(
      Array.from({ length: 5 }, () => bystander().say(url, CRISIS_MESSAGES.high, { urgent: true })),
    );
    for (const heard of help) expectHelp(heard, 'high');
    const heard = await bystander().say(url, '我等得起');
    if (heard.status === 200) expectWholeTurn(heard);
    else expect(heard).toMatchObject({ status: 503, retryAfter: expect.any(String) });

    client.leave();
    await eventually(
      () =>
        socket.received.filter(({ type }) => type === 'complete' || type === 'error').length === FLOOD ||
        undefined,
      'every message of the socket got one answer',
      30_000,
    );
    socket.close();
    await quiet();
    expectWholeTurn(await bystander().say(url, '好了吗'));
  }, 90_000);
});
