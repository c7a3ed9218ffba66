// Saves messages as fast as it can and prints the id of each once it is acknowledged, until the process is killed.
// Arguments: DATA_DIR, and "spool" to work without any database. Runs the built program.
import { setImmediate as nextTick } from 'node:timers/promises';
import { PostgresConversationStore } from '../../dist/chat/adapters/postgres-conversation-store.js';
import { SpoolingConversationStore } from '../../dist/chat/adapters/spooling-conversation-store.js';
import { Database } from '../../dist/platform/database/database.js';
import { DependencyRegistry } from '../../dist/platform/dependencies/dependency-registry.js';
import { newOrderedId } from '../../dist/platform/identity/identifiers.js';
import { Metrics } from '../../dist/platform/metrics/metrics.js';

const [dataDir, mode] = process.argv.slice(2);
// Nothing listens on port 1.
const url = mode === 'spool' ? 'postgres://127.0.0.1:1/none' : undefined;
const config = { url, dataDir, poolSize: 1 };
const database = new Database(config, { databaseTimeoutMs: 10_000 }, new DependencyRegistry());
const store = new SpoolingConversationStore(
  new PostgresConversationStore(database),
  database,
  config,
  new Metrics(),
  { current: { cacheEnabled: true } },
);
await database.onModuleInit();
await store.onModuleInit();
if (url === undefined) await database.ready;

async function write(sessionId) {
  for (;;) {
    const id = newOrderedId();
    const common = { turnId: id, userId: 'u', sessionId };
    const message = { id, ...common, userScope: 'u', content: `问 ${id}`, createdAt: new Date() };
    await store.saveUserMessage(message);
    process.stdout.write(`saved ${id}\n`);
    const reply = { id: newOrderedId(), ...common, content: `答 ${id}`, status: 'completed' };
    await store.saveReply({ ...reply, createdAt: new Date() });
    process.stdout.write(`saved ${reply.id}\n`);
    await nextTick();
  }
}
await Promise.all(Array.from({ length: 8 }, (_, index) => write(`s${index}`)));
