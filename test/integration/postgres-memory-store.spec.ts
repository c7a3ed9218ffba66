import { sql } from 'drizzle-orm';
import { PostgresConversationStore } from '../../src/chat/adapters/postgres-conversation-store.js';
import { PostgresMemoryStore } from '../../src/memory/adapters/postgres-memory.store.js';
import { EMBEDDING_DIMENSIONS } from '../../src/memory/ports/embedder.js';
import { SourceMissingError, type NewMemory } from '../../src/memory/ports/memory-store.js';
import { newOrderedId } from '../../src/platform/identity/identifiers.js';
import { userMessage } from '../support/conversation-store.contract.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { HeldTaskQueue } from '../support/memory-collaborators.js';
import { at, CONTRACT_MESSAGE, describeMemoryStore, memory } from '../support/memory-store.contract.js';

const { signal } = new AbortController();

describe('PostgresMemoryStore on the embedded database', () => {
  let opened: TestDatabase;
  let store: PostgresMemoryStore;
  let conversations: PostgresConversationStore;

  beforeAll(async () => {
    opened = await openTestDatabase('pglite');
    store = new PostgresMemoryStore(opened.database);
    conversations = new PostgresConversationStore(opened.database, new HeldTaskQueue().asService());
    await conversations.saveUserMessage(userMessage({ id: CONTRACT_MESSAGE }));
  }, 60_000);

  afterAll(() => opened.close());

  describeMemoryStore(() => store);

  it('refuses a vector of another length, and harms nobody who asks at the same time', async () => {
    const tell = (userScope: string, vector: Float32Array) =>
      store.save(userScope, [memory('我养了一只猫', { vector })], signal);
    const ask = (userScope: string, vector: Float32Array) => {
      const query = { userScope, excludeSessionId: '', embedder: 'plane-1', vector, limit: 1 };
      return store.nearest(query, signal);
    };
    const lengths = [EMBEDDING_DIMENSIONS - 1, EMBEDDING_DIMENSIONS + 1];
    const [short, long] = lengths.map((length) => new Float32Array(length).fill(1)) as [
      Float32Array,
      Float32Array,
    ];
    const refusal = { status: 'rejected', reason: { name: 'RangeError' } };
    for (const run of [tell, ask]) {
      const asked = [run('short', short), run('between', at(30)), run('long', long)];
      expect(await Promise.allSettled(asked)).toMatchObject([refusal, { status: 'fulfilled' }, refusal]);
    }
    const [found] = await ask('between', at(30));
    expect(found?.similarity).toBeCloseTo(1, 5);
  });

  describe('and the session that is deleted', () => {
    const memoryOf = ({ id, sessionId }: { id: string; sessionId: string }, content = '我养了一只猫') => {
      const vector = new Float32Array(EMBEDDING_DIMENSIONS).fill(1 / Math.sqrt(EMBEDDING_DIMENSIONS));
      const told = { id: newOrderedId(), sessionId, messageId: id, content, createdAt: new Date() };
      return { ...told, kind: 'pet', vector, embedder: 'plane-1', importance: 0.5 } satisfies NewMemory;
    };
    const memoriesOf = ({ sessionId }: { sessionId: string }) =>
      opened.database.run('count', async (db) => {
        const { rows } = await db.execute(sql`select id from memories where session_id = ${sessionId}`);
        return rows.length;
      });

    it('does not bring back what a task says late, in this process or in another', async () => {
      const message = userMessage();
      await conversations.saveUserMessage(message);
      await conversations.deleteSession(message);
      const late = store.save(message.userScope, [memoryOf(message)], signal);
      await expect(late).rejects.toThrow(SourceMissingError);
      expect(await memoriesOf(message)).toBe(0);
    });

    it('is not mistaken for a message that arrives late from the spool', async () => {
      const message = userMessage();
      const save = () => store.save(message.userScope, [memoryOf(message)], signal);
      await expect(save()).rejects.toThrow(SourceMissingError);
      await conversations.saveUserMessage(message);
      await save();
      expect(await memoriesOf(message)).toBe(1);
    });

    it('keeps what is said in a new session of the same id', async () => {
      const before = userMessage();
      await conversations.saveUserMessage(before);
      await conversations.deleteSession(before);
      const after = userMessage({ sessionId: before.sessionId });
      await conversations.saveUserMessage(after);
      await store.save(after.userScope, [memoryOf(after)], signal);
      await expect(store.save(before.userScope, [memoryOf(before, '旧的')], signal)).rejects.toThrow();
      expect(await memoriesOf(after)).toBe(1);
    });

    it('leaves nothing, whichever of the two comes first', async () => {
      for (let round = 0; round < 20; round += 1) {
        const message = userMessage();
        await conversations.saveUserMessage(message);
        const saving = store.save(message.userScope, [memoryOf(message)], signal);
        const deleting = conversations.deleteSession(message);
        await Promise.allSettled(round % 2 === 0 ? [saving, deleting] : [deleting, saving]);
        expect(await memoriesOf(message)).toBe(0);
      }
    });
  });
});
