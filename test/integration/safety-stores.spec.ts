import { PostgresCrisisLedger } from '../../src/safety/adapters/postgres-crisis.ledger.js';
import { SafetyConfig } from '../../src/config/config.slices.js';
import { PostgresSessionRiskStore } from '../../src/safety/adapters/postgres-session-risk.store.js';
import { crisisEvents, sessionRisk } from '../../src/platform/database/schema/index.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { InMemoryCrisisLedger, InMemorySessionRiskStore } from '../support/safety.js';
import { describeCrisisLedger, describeSessionRiskStore } from '../support/safety-stores.contract.js';

describe('InMemorySessionRiskStore', () => {
  const store = new InMemorySessionRiskStore();
  describeSessionRiskStore(() => store);
});

describe('InMemoryCrisisLedger', () => {
  const ledger = new InMemoryCrisisLedger();
  describeCrisisLedger(() => ledger);
});

const config = new SafetyConfig({
  crisisWindowMs: 86_400_000,
  defaultRegion: undefined,
  userHashSecret: 'a-test-secret',
});

describe('the safety stores on a database', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase('pglite');
  }, 60_000);
  afterAll(() => test.close());

  describe('PostgresSessionRiskStore', () => {
    describeSessionRiskStore(() => new PostgresSessionRiskStore(test.database, config));

    it('takes a level it does not know for a crisis', async () => {
      const key = { userScope: 'u', sessionId: 'from-a-later-version' };
      const expiresAt = new Date(Date.now() + 60_000);
      await test.database.run('insert', (db) =>
        db.insert(sessionRisk).values({ ...key, level: 'severe', expiresAt }),
      );
      expect(await new PostgresSessionRiskStore(test.database, config).load(key, new Date())).toMatchObject({
        level: 'medium',
      });
    });
  });

  describe('PostgresCrisisLedger', () => {
    describeCrisisLedger(() => new PostgresCrisisLedger(test.database));

    it('keeps rule ids and the hash, and has no place for text', async () => {
      const [row] = await test.database.run('read', (db) => db.select().from(crisisEvents));
      expect(Object.keys(row ?? {}).sort()).toEqual([
        'cardShown',
        'id',
        'language',
        'level',
        'occurredAt',
        'ruleIds',
        'userHash',
      ]);
    });
  });
});
