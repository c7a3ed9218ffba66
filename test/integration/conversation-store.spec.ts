import { PostgresConversationStore } from '../../src/chat/adapters/postgres-conversation-store.js';
import { SpoolingConversationStore } from '../../src/chat/adapters/spooling-conversation-store.js';
import { DatabaseConfig } from '../../src/config/config.slices.js';
import { newOrderedId } from '../../src/platform/identity/identifiers.js';
import { Metrics } from '../../src/platform/metrics/metrics.js';
import { Profiler } from '../../src/platform/profiling/profiler.js';
import {
  describeConversationStore,
  newSession,
  replyTo,
  userMessage,
} from '../support/conversation-store.contract.js';
import { databaseLimits, openTestDatabase, type TestDatabase } from '../support/database.js';
import { describeFollowUps } from '../support/follow-ups.contract.js';
import { settingsOf } from '../support/limits.js';
import { HeldTaskQueue } from '../support/memory-collaborators.js';

describe.each(['pglite', 'postgres'] as const)('conversations on %s', (kind) => {
  let test: TestDatabase;
  const tasks = new HeldTaskQueue();
  let direct: PostgresConversationStore;
  let spooling: SpoolingConversationStore;
  const settings = settingsOf();

  beforeAll(async () => {
    test = await openTestDatabase(kind);
    direct = new PostgresConversationStore(test.database, tasks.asService());
    const config = new DatabaseConfig({ url: undefined, dataDir: test.dataDir, poolSize: 1 });
    spooling = new SpoolingConversationStore(direct, test.database, config, new Metrics(), settings);
    await spooling.onModuleInit();
  }, 60_000);

  afterAll(async () => {
    await spooling.onApplicationShutdown();
    await test.close();
  });

  describe('PostgresConversationStore', () => {
    describeConversationStore(
      () => direct,
      () => test.database,
    );
    describeFollowUps(
      () => direct,
      () => test.database,
      () => tasks.waiting,
    );

    it('tells an operator what its statements take', async () => {
      const profiler = new Profiler(databaseLimits());
      const question = userMessage();
      await direct.saveUserMessage(question);
      await direct.saveReply(replyTo(question));
      await direct.recentMessages({ ...question, limit: 2 });
      const calls = Object.entries(profiler.profile()).map(([name, { calls }]) => [name, calls]);
      expect(calls).toEqual([
        ['conversation.recent-messages', 1],
        ['conversation.save-message', 1],
        ['conversation.save-reply', 1],
      ]);
    });
  });

  describe('SpoolingConversationStore with the database up', () => {
    describeConversationStore(
      () => spooling,
      () => test.database,
    );
    describeFollowUps(
      () => spooling,
      () => test.database,
      () => tasks.waiting,
    );

    it('leaves nothing in the spool', () => {
      expect(spooling.pendingWrites).toBe(0);
    });

    const contentsOf = async (query: { userId: string; sessionId: string }) =>
      (await spooling.recentMessages({ ...query, limit: 5 })).map(({ content }) => content);

    it('reads a history once where nobody else writes, and each time where others may', async () => {
      const first = userMessage({ content: 'first' });
      const unseen = userMessage({ ...first, id: 'x', turnId: 'x', content: 'unseen' });
      await spooling.saveUserMessage(first);
      expect(await contentsOf(first)).toEqual(['first']);
      await direct.saveUserMessage({ ...unseen, id: newOrderedId(), turnId: newOrderedId() });
      await spooling.saveReply(replyTo(first, { content: 'reply' }));
      const fromDatabase = ['first', 'unseen', 'reply'];
      expect(await contentsOf(first)).toEqual(kind === 'pglite' ? ['first', 'reply'] : fromDatabase);
      settings.update({ cacheEnabled: false });
      expect(await contentsOf(first)).toEqual(fromDatabase);
      settings.update({ cacheEnabled: true });
      expect(await contentsOf(first)).toEqual(fromDatabase);
    });

    it('asks the database for more messages than it has read', async () => {
      const session = newSession();
      const said = ['1', '2', '3'].map((content, second) =>
        userMessage({ sessionId: session, content, createdAt: new Date(second * 1000) }),
      );
      for (const message of said) await direct.saveUserMessage(message);
      const { userId } = said[0]!;
      const read = (limit: number) => spooling.recentMessages({ userId, sessionId: session, limit });
      expect((await read(2)).map(({ content }) => content)).toEqual(['2', '3']);
      expect((await read(3)).map(({ content }) => content)).toEqual(['1', '2', '3']);
    });

    it('forgets a session that is deleted while it is read', async () => {
      const message = userMessage({ content: 'gone' });
      await direct.saveUserMessage(message);
      const [, deleted] = await Promise.allSettled([contentsOf(message), spooling.deleteSession(message)]);
      expect(deleted.status).toBe('fulfilled');
      expect(await contentsOf(message)).toEqual([]);
    });
  });
});
