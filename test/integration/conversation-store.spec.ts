import { PostgresConversationStore } from '../../src/chat/adapters/postgres-conversation-store.js';
import { SpoolingConversationStore } from '../../src/chat/adapters/spooling-conversation-store.js';
import { DatabaseConfig } from '../../src/config/config.slices.js';
import { Metrics } from '../../src/platform/metrics/metrics.js';
import { Profiler } from '../../src/platform/profiling/profiler.js';
import { describeConversationStore, replyTo, userMessage } from '../support/conversation-store.contract.js';
import { databaseLimits, openTestDatabase, type TestDatabase } from '../support/database.js';
import { describeFollowUps } from '../support/follow-ups.contract.js';
import { HeldTaskQueue } from '../support/memory-collaborators.js';

describe.each(['pglite', 'postgres'] as const)('conversations on %s', (kind) => {
  let test: TestDatabase;
  const tasks = new HeldTaskQueue();
  let direct: PostgresConversationStore;
  let spooling: SpoolingConversationStore;

  beforeAll(async () => {
    test = await openTestDatabase(kind);
    direct = new PostgresConversationStore(test.database, tasks.asService());
    const config = new DatabaseConfig({ url: undefined, dataDir: test.dataDir, poolSize: 1 });
    spooling = new SpoolingConversationStore(direct, test.database, config, new Metrics());
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
  });
});
