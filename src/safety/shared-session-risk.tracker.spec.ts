import { WorkerGroup, type GroupLink } from '../platform/cluster/worker-group.js';
import { SharedSessionRiskTracker } from './shared-session-risk.tracker.js';

const key = { userScope: 'u', sessionId: 's' };
const calm = { level: 'none', distressed: false, escalation: false } as const;
type Answer = Parameters<GroupLink['join']>[0];

/** Two workers whose questions reach both. */
async function twoWorkers() {
  const members: Answer[] = [];
  const link: GroupLink = {
    join: async (answer) => void members.push(answer),
    ask: (topic, question) => Promise.all(members.map((answer) => answer(topic, structuredClone(question)))),
  };
  const groups = [new WorkerGroup(), new WorkerGroup()] as const;
  groups.forEach((group) => group.connect(link));
  const [here, there] = groups.map((group) => new SharedSessionRiskTracker(3_600_000, () => 1000, group));
  for (const group of groups) await group.onApplicationBootstrap();
  return { here: here!, there: there!, heard: () => new Promise((resolve) => setImmediate(resolve)) };
}

describe('SharedSessionRiskTracker', () => {
  it('joins the pieces of a message that met different workers', async () => {
    const { here, there, heard } = await twoWorkers();
    here.joinFragments(key, '我不');
    await heard();
    there.joinFragments(key, '想活');
    await heard();
    expect(here.joinFragments(key, '了')).toBe('我不 想活 了');
    here.clearFragments(key);
    await heard();
    expect(there.joinFragments(key, '嗯')).toBe('');
  });

  it('carries a level that another worker found, and counts a turn once in each', async () => {
    const { here, there, heard } = await twoWorkers();
    here.add(key, { ...calm, level: 'medium' });
    await heard();
    expect(there.add(key, calm)).toMatchObject({ level: 'medium', carried: true });
    there.add(key, { ...calm, level: 'medium' });
    await heard();
    for (const tracker of [here, there]) expect(tracker.carried(key)).toBe('medium');
    expect(here.add(key, { ...calm, level: 'medium', escalation: true })).toMatchObject({ raised: true });
  });

  it('takes over what was raised later and what was forgotten', async () => {
    const { here, there, heard } = await twoWorkers();
    here.raise(key, 'high');
    await heard();
    expect(there.sticky(key).level).toBe('high');
    there.forget(key);
    await heard();
    expect(here.sticky(key).level).toBe('none');
  });
});
