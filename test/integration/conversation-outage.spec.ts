import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresConversationStore } from '../../src/chat/adapters/postgres-conversation-store.js';
import { SpoolingConversationStore } from '../../src/chat/adapters/spooling-conversation-store.js';
import { DatabaseConfig } from '../../src/config/config.slices.js';
import { packageRoot } from '../../src/config/package-root.js';
import type { UserMessage } from '../../src/chat/ports/conversation-store.js';
import { backgroundTasks, messages } from '../../src/platform/database/schema/index.js';
import { newOrderedId } from '../../src/platform/identity/identifiers.js';
import { Metrics } from '../../src/platform/metrics/metrics.js';
import { newSession, replyTo, userMessage } from '../support/conversation-store.contract.js';
import { openTestDatabase, waitUntil, type TestDatabase } from '../support/database.js';
import { settingsOf } from '../support/limits.js';
import { HeldTaskQueue } from '../support/memory-collaborators.js';

async function openStore(
  test: TestDatabase,
  tasks = new HeldTaskQueue(),
): Promise<SpoolingConversationStore> {
  const config = new DatabaseConfig({ url: undefined, dataDir: test.dataDir, poolSize: 1 });
  const stored = new PostgresConversationStore(test.database, tasks.asService());
  const store = new SpoolingConversationStore(stored, test.database, config, new Metrics(), settingsOf());
  await store.onModuleInit();
  return store;
}

describe('conversations while the database is away', () => {
  let test: TestDatabase;
  let store: SpoolingConversationStore;
  const tasks = new HeldTaskQueue();
  beforeAll(async () => {
    test = await openTestDatabase('postgres');
    store = await openStore(test, tasks);
  }, 60_000);
  afterAll(async () => {
    await store.onApplicationShutdown();
    await test.close();
  });
  afterEach(async () => {
    await test.start();
    await waitUntil(() => store.pendingWrites === 0);
  });

  const spoolFolder = () => join(test.dataDir, 'spool');
  const spoolFiles = () => (existsSync(spoolFolder()) ? readdirSync(spoolFolder()) : []);

  it('goes on with a conversation begun before, and stores all of it in order once it is back', async () => {
    const sessionId = newSession();
    const before = userMessage({ sessionId, content: 'before' });
    await store.saveUserMessage(before);
    await test.stop();
    const startedAt = performance.now();
    await store.saveReply(replyTo(before, { content: 'after it went' }));
    const during = userMessage({ sessionId, content: 'during', createdAt: new Date(Date.now() + 50) });
    expect(await store.saveUserMessage(during)).toEqual({ durable: 'spool' });
    expect(performance.now() - startedAt).toBeLessThan(500);
    expect(store.pendingWrites).toBe(2);
    expect(statSync(join(spoolFolder(), spoolFiles()[0]!)).mode & 0o777).toBe(0o600);

    const expected = ['before', 'after it went', 'during'];
    const contents = async () =>
      (await store.recentMessages({ userId: 'ming', sessionId, limit: 10 })).map(({ content }) => content);
    expect(await contents()).toEqual(expected);
    const history = await store.history({ sessionId, limit: 10 });
    expect(history.map(({ content, status }) => [content, status])).toEqual([
      ['before', 'completed'],
      ['after it went', 'completed'],
      ['during', 'received'],
    ]);

    await test.start();
    await store.saveReply(replyTo(during, { content: 'and on' }));
    expect(await contents()).toEqual([...expected, 'and on']);
    await waitUntil(() => store.pendingWrites === 0 && spoolFiles().length === 0);
    const stored = new PostgresConversationStore(test.database, new HeldTaskQueue().asService());
    expect((await stored.recentMessages({ userId: 'ming', sessionId, limit: 10 })).length).toBe(4);
  });

  it('says what it cannot do: unknown histories, lists and deletions', async () => {
    const sessionId = newSession();
    await store.saveUserMessage(userMessage({ sessionId }));
    await test.stop();
    const unavailable = { code: 'dependency_unavailable' };
    await expect(store.history({ sessionId: newSession(), limit: 5 })).rejects.toMatchObject(unavailable);
    await expect(store.history({ sessionId: 'x', userId: 'y', limit: 5 })).rejects.toMatchObject(unavailable);
    await expect(store.sessionsOf('ming')).rejects.toMatchObject(unavailable);
    await expect(store.deleteSession({ sessionId })).rejects.toMatchObject(unavailable);
    expect(await store.recentMessages({ userId: 'ming', sessionId: newSession(), limit: 5 })).toEqual([]);
  });

  it('does not let a spooled message come back after its session was deleted', async () => {
    const question = userMessage();
    await test.stop();
    await store.saveUserMessage(question);
    await expect(store.deleteSession(question)).rejects.toMatchObject({ code: 'dependency_unavailable' });
    await test.start();
    expect(await store.deleteSession(question)).toEqual({ userScope: 'ming' });
    await store.saveReply(replyTo(question));
    expect(await store.recentMessages({ ...question, limit: 5 })).toEqual([]);
  });

  it('keeps what follows from a turn on disk, over the end of a process, and has it done once', async () => {
    const [known, unknown] = [userMessage(), userMessage()];
    await store.saveUserMessage(known);
    await test.stop();
    await store.saveUserMessage(unknown);
    const followUpOf = ({ turnId }: UserMessage) => ({
      id: newOrderedId(),
      name: 'note',
      payload: { turnId },
    });
    const followUps = [followUpOf(known), followUpOf(unknown)];
    await store.saveReply(replyTo(known, { followUps: [followUps[0]!] }));
    await store.saveReply(replyTo(unknown, { followUps: [followUps[1]!] }));
    expect(tasks.waiting).toEqual([]);
    const lines = spoolFiles().map((name) => readFileSync(join(spoolFolder(), name), 'utf8'));
    for (const { id } of followUps) expect(lines.join()).toContain(id);

    const laterTasks = new HeldTaskQueue();
    const later = await openStore(test, laterTasks);
    await test.start();
    await waitUntil(() => store.pendingWrites === 0 && later.pendingWrites === 0);
    // The process before still lives and replays as well.
    const done = [...tasks.waiting, ...laterTasks.waiting].map(({ payload }) => payload);
    expect(done).toHaveLength(2);
    expect(done).toEqual(expect.arrayContaining(followUps.map(({ payload }) => payload)));
    const rows = await test.database.run('look', (db) => db.select().from(backgroundTasks));
    expect(rows.map(({ id }) => id).sort()).toEqual(followUps.map(({ id }) => id).sort());
    await later.onApplicationShutdown();
  });

  it('reads what a version before it left, whose replies had nothing to follow', async () => {
    await test.stop();
    const question = userMessage();
    const line = (record: object) => `${JSON.stringify(record)}\n`;
    mkdirSync(spoolFolder(), { recursive: true });
    writeFileSync(
      join(spoolFolder(), 'left.jsonl'),
      line({ kind: 'message', message: question }) + line({ kind: 'reply', reply: replyTo(question) }),
    );
    const later = await openStore(test);
    expect(later.pendingWrites).toBe(2);
    await test.start();
    await waitUntil(() => later.pendingWrites === 0);
    expect(await store.recentMessages({ ...question, limit: 5 })).toMatchObject([
      { status: 'completed' },
      { content: '我在听。' },
    ]);
    await later.onApplicationShutdown();
  });

  it('writes what a process before it left, also one that still lives', async () => {
    await test.stop();
    const [early, late] = [userMessage(), userMessage()];
    await store.saveUserMessage(early);
    const second = await openStore(test);
    expect(second.pendingWrites).toBe(1);
    expect(await second.recentMessages({ ...early, limit: 5 })).toHaveLength(1);
    // The first one notices that its file is gone and writes all it has pending again.
    await store.saveUserMessage(late);
    const third = await openStore(test);
    for (const question of [early, late]) {
      expect(await third.recentMessages({ ...question, limit: 5 })).toHaveLength(1);
    }
    await test.start();
    await waitUntil(() => [store, second, third].every(({ pendingWrites }) => pendingWrites === 0));
    for (const question of [early, late]) {
      expect(await store.recentMessages({ ...question, limit: 5 })).toHaveLength(1);
    }
    await Promise.all([second.onApplicationShutdown(), third.onApplicationShutdown()]);
    await waitUntil(() => spoolFiles().length === 0);
  });

  it('spools thousands of messages at once and drains them', async () => {
    await test.stop();
    const sessionId = newSession();
    const questions = Array.from({ length: 2000 }, () => userMessage({ sessionId }));
    await Promise.all(questions.map((question) => store.saveUserMessage(question)));
    await test.start();
    await waitUntil(() => store.pendingWrites === 0);
    const stored = await store.recentMessages({ userId: 'ming', sessionId, limit: 5000 });
    expect(stored.map(({ id }) => id)).toEqual(questions.map(({ id }) => id).sort());
  });
});

