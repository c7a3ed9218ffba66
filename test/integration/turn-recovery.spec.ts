import { PostgresConversationStore } from '../../src/chat/adapters/postgres-conversation-store.js';
import type { UserMessage } from '../../src/chat/ports/conversation-store.js';
import { TurnRecovery } from '../../src/chat/turn-recovery.js';
import { LlmConfig } from '../../src/config/config.slices.js';
import { RuntimeSettings } from '../../src/config/runtime-settings.js';
import { orderedIdFloor } from '../../src/platform/identity/identifiers.js';
import { replyTo, userMessage } from '../support/conversation-store.contract.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { HeldTaskQueue } from '../support/memory-collaborators.js';
import { createSafety } from '../support/safety.js';

const MINUTE_MS = 60_000;
const settings = new RuntimeSettings({
  cacheEnabled: true,
  maxConcurrentRequests: 50,
  requestTimeoutMs: 30_000,
  ttlSeconds: { emotion: 60, memory: 60, prompt: 60, default: 60 },
  adaptiveEnabled: false,
});
const llm = new LlmConfig({
  baseUrl: undefined,
  apiKey: undefined,
  model: undefined,
  timeoutMs: 20_000,
  firstTokenTimeoutMs: 8000,
});

let sequence = 0;
/** A message of a turn that began so long ago. */
function messageFrom(agoMs: number, fields: Partial<UserMessage> = {}): UserMessage {
  const at = Date.now() - agoMs;
  const id = orderedIdFloor(at).slice(0, -12) + String((sequence += 1)).padStart(12, '0');
  return userMessage({ id, createdAt: new Date(at), ...fields });
}

describe.each(['pglite', 'postgres'] as const)('turns that a killed process left on %s', (kind) => {
  let test: TestDatabase;
  let tasks: HeldTaskQueue;
  let store: PostgresConversationStore;

  beforeAll(async () => {
    test = await openTestDatabase(kind);
  }, 60_000);
  afterAll(() => test.close());
  beforeEach(() => {
    tasks = new HeldTaskQueue();
    store = new PostgresConversationStore(test.database, tasks.asService());
  });

  /** A process that starts now. */
  const start = () => new TurnRecovery(store, createSafety().service, settings, llm);
  const statusesOf = async ({ userId, sessionId }: UserMessage) =>
    (await store.recentMessages({ userId, sessionId, limit: 10 })).map(({ status }) => status);
  const save = async (...messages: UserMessage[]) => {
    for (const message of messages) await store.saveUserMessage(message);
  };

  it('are aborted once no turn can be so old, or at once where nobody else can be at work on them', async () => {
    const [old, recent] = [messageFrom(180 * MINUTE_MS), messageFrom(10 * MINUTE_MS)];
    await save(old, recent);
    const recovery = start();
    const running = messageFrom(-1000);
    await save(running);
    await recovery.recover();
    expect(await statusesOf(old)).toEqual(['aborted']);
    expect(await statusesOf(recent)).toEqual([kind === 'pglite' ? 'aborted' : 'received']);
    expect(await statusesOf(running)).toEqual(['received']);
    expect(tasks.waiting).toEqual([]);
  });

  it('keep the end they have, and are ended once by two processes', async () => {
    const [ended, left] = [messageFrom(200 * MINUTE_MS), messageFrom(190 * MINUTE_MS, { riskLevel: 'high' })];
    await save(ended, left);
    await store.saveReply(replyTo(ended));
    const processes = [start(), start()];
    await Promise.all(processes.map((process) => process.recover()));
    expect(await statusesOf(ended)).toEqual(['completed', 'completed']);
    expect(await statusesOf(left)).toEqual(['aborted']);
    const sessions = await store.sessionsOf(left.userId);
    expect(sessions.find(({ sessionId }) => sessionId === left.sessionId)?.updatedAt).toEqual(left.createdAt);
  });

  it('leave their crisis to the ledger, once, without claiming that help was seen', async () => {
    const left = messageFrom(170 * MINUTE_MS, { riskLevel: 'medium', content: 'I want to die' });
    await save(left);
    const { service, tasks: written, ledger } = createSafety();
    await Promise.all([1, 2].map(() => new TurnRecovery(store, service, settings, llm).recover()));
    written.add(tasks.waiting.map((task) => ({ ...task, id: 'any' })));
    await written.run();
    expect(ledger.events).toMatchObject([
      { level: 'medium', language: 'en', cardShown: false, carried: false, occurredAt: left.createdAt },
    ]);
  });

  it('are found however many messages lie between', async () => {
    const first = messageFrom(160 * MINUTE_MS);
    await save(first);
    const between = Array.from({ length: 2500 }, () => messageFrom(150 * MINUTE_MS, { userId: 'many' }));
    await Promise.all(between.map((message) => store.saveUserMessage(message)));
    await Promise.all(between.map((message) => store.saveReply(replyTo(message, { content: '' }))));
    const last = messageFrom(140 * MINUTE_MS);
    await save(last);
    await start().recover();
    expect([await statusesOf(first), await statusesOf(last)]).toEqual([['aborted'], ['aborted']]);
  }, 60_000);

  it('wait for a database that is away', async () => {
    if (kind === 'pglite') return;
    const left = messageFrom(170 * MINUTE_MS);
    await save(left);
    const recovery = start();
    await test.stop();
    await recovery.recover();
    await test.start();
    await recovery.recover();
    expect(await statusesOf(left)).toEqual(['aborted']);
  });
});
