import { PostgresConversationStore } from '../../../src/chat/adapters/postgres-conversation-store.js';
import type { Reply } from '../../../src/chat/ports/conversation-store.js';
import { PostgresEmotionHistory } from '../../../src/emotion/adapters/postgres-emotion-history.js';
import { EmotionTrendService } from '../../../src/emotion/emotion-trend.service.js';
import { replyTo, userMessage } from '../../support/conversation-store.contract.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { HeldTaskQueue } from '../../support/memory-collaborators.js';

const NOW = new Date('2026-01-10T12:00:00Z');

describe.each(['pglite', 'postgres'] as const)('the trend of feelings on %s', (kind) => {
  let test: TestDatabase;
  let store: PostgresConversationStore;
  let trends: EmotionTrendService;
  let users = 0;
  let user: string;

  beforeAll(async () => {
    test = await openTestDatabase(kind);
    store = new PostgresConversationStore(test.database, new HeldTaskQueue().asService());
    trends = new EmotionTrendService(new PostgresEmotionHistory(test.database));
  }, 60_000);
  afterAll(() => test.close());
  beforeEach(() => {
    user = `trend-${kind}-${(users += 1)}`;
  });

  type Feeling = Reply['emotion'];
  const feeling = (
    emotion: NonNullable<Feeling>['emotion'],
    intensity: number,
    confidence = 0.75,
  ): Feeling => ({
    emotion,
    intensity,
    confidence,
  });
  const tell = async (at: string, emotion: Feeling, fields: Partial<Reply> = {}, userId = user) => {
    const message = userMessage({ userId, createdAt: new Date(at) });
    await store.saveUserMessage(message);
    await store.saveReply(replyTo(message, { emotion, ...fields }));
    return message;
  };
  const trend = (days: number, timeZone = 'UTC', userId = user) =>
    trends.trend({ userId, days, timeZone }, NOW);

  it('lists every day, oldest first, with count, mean intensity and mix', async () => {
    await tell('2026-01-08T09:00:00Z', feeling('sad', 6));
    await tell('2026-01-08T21:00:00Z', feeling('sad', 3));
    await tell('2026-01-08T22:00:00Z', feeling('happy', 4.5));
    await tell('2026-01-10T08:00:00Z', feeling('neutral', 0));
    expect(await trend(3)).toEqual([
      { date: '2026-01-08', count: 3, meanIntensity: 4.5, mix: { sad: 0.6667, happy: 0.3333 } },
      { date: '2026-01-09', count: 0, meanIntensity: null, mix: {} },
      { date: '2026-01-10', count: 1, meanIntensity: 0, mix: { neutral: 1 } },
    ]);
  });

  it('knows nothing of another user, of a reply, or of an anonymous session', async () => {
    const message = userMessage({ userId: 'anonymous', createdAt: new Date('2026-01-10T01:00:00Z') });
    await store.saveUserMessage(message);
    await store.saveReply(replyTo(message));
    await tell('2026-01-10T01:00:00Z', feeling('angry', 8), {}, `${user}-other`);
    await tell('2026-01-10T01:00:00Z', feeling('happy', 2));
    expect(await trend(1)).toEqual([{ date: '2026-01-10', count: 1, meanIntensity: 2, mix: { happy: 1 } }]);
    await expect(trend(1, 'UTC', 'anonymous')).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('puts the first and the last millisecond of a day into it, in the zone that is meant', async () => {
    await tell('2026-01-08T15:59:59.999Z', feeling('angry', 5));
    await tell('2026-01-08T16:00:00.000Z', feeling('happy', 5));
    await tell('2026-01-09T15:59:59.999Z', feeling('sad', 5));
    await tell('2026-01-09T16:00:00.000Z', feeling('lonely', 5));
    expect(await trend(2, 'Asia/Shanghai')).toMatchObject([
      { date: '2026-01-09', count: 2, mix: { happy: 0.5, sad: 0.5 } },
      { date: '2026-01-10', count: 1, mix: { lonely: 1 } },
    ]);
    expect(await trend(3)).toMatchObject([
      { date: '2026-01-08', mix: { angry: 0.5, happy: 0.5 } },
      { date: '2026-01-09', mix: { lonely: 0.5, sad: 0.5 } },
      { date: '2026-01-10', count: 0 },
    ]);
  });

  it('counts what was said in cancelled turns and in a crisis', async () => {
    await tell('2026-01-10T01:00:00Z', feeling('sad', 4), { status: 'aborted', content: '' });
    await tell('2026-01-10T02:00:00Z', feeling('sad', 8), { riskLevel: 'high' });
    expect(await trend(1)).toMatchObject([{ count: 2, meanIntensity: 6, mix: { sad: 1 } }]);
  });

  it('leaves out what was not read: a turn that runs, one cut before its analysis, a failed analysis', async () => {
    await store.saveUserMessage(userMessage({ userId: user, createdAt: NOW }));
    await tell('2026-01-10T01:00:00Z', undefined, { status: 'aborted' });
    await tell('2026-01-10T02:00:00Z', feeling('neutral', 0, 0));
    expect(await trend(1)).toMatchObject([{ count: 0, meanIntensity: null, mix: {} }]);
  });

  it('forgets what a deleted session said', async () => {
    const { sessionId } = await tell('2026-01-10T01:00:00Z', feeling('sad', 4));
    await store.deleteSession({ sessionId, userId: user });
    expect(await trend(1)).toMatchObject([{ count: 0 }]);
  });

  it('reaches 90 days back', async () => {
    await tell('2025-10-13T00:00:00.000Z', feeling('grateful', 3));
    await tell('2025-10-12T23:59:59.999Z', feeling('angry', 9));
    const days = await trend(90);
    expect(days).toHaveLength(90);
    expect(days[0]).toEqual({ date: '2025-10-13', count: 1, meanIntensity: 3, mix: { grateful: 1 } });
    expect(days.slice(1).every(({ count }) => count === 0)).toBe(true);
  });
});