describe('a process killed with SIGKILL while it writes', () => {
  it.each(['database', 'spool'])(
    'has every acknowledged write exactly once after the next start (%s)',
    async (mode) => {
      const dataDir = mkdtempSync(join(tmpdir(), 'xinyu-killed-'));
      const acknowledged: string[] = [];
      for (let round = 0; round < 2; round += 1) acknowledged.push(...(await writeAndKill(dataDir, mode)));
      expect(acknowledged.length).toBeGreaterThan(200);

      const test = await openTestDatabase('pglite', { dataDir });
      const store = await openStore(test);
      await waitUntil(() => store.pendingWrites === 0);
      const rows = await test.database.run('ids', (db) =>
        db.select({ id: messages.id, turnId: messages.turnId, role: messages.role }).from(messages),
      );
      const ids = new Set(rows.map(({ id }) => id));
      expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
      expect(new Set(rows.map(({ turnId, role }) => `${turnId} ${role}`)).size).toBe(rows.length);
      await store.onApplicationShutdown();
      await test.close();
      rmSync(dataDir, { recursive: true });
    },
    120_000,
  );
});

async function writeAndKill(dataDir: string, mode: string): Promise<string[]> {
  const script = join(packageRoot(), 'test/support/writes-until-killed.mjs');
  const child = spawn(process.execPath, [script, dataDir, mode], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (output.length > 20_000 && !child.killed) child.kill('SIGKILL');
  });
  await exited;
  return [...output.matchAll(/^saved (\S+)\n/gm)].map(([, id]) => id!);
}
