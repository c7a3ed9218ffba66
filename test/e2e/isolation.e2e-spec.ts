import { TaskQueue } from '../../src/tasks/task-queue.js';
import { eventually, requestJson, tell } from '../support/client.js';
import { startService, type Service } from '../support/service.js';

const TURNS = 500;

/** A repeatable stream of numbers in [0, 1): mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('nothing of one user reaches another', () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService({ MAX_CONCURRENT_REQUESTS: '20' });
  }, 60_000);
  afterAll(() => service.stop());

  it(`holds over ${TURNS} interleaved turns of two users with different secrets, same words and aborts`, async () => {
    const random = seeded(7);
    const secrets = { lin: '青鸾', max: '麒麟' } as const;
    const users = ['lin', 'max'] as const;
    const other = (user: 'lin' | 'max') => (user === 'lin' ? secrets.max : secrets.lin);
    const leaks: string[] = [];

    const messages = (user: 'lin' | 'max') => [
      `我养了一只叫${secrets[user]}的猫`,
      '你还记得我的宠物吗',
      '我的猫叫什么名字',
      `我最近很担心${secrets[user]}的身体`,
      '我们上次聊了什么',
      'Do you remember my pet?',
    ];

    let next = 0;
    const worker = async () => {
      while (next < TURNS) {
        const turn = next++;
        const user = users[turn % 2]!;
        const choices = messages(user);
        const message = choices[Math.floor(random() * choices.length)]!;
        // Both use the same session names.
        const session_id = `shared-${Math.floor(random() * 4)}`;
        const abortAfter = random() < 0.2 ? Math.floor(random() * 6) : Infinity;
        let seen = 0;
        const told = await tell(
          service.url,
          { message, user_id: user, session_id },
          { stopWhen: () => seen++ >= abortAfter },
        );
        if (JSON.stringify(told).includes(other(user))) leaks.push(`turn ${turn} of ${user}: reply`);
      }
    };
    await Promise.all(Array.from({ length: 10 }, worker));
    expect(leaks).toEqual([]);

    await eventually(
      () =>
        (service.app.get(TaskQueue).stats().running === 0 &&
          service.app.get(TaskQueue).stats().queued === 0) ||
        undefined,
      'background work',
    );
    for (const user of users) {
      for (const session of [0, 1, 2, 3]) {
        const history = await requestJson(
          `${service.url}/chat/sessions/shared-${session}/history?user_id=${user}&limit=1000`,
        );
        expect(JSON.stringify(history.body)).not.toContain(other(user));
      }
      const asked = await tell(service.url, {
        message: '你还记得我的宠物吗',
        user_id: user,
        session_id: `fresh-${user}`,
      });
      expect(asked.text).toContain(secrets[user]);
      expect(JSON.stringify(asked)).not.toContain(other(user));
    }
  }, 180_000);

  it('keeps anonymous sessions apart', async () => {
    await tell(service.url, { message: '我养了一只叫朱雀的鸟', session_id: 'anon-1' });
    await eventually(
      () =>
        (service.app.get(TaskQueue).stats().running === 0 &&
          service.app.get(TaskQueue).stats().queued === 0) ||
        undefined,
      'background work',
    );
    const asked = await tell(service.url, { message: '你还记得我的宠物吗', session_id: 'anon-2' });
    expect(JSON.stringify(asked)).not.toContain('朱雀');
  });

  it('does not list anonymous sessions, and asks whose session is meant where several users hold one', async () => {
    expect((await requestJson(`${service.url}/chat/users/anonymous/sessions`)).status).toBe(403);
    await tell(service.url, { message: 'a', user_id: 'u1', session_id: 'twice' });
    await tell(service.url, { message: 'b', session_id: 'twice' });
    const ambiguous = await requestJson(`${service.url}/chat/sessions/twice/history`);
    expect(ambiguous).toMatchObject({ status: 400, body: { errors: [{ field: 'user_id' }] } });
  });
});
