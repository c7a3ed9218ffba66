import { eventually, requestJson } from '../support/client.js';
import { expectWholeTurn } from './rig/crisis.js';
import { percentile } from './rig/percentile.js';
import { Talker, type Heard } from './rig/talker.js';
import { World } from './rig/world.js';

/** What nobody may wait for a silent Redis beyond, in all turns of the process together. */
const ADDED_MS = 50;
/** What two turns on a busy machine may differ by without any fault. */
const NOISE_MS = Number(process.env.FAULT_SLACK_MS ?? 150);
const TURNS = 12;
const median = (values: readonly number[]) => percentile(values, 0.5);

describe('while Redis is behind a black hole', () => {
  let world: World;
  let talker: Talker;
  beforeAll(async () => {
    world = await World.start();
  }, 120_000);
  afterAll(() => world.stop());
  beforeEach(async () => {
    await world.heal();
    await world.healthy(10_000);
    talker = new Talker('lin', `lin-${performance.now()}`);
  });

  const turns = async (kind: string): Promise<number[]> => {
    const heard: Heard[] = [];
    for (let turn = 0; turn < TURNS; turn += 1) {
      heard.push(await talker.say(world.view.url, `${kind}，第${turn}件事`));
      expectWholeTurn(heard.at(-1)!);
    }
    return heard.map(({ firstTokenMs }) => firstTokenMs!);
  };

  it('one turn waits 50 ms at most, and no other waits at all', async () => {
    const calm = await turns('平静');
    world.proxies.redis.blackHole();
    const [first, ...others] = await turns('故障');
    expect(first! - median(calm)).toBeLessThan(ADDED_MS + NOISE_MS);
    expect(median(others) - median(calm)).toBeLessThan(NOISE_MS);
  }, 60_000);

  it('what is deleted stays deleted once Redis is back with its old entries', async () => {
    const { url } = world.view;
    const memories = async (user: string, session: string, message: string) => {
      const heard = await new Talker(user, session).say(url, message);
      const analysis = heard.frames.find(({ type }) => type === 'analysis');
      return JSON.stringify(analysis?.type === 'analysis' ? analysis.memory.used : []);
    };
    const told = new Talker('owner', 'told');
    await told.say(url, '我养了一只猫，叫团子');
    let asked = 0;
    const ask = () => memories('owner', `ask-${(asked += 1)}`, '你还记得我的猫叫什么吗');
    await eventually(async () => (await ask()).includes('团子') || undefined, 'the cat is remembered');
    expect(await memories('stranger', 'stranger-1', '你还记得我的猫叫什么吗')).not.toContain('团子');

    world.proxies.redis.blackHole();
    await eventually(
      async () => (await world.view.health()).checks.redis === false || undefined,
      'Redis is lost',
    );
    const sessions = ['told', ...Array.from({ length: asked }, (_, index) => `ask-${index + 1}`)];
    for (const session of sessions) {
      const { status } = await requestJson(`${url}/chat/sessions/${session}?user_id=owner`, {
        method: 'DELETE',
      });
      expect(status).toBeLessThan(300);
    }
    expect(await ask()).not.toContain('团子');
    await world.heal();
    await world.healthy(5000);
    expect(await ask()).not.toContain('团子');
    expect(await memories('stranger', 'stranger-2', '你还记得我的猫叫什么吗')).not.toContain('团子');
  }, 60_000);
});
