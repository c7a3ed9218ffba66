import fc from 'fast-check';
import { PostgresConversationStore } from '../../src/chat/adapters/postgres-conversation-store.js';
import type { HeldMemory } from '../../src/memory/adapters/held-memories.js';
import { HoldingMemoryStore } from '../../src/memory/adapters/holding-memory.store.js';
import { PostgresMemoryStore } from '../../src/memory/adapters/postgres-memory.store.js';
import type { MemoryKind } from '../../src/memory/memory.types.js';
import { userMessage } from '../support/conversation-store.contract.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { settingsOf } from '../support/limits.js';
import { HeldTaskQueue } from '../support/memory-collaborators.js';
import { at, CONTRACT_MESSAGE, describeMemoryStore, memory } from '../support/memory-store.contract.js';

const { signal } = new AbortController();
const HELD_PER_USER = 200;
const start = new Date('2026-01-01T00:00:00Z').getTime();

/** The real store, whose answers a test may hold back, or turn into failures after the deed. */
class SlowMemoryStore extends PostgresMemoryStore {
  answering: Promise<void> | undefined;
  onRead = () => {};
  failure: Error | undefined;

  override async all(userScope: string, most: number): Promise<HeldMemory[]> {
    const memories = await super.all(userScope, most);
    this.onRead();
    return this.answer(memories);
  }

  override async save(...given: Parameters<PostgresMemoryStore['save']>): Promise<number> {
    return this.answer(await super.save(...given));
  }

  override async forgetSession(...given: Parameters<PostgresMemoryStore['forgetSession']>): Promise<number> {
    return this.answer(await super.forgetSession(...given));
  }

  private async answer<T>(answer: T): Promise<T> {
    await this.answering;
    if (this.failure) throw this.failure;
    return answer;
  }
}

