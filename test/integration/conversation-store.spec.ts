import { PostgresConversationStore } from '../../src/chat/adapters/postgres-conversation-store.js';
import { SpoolingConversationStore } from '../../src/chat/adapters/spooling-conversation-store.js';
import { DatabaseConfig } from '../../src/config/config.slices.js';
import { newOrderedId } from '../../src/platform/identity/identifiers.js';
import { Metrics } from '../../src/platform/metrics/metrics.js';
import { DeadlineExceededError } from '../../src/platform/resilience/deadline.js';
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

const newIds = () => {
  const id = newOrderedId();
  return { id, turnId: id };
};

/** The real store, whose readings a test may hold back, and whose deletions it may turn into failures after the deed. */
class SlowConversationStore extends PostgresConversationStore {
  answering: Promise<void> | undefined;
  onRead = () => {};
  failure: Error | undefined;

  override async recentMessages(...given: Parameters<PostgresConversationStore['recentMessages']>) {
    const messages = await super.recentMessages(...given);
    this.onRead();
    await this.answering;
    return messages;
  }

  override async deleteSession(...given: Parameters<PostgresConversationStore['deleteSession']>) {
    const deleted = await super.deleteSession(...given);
    if (this.failure) throw this.failure;
    return deleted;
  }
}

describe.each(['pglite', 'postgres'] as const)('conversations on %s', (kind) => {
  let test: TestDatabase;
  const tasks = new HeldTaskQueue();
  let direct: SlowConversationStore;
  let spooling: SpoolingConversationStore;
  const settings = settingsOf();
  const metrics = new Metrics();

  beforeAll(async () => {
    test = await openTestDatabase(kind);
    direct = new SlowConversationStore(test.database, tasks.asService());
    const config = new DatabaseConfig({ url: undefined, dataDir: test.dataDir, poolSize: 1 });
    spooling = new SpoolingConversationStore(direct, test.database, config, metrics, settings);
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
      const unseen = userMessage({ ...first, ...newIds(), content: 'unseen' });
      await spooling.saveUserMessage(first);
      expect(await contentsOf(first)).toEqual(['first']);
      await direct.saveUserMessage(unseen);
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
      let answer = () => {};
      direct.answering = new Promise((resolve) => (answer = resolve));
      const hasRead = new Promise<void>((resolve) => (direct.onRead = resolve));
      const reading = contentsOf(message);
      await hasRead;
      await spooling.deleteSession(message);
      answer();
      await reading;
      direct.answering = undefined;
      expect(await contentsOf(message)).toEqual([]);
    });

    it('forgets a session whose deletion was not answered in time, of that user alone', async () => {
      const mine = userMessage({ content: 'mine' });
      const yours = userMessage({ userId: 'yue', sessionId: mine.sessionId, content: 'yours' });
      for (const message of [mine, yours]) await spooling.saveUserMessage(message);
      for (const message of [mine, yours]) expect(await contentsOf(message)).toEqual([message.content]);
      direct.failure = new DeadlineExceededError('deleting', 1);
      await expect(spooling.deleteSession(mine)).rejects.toThrow(direct.failure);
      direct.failure = undefined;
      await direct.saveUserMessage(userMessage({ ...yours, ...newIds(), content: 'unseen' }));
      expect(await contentsOf(mine)).toEqual([]);
      expect(await contentsOf(yours)).toEqual(kind === 'pglite' ? ['yours'] : ['yours', 'unseen']);
    });

    it('keeps what a deletion that is refused does not touch', async () => {
      const message = userMessage({ content: 'kept' });
      await spooling.saveUserMessage(message);
      expect(await contentsOf(message)).toEqual(['kept']);
      await direct.saveUserMessage(userMessage({ ...message, ...newIds(), content: 'unseen' }));
      const stranger = { ...message, userId: 'mallory' };
      await expect(spooling.deleteSession(stranger)).rejects.toThrow('no such session');
      expect(await contentsOf(message)).toEqual(kind === 'pglite' ? ['kept'] : ['kept', 'unseen']);
    });

    it('holds texts as the database does', async () => {
      const broken = userMessage({ content: 'half \ud83d and \0 none' });
      await spooling.saveUserMessage(broken);
      await spooling.saveReply(replyTo(broken, { content: 'half \ud83d' }));
      const stored = await direct.recentMessages({ ...broken, limit: 5 });
      await contentsOf(broken);
      expect(await spooling.recentMessages({ ...broken, limit: 5 })).toEqual(stored);
      expect(stored[0]?.content).toBe('half \ufffd and  none');
    });

    it('reads again after the database was away', async () => {
      const message = userMessage({ content: 'known' });
      await spooling.saveUserMessage(message);
      expect(await contentsOf(message)).toEqual(['known']);
      await direct.saveUserMessage(userMessage({ ...message, ...newIds(), content: 'unseen' }));
      await test.stop();
      const counts = async () =>
        Object.fromEntries(
          (await metrics.registry.getSingleMetric('xinyu_history_reads_total')!.get()).values.map(
            ({ labels, value }) => [labels.from, value],
          ),
        );
      const before = await counts();
      expect(await contentsOf(message)).toContain('known');
      await test.start();
      expect(await contentsOf(message)).toEqual(['known', 'unseen']);
      const after = await counts();
      expect(after).toEqual({ memory: (before.memory ?? 0) + 1, database: before.database! + 1 });
    });
  });
});
