import { drizzle } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import { deleteSessionRows } from '../../src/chat/adapters/session-deletion.js';
import * as schema from '../../src/platform/database/schema/index.js';
import { NativePostgres, POSTGRES_FOLDER } from '../support/native-postgres.js';

const session = { userId: 'ming', userScope: 'ming', sessionId: 'session-1' };

/** Two backends are needed, which only Postgres itself has. */
const describeWithPostgres = POSTGRES_FOLDER === undefined ? describe.skip : describe;

describeWithPostgres('the deletion of a session (skipped where Postgres is not installed)', () => {
  let postgres: NativePostgres;
  let writer: pg.Client;
  let deleter: pg.Client;

  beforeAll(async () => {
    postgres = await NativePostgres.start(POSTGRES_FOLDER!);
    [writer, deleter] = [await postgres.connect(), await postgres.connect()];
  }, 60_000);

  afterAll(() => postgres.close());

  const hold = (key: string) => writer.query('SELECT FROM turn_keys WHERE key = $1 FOR UPDATE', [key]);
  const remove = () =>
    drizzle(deleter, { schema }).transaction((transaction) => deleteSessionRows(transaction, session));

  it('takes the keys of its turns in their order, so that it and another writer cannot lock each other out', async () => {
    // On disk they lie the other way round.
    for (const key of ['b', 'a']) {
      await writer.query(
        `INSERT INTO turn_keys VALUES ('ming', $1, 'f', false, $1, $1, $1, 'ming', 'session-1', NULL, 'o', now(), now())`,
        [key],
      );
    }
    await writer.query('BEGIN');
    await hold('a');
    const removed = remove();
    removed.catch(() => undefined); // it is looked at below
    await postgres.someoneWaitsFor(writer);
    await hold('b');
    await writer.query('COMMIT');
    await removed;
    const { rows } = await writer.query('SELECT key, outcome FROM turn_keys ORDER BY key');
    expect(rows).toEqual(['a', 'b'].map((key) => ({ key, outcome: 'deleted' })));
  });
});