describe.each(['pglite', 'postgres'] as const)('HoldingMemoryStore on %s', (kind) => {
  let opened: TestDatabase;
  let stored: SlowMemoryStore;
  let store: HoldingMemoryStore;
  const settings = settingsOf();
  let scopes = 0;
  const newScope = () => `holding-user-${++scopes}`;

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    stored = new SlowMemoryStore(opened.database);
    store = new HoldingMemoryStore(stored, opened.database, settings);
    store.onModuleInit();
    const conversations = new PostgresConversationStore(opened.database, new HeldTaskQueue().asService());
    await conversations.saveUserMessage(userMessage({ id: CONTRACT_MESSAGE }));
  }, 60_000);

  afterAll(() => opened.close());

  const contentsOf = async (userScope: string) =>
    (await store.list({ userScope, limit: 1000 }, signal)).map(({ content }) => content).sort();

  if (kind === 'pglite') describeMemoryStore(() => store);

  it('reads a user once where nobody else writes, and each time where others may', async () => {
    const userScope = newScope();
    await store.save(userScope, [memory('known')], signal);
    expect(await contentsOf(userScope)).toEqual(['known']);
    await stored.save(userScope, [memory('unseen')], signal);
    await store.save(userScope, [memory('told')], signal);
    const fromDatabase = ['known', 'told', 'unseen'];
    expect(await contentsOf(userScope)).toEqual(kind === 'pglite' ? ['known', 'told'] : fromDatabase);
    settings.update({ cacheEnabled: false });
    expect(await contentsOf(userScope)).toEqual(fromDatabase);
    settings.update({ cacheEnabled: true });
    expect(await contentsOf(userScope)).toEqual(fromDatabase);
  });

  it('knows where memories of other sessions are', async () => {
    const userScope = newScope();
    const whereabouts = () => store.whereabouts({ userScope, excludeSessionId: 'session-1' }, signal);
    expect(await whereabouts()).toBe(kind === 'pglite' ? 'none' : 'away');
    await store.save(userScope, [memory('of this session')], signal);
    expect(await whereabouts()).toBe(kind === 'pglite' ? 'none' : 'away');
    await store.save(userScope, [memory('of another', { sessionId: 'session-2' })], signal);
    expect(await whereabouts()).toBe(kind === 'pglite' ? 'here' : 'away');
    settings.update({ cacheEnabled: false });
    expect(await whereabouts()).toBe('away');
    settings.update({ cacheEnabled: true });
  });

  it('misses nothing that is saved while the user is read', async () => {
    const userScope = newScope();
    await stored.save(userScope, [memory('first')], signal);
    let answer = () => {};
    stored.answering = new Promise((resolve) => (answer = resolve));
    const hasRead = new Promise<void>((resolve) => (stored.onRead = resolve));
    const reading = contentsOf(userScope);
    // Where each question goes to the database there is no such reading.
    if (kind === 'pglite') await hasRead;
    stored.answering = undefined;
    await store.save(userScope, [memory('second')], signal);
    expect(await contentsOf(userScope)).toEqual(['first', 'second']);
    answer();
    await reading;
    expect(await contentsOf(userScope)).toEqual(['first', 'second']);
  });

  it('believes nothing it holds after a write of which it does not know whether it happened', async () => {
    const userScope = newScope();
    await store.save(userScope, [memory('kept', { sessionId: 'session-2' })], signal);
    expect(await contentsOf(userScope)).toEqual(['kept']);
    stored.failure = new Error('no answer');
    await expect(store.save(userScope, [memory('perhaps')], signal)).rejects.toThrow('no answer');
    stored.failure = undefined;
    expect(await contentsOf(userScope)).toEqual(['kept', 'perhaps']);
    stored.failure = new Error('no answer');
    await expect(store.forgetSession(userScope, 'session-1', signal)).rejects.toThrow('no answer');
    stored.failure = undefined;
    expect(await contentsOf(userScope)).toEqual(['kept']);
  });

  it('lets go of one user or of all when told that the database has changed behind it', async () => {
    const users = [newScope(), newScope()];
    const unseen = async () => {
      for (const userScope of users) {
        await contentsOf(userScope);
        await stored.save(userScope, [memory(`unseen ${newScope()}`)], signal);
      }
    };
    await unseen();
    store.letGo(users[0]);
    const counts = async () => [(await contentsOf(users[0]!)).length, (await contentsOf(users[1]!)).length];
    expect(await counts()).toEqual(kind === 'pglite' ? [1, 0] : [1, 1]);
    await unseen();
    store.letGo();
    expect(await counts()).toEqual([2, 2]);
  });

  it('lets the database answer for a user with very many memories', async () => {
    const userScope = newScope();
    const many = Array.from({ length: HELD_PER_USER }, (_, index) => memory(`m${index}`));
    await store.save(userScope, many, signal);
    expect(await contentsOf(userScope)).toHaveLength(HELD_PER_USER);
    await store.save(userScope, [memory('one more')], signal);
    await stored.save(userScope, [memory('unseen')], signal);
    expect(await contentsOf(userScope)).toHaveLength(HELD_PER_USER + 2);
  });

  it('reads on for others when one caller gives up', async () => {
    const userScope = newScope();
    await store.save(userScope, [memory('said')], signal);
    const gone = new AbortController();
    const impatient = store.list({ userScope, limit: 1 }, gone.signal);
    const patient = contentsOf(userScope);
    gone.abort(new Error('gone'));
    await expect(impatient).rejects.toThrow('gone');
    expect(await patient).toEqual(['said']);
  });

  it('answers what the database would, whatever was told, retold and forgotten before', async () => {
    const telling = fc.record({
      act: fc.constantFrom('save', 'save', 'save', 'ask', 'forget', 'trim'),
      content: fc.constantFrom('a', 'b', 'c', 'd'),
      session: fc.constantFrom('session-1', 'session-2'),
      kind: fc.constantFrom<MemoryKind>('pet', 'worry'),
      embedder: fc.constantFrom('plane-1', 'plane-2'),
      minute: fc.nat({ max: 20 }),
      degrees: fc.nat({ max: 180 }),
      importance: fc.constantFrom(0.25, 0.5, 0.75),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(telling, { maxLength: 10 }), async (tellings) => {
        const userScope = newScope();
        for (const [second, { act, content, session, minute, degrees, ...told }] of tellings.entries()) {
          // No two at the same time: which of them comes first is nobody's promise.
          const createdAt = new Date(start + minute * 60_000 + second * 1000);
          const said = memory(content, { ...told, sessionId: session, vector: at(degrees), createdAt });
          if (act === 'save') await store.save(userScope, [said], signal);
          else if (act === 'ask') await contentsOf(userScope);
          else if (act === 'forget') await store.forgetSession(userScope, session, signal);
          else await store.trim({ userScope, keep: 2, now: new Date(start), halfLifeMs: 86_400_000 }, signal);
        }
        const queries = [
          { userScope, limit: 3 },
          { userScope, limit: 9, excludeSessionId: 'session-1', kinds: ['pet' as const] },
          { userScope, limit: 9, exceptEmbedders: ['plane-1'] },
        ];
        for (const query of queries) {
          expect(await store.list(query, signal)).toEqual(await stored.list(query, signal));
        }
        const near = {
          userScope,
          excludeSessionId: 'session-2',
          embedder: 'plane-1',
          vector: at(7),
          limit: 2,
        };
        const rounded = (rows: Awaited<ReturnType<typeof store.nearest>>) =>
          rows.map((row) => ({ ...row, similarity: expect.closeTo(row.similarity, 5) as number }));
        expect(await store.nearest(near, signal)).toEqual(rounded(await stored.nearest(near, signal)));
      }),
      { numRuns: 40 },
    );
  });
});

