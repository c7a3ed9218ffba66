import { eventually } from '../support/client.js';
import { CRISIS_MESSAGES, expectHelp, expectWholeTurn } from './rig/crisis.js';
import { checkHistory } from './rig/history-checker.js';
import { CODES, type Dependency } from './rig/matrix-row.js';
import { Talker } from './rig/talker.js';
import { World } from './rig/world.js';

describe('a service that starts while', () => {
  const dependencies: [Dependency][] = [['model'], ['redis'], ['postgres']];

  it.each(dependencies)(
    '%s is away answers, says so, and heals',
    async (name) => {
      const world = await World.start({}, (proxies) => proxies[name].goDown());
      try {
        const { view } = world;
        const code = CODES[name];
        await eventually(
          async () => (await view.health()).checks[code] === false || undefined,
          `health shows that ${code} is lost`,
        );
        const talker = new Talker('early', 'early');
        const heard = await talker.say(view.url, '我来得有点早');
        expectWholeTurn(heard);
        expect(heard.last).toMatchObject({ degraded: expect.arrayContaining([code]) });
        expectHelp(await new Talker('urgent', 'urgent').say(view.url, CRISIS_MESSAGES.medium), 'medium');

        await world.heal();
        await world.healthy(10_000);
        await world.settled(5000);
        expectWholeTurn(await talker.say(view.url, '现在好了'));
        expect(checkHistory(talker, await view.history(talker))).toEqual([]);
      } finally {
        await world.stop();
      }
    },
    120_000,
  );
});
