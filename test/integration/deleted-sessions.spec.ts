import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresConversationStore } from '../../src/chat/adapters/postgres-conversation-store.js';
import { SpoolingConversationStore } from '../../src/chat/adapters/spooling-conversation-store.js';
import { DatabaseConfig } from '../../src/config/config.slices.js';
import { Metrics } from '../../src/platform/metrics/metrics.js';
import { newSession, replyTo, userMessage } from '../support/conversation-store.contract.js';
import { openTestDatabase, waitUntil, type TestDatabase } from '../support/database.js';
import { settingsOf } from '../support/limits.js';
import { HeldTaskQueue } from '../support/memory-collaborators.js';

describe('a session that was deleted', () => {
  let test: TestDatabase;
  let stored: PostgresConversationStore;
  beforeAll(async () => {
    test = await openTestDatabase('postgres');
    stored = new PostgresConversationStore(test.database, new HeldTaskQueue().asService());
  }, 60_000);
  afterAll(() => test.close());

  it('does not come back from what another process kept on disk meanwhile; what was said since does', async () => {
    const sessionId = newSession();
    await stored.saveUserMessage(userMessage({ sessionId }));
    const before = userMessage({ sessionId, content: 'before' });
    await stored.deleteSession({ sessionId });
    const since = userMessage({ sessionId, content: 'since', createdAt: new Date(Date.now() + 1000) });

    const dataDir = mkdtempSync(join(tmpdir(), 'xinyu-replica-'));
    mkdirSync(join(dataDir, 'spool'));
    const left = [
      { kind: 'message', message: before },
      { kind: 'reply', reply: replyTo(before) },
      { kind: 'message', message: since },
    ];
    const lines = left.map((record) => `${JSON.stringify(record)}\n`).join('');
    writeFileSync(join(dataDir, 'spool', 'left.jsonl'), lines);

    const config = new DatabaseConfig({ url: undefined, dataDir, poolSize: 1 });
    const replica = new SpoolingConversationStore(stored, test.database, config, new Metrics(), settingsOf());
    await replica.onModuleInit();
    await waitUntil(() => replica.pendingWrites === 0);
    const messages = await stored.history({ sessionId, limit: 10 });
    expect(messages.map(({ content }) => content)).toEqual(['since']);
    await replica.onApplicationShutdown();
    rmSync(dataDir, { recursive: true });
  });
});
