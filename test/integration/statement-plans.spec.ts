import { sql } from 'drizzle-orm';
import { PostgresConversationStore } from '../../src/chat/adapters/postgres-conversation-store.js';
import { DeadlineExceededError } from '../../src/platform/resilience/deadline.js';
import { replyTo, userMessage } from '../support/conversation-store.contract.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { HeldTaskQueue } from '../support/memory-collaborators.js';

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  Plans?: PlanNode[];
}

/** Plans are kept, so one that was made for an empty table could serve one of thousands of rows. */
describe('plans of the embedded database', () => {
  let test: TestDatabase;
  let store: PostgresConversationStore;
  beforeAll(async () => {
    test = await openTestDatabase('pglite', { timeoutMs: 1500 });
    store = new PostgresConversationStore(test.database, new HeldTaskQueue().asService());
  }, 60_000);
  afterAll(() => test.close());

  const rowsOf = async <Row extends Record<string, unknown>>(text: string) =>
    (await test.database.run('plans', (db) => db.execute<Row>(sql.raw(text)))).rows;
  /** Turns of one session, two statements each. */
  const speak = async (turns: number) => {
    const { userId, sessionId } = userMessage();
    for (let turn = 0; turn < turns; turn += 1) {
      const message = userMessage({ userId, sessionId });
      await store.saveUserMessage(message);
      await store.saveReply(replyTo(message));
    }
  };
  /** How the plan that is kept for a reply's statement reads the tables of conversations. */
  const keptScans = async () => {
    const nothing = Array.from({ length: 17 }, () => 'NULL').join(', ');
    const [row] = await rowsOf<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      `EXPLAIN (FORMAT JSON) EXECUTE finish_turns(${nothing})`,
    );
    const nodes: PlanNode[] = [];
    const collect = (node: PlanNode) => {
      nodes.push(node);
      node.Plans?.forEach(collect);
    };
    collect(row!['QUERY PLAN'][0].Plan);
    return nodes
      .filter((node) => node['Node Type'].endsWith('Scan') && node['Relation Name'] !== undefined)
      .map((node) => ({
        table: node['Relation Name'],
        index: node['Index Name'],
        lookup: node['Index Cond'] !== undefined,
      }));
  };

  it('find the message that a reply ends by its turn, not among all of its session', async () => {
    await speak(3);
    const messages = (await keptScans()).filter(({ table }) => table === 'messages');
    expect(messages).toEqual([{ table: 'messages', index: 'messages_turn_role_unique', lookup: true }]);
  });

  it('are made again when tables have grown: what was read as a whole is looked up', async () => {
    await rowsOf('ANALYZE');
    await speak(1);
    expect((await keptScans()).filter(({ lookup }) => !lookup)).not.toEqual([]);
    await rowsOf(`
      INSERT INTO sessions (user_id, session_id, user_scope, created_at, updated_at)
      SELECT 'user-' || n, 'session-' || n, 'scope-' || n, now(), now() FROM generate_series(1, 5000) AS given (n)`);
    await speak(150);
    expect((await keptScans()).filter(({ lookup }) => !lookup)).toEqual([]);
  }, 30_000);

  it('are made once for each statement, also after a connection was cut', async () => {
    const plans = async () => {
      await speak(8);
      const [row] = await rowsOf<{ anew: number; kept: number }>(
        'SELECT sum(custom_plans)::int AS anew, sum(generic_plans)::int AS kept FROM pg_prepared_statements',
      );
      return row;
    };
    expect(await plans()).toMatchObject({ anew: 0 });
    const stuck = test.database.run('stuck', () => new Promise<never>(() => {}));
    await expect(stuck).rejects.toThrow(DeadlineExceededError);
    expect(await plans()).toEqual({ anew: 0, kept: 16 });
  });
});
