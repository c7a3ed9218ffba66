import { sql } from 'drizzle-orm';
import type { ConversationStore, UserMessage } from '../../src/chat/ports/conversation-store.js';
import type { Database } from '../../src/platform/database/database.js';
import { newOrderedId, orderedIdFloor } from '../../src/platform/identity/identifiers.js';
import type { FollowUp } from '../../src/tasks/tasks.types.js';
import { newSession, replyTo, userMessage } from './conversation-store.contract.js';

interface Row {
  id: string;
  name: string;
  json: string;
  leasedSeconds: number;
}

/** What every ConversationStore does with what follows from a turn. */
export function describeFollowUps(
  store: () => ConversationStore,
  database: () => Database,
  /** What was handed to this process's queue. */
  adopted: () => readonly { payload: unknown }[],
): void {
  const followUp = ({ userScope, sessionId }: UserMessage, fields: Partial<FollowUp> = {}): FollowUp => ({
    id: newOrderedId(),
    name: 'note',
    payload: { userScope, sessionId, text: 'a\u0000b "c" \ud800' },
    ...fields,
  });
  const storedOf = async (...followUps: FollowUp[]): Promise<Row[]> => {
    const ids = sql.join(
      followUps.map(({ id }) => sql`${id}`),
      sql`, `,
    );
    const { rows } = await database().run('look', (db) =>
      db.execute(sql`select id, name, payload #>> '{}' as json,
        extract(epoch from run_after - now())::float8 as "leasedSeconds"
        from background_tasks where id in (${ids}) and status = 'queued' order by id`),
    );
    return rows as unknown as Row[];
  };
  const adoptedOf = ({ payload }: FollowUp) =>
    adopted().filter((task) => JSON.stringify(task.payload) === JSON.stringify(payload)).length;
  const statusesOf = async ({ userId, sessionId }: UserMessage) =>
    (await store().recentMessages({ userId, sessionId, limit: 10 })).map(({ status }) => status);

  it('stores what follows from a turn with its end, under a lease, and gives it to this process once', async () => {
    const question = userMessage();
    const [one, two] = [
      followUp(question),
      followUp(question, { name: 'other', payload: [question.id, '二', null] }),
    ];
    await store().saveUserMessage(question);
    const reply = replyTo(question, { followUps: [one, two] });
    await Promise.all([store().saveReply(reply), store().saveReply(reply)]);
    await store().saveReply(replyTo(question, { followUps: [followUp(question, { id: 'repeated' })] }));
    const rows = await storedOf(one, two, { ...one, id: 'repeated' });
    expect(rows.map(({ id, name, json }) => ({ id, name, payload: JSON.parse(json) as unknown }))).toEqual([
      one,
      two,
    ]);
    for (const { leasedSeconds } of rows) {
      expect(leasedSeconds).toBeGreaterThan(30);
      expect(leasedSeconds).toBeLessThanOrEqual(60);
    }
    expect([adoptedOf(one), adoptedOf(two)]).toEqual([1, 1]);
  });

  it('stores neither a reply nor what follows from it when the database refuses either', async () => {
    const [question, neighbour] = [userMessage(), userMessage()];
    await Promise.all([store().saveUserMessage(question), store().saveUserMessage(neighbour)]);
    const [good, bad] = [followUp(question), followUp(question, { name: null as unknown as string })];
    const saving = [
      store().saveReply(replyTo(question, { followUps: [good, bad] })),
      store().saveReply(replyTo(neighbour)),
    ];
    await Promise.allSettled(saving);
    await expect(saving[0]).rejects.toMatchObject({ sqlState: '23502' });
    expect(await storedOf(good, bad)).toEqual([]);
    expect(adoptedOf(good)).toBe(0);
    expect(await statusesOf(question)).toEqual(['received']);
    expect(await statusesOf(neighbour)).toEqual(['completed', 'completed']);
  });

  it('stores of a turn that is gone only what is to be done all the same, and of one without any nothing', async () => {
    const question = userMessage();
    const event = followUp(question, { payload: { event: question.id }, evenIfGone: true });
    const words = followUp(question);
    await store().saveReply(replyTo(question, { followUps: [event, words] }));
    expect(await storedOf(event, words)).toMatchObject([{ id: event.id }]);
    expect([adoptedOf(event), adoptedOf(words)]).toEqual([1, 0]);
    const counted = () =>
      database().run('count', (db) => db.execute(sql`select count(*)::int as count from background_tasks`));
    const before = (await counted()).rows;
    await store().saveUserMessage(question);
    await store().saveReply(replyTo(question));
    expect((await counted()).rows).toEqual(before);
  });

  it('removes with a session what still waits to be done with its words, and nothing else', async () => {
    const question = userMessage();
    const other = userMessage({ userId: question.userId });
    const [words, event, others] = [
      followUp(question),
      followUp(question, { payload: { event: question.id } }),
      followUp(other, {
        payload: {
          userScope: other.userScope,
          sessionId: other.sessionId,
          text: JSON.stringify({ userScope: question.userScope, sessionId: question.sessionId }),
        },
      }),
    ];
    for (const message of [question, other]) await store().saveUserMessage(message);
    await store().saveReply(replyTo(question, { followUps: [words, event] }));
    await store().saveReply(replyTo(other, { followUps: [others] }));
    await store().deleteSession(question);
    expect((await storedOf(words, event, others)).map(({ id }) => id)).toEqual([event.id, others.id]);
  });

  it('finds the turns that have no end, between two times', async () => {
    // Long ago, where no other test writes.
    const at = (ms: number) =>
      orderedIdFloor(1_000_000_000_000 + ms).slice(0, -12) + newSession().slice(-12).padStart(12, '0');
    const sessionId = newSession();
    const [early, open, closed, late] = [1, 2, 3, 9].map((ms) =>
      userMessage({ id: at(ms), sessionId, riskLevel: 'medium', createdAt: new Date(ms) }),
    );
    for (const message of [early!, open!, closed!, late!]) await store().saveUserMessage(message);
    await store().saveReply(replyTo(closed!, { id: at(4) }));
    const range = { after: early!.id, before: orderedIdFloor(1_000_000_000_008) };
    const { turns, reached } = await store().unfinishedTurns(range);
    const { turnId, userId, userScope, content, createdAt } = open!;
    expect(turns).toEqual([
      { turnId, userId, userScope, sessionId, content, riskLevel: 'medium', createdAt },
    ]);
    expect(reached! > closed!.id && reached! < range.before).toBe(true);
    expect(await store().unfinishedTurns({ ...range, after: reached! })).toEqual({
      turns: [],
      reached: undefined,
    });
    await store().deleteSession({ sessionId });
  });
}
