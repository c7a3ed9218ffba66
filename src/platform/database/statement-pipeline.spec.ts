import { EventEmitter } from 'node:events';
import type { PoolClient, QueryConfig } from 'pg';
import { DatabaseQueryError } from './database.errors.js';
import { StatementPipeline } from './statement-pipeline.js';

/** A client that answers a statement when the test says so. */
function setUp() {
  const sent: { text: string; answer: (rows: object[]) => void; refuse: (error: Error) => void }[] = [];
  const leases: string[][] = [];
  const client = Object.assign(new EventEmitter(), {
    query: ({ text }: QueryConfig) => {
      leases.at(-1)?.push(text ?? '');
      return new Promise((resolve, reject) => {
        sent.push({ text: text ?? '', answer: (rows) => resolve({ rows }), refuse: reject });
      });
    },
  }) as unknown as PoolClient;
  const pipeline = new StatementPipeline(async (work) => {
    leases.push([]);
    await work(client);
  });
  const ask = (text: string, reads = false) => pipeline.rows(text, { text, reads });
  const answer = (text: string) => sent.find((one) => one.text === text)?.answer([{ text }]);
  const refuse = (text: string, error: Error) => sent.find((one) => one.text === text)?.refuse(error);
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const tick = async () => {
    for (let count = 0; count < 3; count += 1) await turn();
  };
  return { ask, answer, refuse, leases, turn, tick };
}

describe('StatementPipeline', () => {
  it('sends what waits together and answers each as its own answer comes', async () => {
    const { ask, answer, leases, tick } = setUp();
    const [first, second] = [ask('first'), ask('second')];
    await tick();
    const third = ask('third');
    answer('first');
    expect(await first).toEqual([{ text: 'first' }]);
    expect(leases).toEqual([['first', 'second']]);
    answer('second');
    expect(await second).toEqual([{ text: 'second' }]);
    await tick();
    expect(leases).toEqual([['first', 'second'], ['third']]);
    answer('third');
    expect(await third).toEqual([{ text: 'third' }]);
  });

  it('sends what is read before what is written, and not with it', async () => {
    const { ask, answer, leases, turn, tick } = setUp();
    const asked = [ask('write'), ask('read', true), ask('write too'), ask('read too', true)];
    await turn();
    expect(leases).toEqual([['read', 'read too']]);
    await tick();
    expect(leases).toEqual([['read', 'read too', 'write', 'write too']]);
    answer('read');
    answer('read too');
    expect(await asked[1]).toEqual([{ text: 'read' }]);
    answer('write');
    answer('write too');
    await Promise.all(asked);
  });

  it('tells of a refusal only who is refused, by its code', async () => {
    const { ask, answer, refuse, tick } = setUp();
    const [good, bad] = [ask('good'), ask('bad')];
    await tick();
    refuse('bad', Object.assign(new Error('it quotes what somebody wrote'), { code: '22021' }));
    answer('good');
    await expect(bad).rejects.toEqual(new DatabaseQueryError('bad', '22021'));
    expect(await good).toEqual([{ text: 'good' }]);
  });

  it('tells all who are not answered yet that the connection is gone, and goes on', async () => {
    const { ask, answer, refuse, tick } = setUp();
    const [answered, lost, waiting] = [ask('answered'), ask('lost'), ask('waiting')];
    const ends = Promise.allSettled([answered, lost, waiting]);
    await tick();
    answer('answered');
    await tick();
    refuse('lost', Object.assign(new Error('gone'), { code: 'ECONNRESET' }));
    expect((await ends).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    const next = ask('next');
    await tick();
    answer('next');
    expect(await next).toEqual([{ text: 'next' }]);
  });
});