it('holds fewer users where they have more memories', async () => {
  const opened = await openTestDatabase('pglite');
  const stored = new SlowMemoryStore(opened.database);
  const store = new HoldingMemoryStore(stored, opened.database, settingsOf());
  const rows = Array.from({ length: HELD_PER_USER }, (_, index) => memory(`m${index}`));
  let readings = 0;
  stored.all = () => Promise.resolve(((readings += 1), rows));
  const users = Array.from({ length: 100 }, (_, index) => `user-${index}`);
  for (const userScope of users) await store.list({ userScope, limit: 1 }, signal);
  for (const userScope of users.slice(-50)) await store.list({ userScope, limit: 1 }, signal);
  expect(readings).toBe(100);
  await store.list({ userScope: users[0]!, limit: 1 }, signal);
  expect(readings).toBe(101);
  await opened.close();
}, 60_000);

it('reads again when the lifetime of memories is over, however much was told meanwhile', async () => {
  const opened = await openTestDatabase('pglite');
  const stored = new PostgresMemoryStore(opened.database);
  const settings = settingsOf({ ttlSeconds: { memory: 60 } });
  const store = new HoldingMemoryStore(stored, opened.database, settings);
  const conversations = new PostgresConversationStore(opened.database, new HeldTaskQueue().asService());
  await conversations.saveUserMessage(userMessage({ id: CONTRACT_MESSAGE }));
  const count = async () => (await store.list({ userScope: 'somebody', limit: 9 }, signal)).length;
  const clock = jest.spyOn(performance, 'now');
  const later = (seconds: number) => clock.mockReturnValue(startedAt + seconds * 1000);
  const startedAt = performance.now();
  later(0);
  expect(await count()).toBe(0);
  await stored.save('somebody', [memory('unseen')], signal);
  later(40);
  await store.save('somebody', [memory('told')], signal);
  expect(await count()).toBe(1);
  later(61);
  expect(await count()).toBe(2);
  clock.mockRestore();
  await opened.close();
}, 60_000);

it('reads again after the database was away', async () => {
  const opened = await openTestDatabase('pglite');
  const stored = new PostgresMemoryStore(opened.database);
  const store = new HoldingMemoryStore(stored, opened.database, settingsOf());
  store.onModuleInit();
  const conversations = new PostgresConversationStore(opened.database, new HeldTaskQueue().asService());
  await conversations.saveUserMessage(userMessage({ id: CONTRACT_MESSAGE }));
  await store.save('somebody', [memory('known')], signal);
  expect(await store.list({ userScope: 'somebody', limit: 9 }, signal)).toHaveLength(1);
  await stored.save('somebody', [memory('unseen')], signal);
  await opened.stop();
  await opened.start();
  expect(await store.list({ userScope: 'somebody', limit: 9 }, signal)).toHaveLength(2);
  await opened.close();
}, 60_000);
