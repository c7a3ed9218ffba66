import { sql } from 'drizzle-orm';
import { PostgresConversationStore } from '../../src/chat/adapters/postgres-conversation-store.js';
import { PostgresTurnKeyStore } from '../../src/chat/adapters/postgres-turn-key-store.js';
import type { TurnKeyStore } from '../../src/chat/ports/turn-key-store.js';
import { DatabaseConfig } from '../../src/config/config.slices.js';
import { userMessage } from '../support/conversation-store.contract.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { HeldTaskQueue } from '../support/memory-collaborators.js';
import { describeTurnKeyStore, keyedRun, repeated } from '../support/turn-key-store.contract.js';

const terms = { now: new Date(), silenceMs: 60_000 };

describe.each(['pglite', 'postgres'] as const)('turn keys on %s', (kind) => {
  let test: TestDatabase;
  let store: TurnKeyStore;
  /** Another process, as far as the keys know. */
  let stranger: TurnKeyStore;

  beforeAll(async () => {
    test = await openTestDatabase(kind);
    const config = new DatabaseConfig({ url: test.server?.url, dataDir: test.dataDir, poolSize: 4 });
    store = new PostgresTurnKeyStore(test.database, config);
    stranger = new PostgresTurnKeyStore(test.database, config);
  }, 60_000);

  afterAll(() => test.close());

  describeTurnKeyStore(() => store);

  it(
    kind === 'pglite'
      ? 'knows at once that a run of another process is over: this database serves one'
      : 'waits for a run of another process, which may be alive',
    async () => {
      const run = keyedRun();
      await store.claim(run, terms);
      const { standing } = await stranger.claim(repeated(run), terms);
      expect(standing).toBe(kind === 'pglite' ? 'again' : 'running');
    },
  );

  it('gives a key to one of two processes that claim it at once', async () => {
    for (let round = 0; round < 20; round += 1) {
      const run = keyedRun();
      const claims = await Promise.all([store, stranger].map((one) => one.claim(repeated(run), terms)));
      const standings = claims.map(({ standing }) => standing).sort();
      // On the embedded database no two processes are alive at once: whoever comes second repeats the turn.
      expect(standings).toEqual(kind === 'pglite' ? ['again', 'new'] : ['new', 'running']);
    }
  });

  it('counts a run as alive as long as its process speaks for it', async () => {
    const [silent, spoken] = [keyedRun(), keyedRun()];
    for (const run of [silent, spoken]) await store.claim(run, terms);
    await test.database.run('an hour passes', (db) =>
      db.execute(sql`update turn_keys set alive_at = alive_at - interval '1 hour'`),
    );
    await store.keepAlive([spoken, keyedRun()]);
    const claims = [silent, spoken].map((run) => store.claim(repeated(run), terms));
    expect((await Promise.all(claims)).map(({ standing }) => standing)).toEqual(['again', 'running']);
  });

  it('is told when a session is deleted, whoever had the key', async () => {
    const conversations = new PostgresConversationStore(test.database, new HeldTaskQueue().asService());
    const message = userMessage();
    const { turnId, userId, userScope, sessionId } = message;
    const [mine, other] = [keyedRun({ turnId, userId, userScope, sessionId }), keyedRun({ userScope })];
    await conversations.saveUserMessage(message);
    for (const run of [mine, other]) await store.claim(run, terms);
    await store.end(other, 'replied');
    await conversations.deleteSession({ userId, sessionId });
    await store.end(mine, 'replied');
    const claims = [mine, other].map((run) => store.claim(repeated(run), terms));
    expect(await Promise.all(claims)).toMatchObject([{ outcome: 'deleted' }, { outcome: 'replied' }]);
  });
});
