import { setImmediate as nextTurn } from 'node:timers/promises';
import { PgliteConnection } from './pglite-connection.js';

const TERMINATE = Buffer.from([0x58, 0, 0, 0, 4]);

function setUp() {
  const heard: string[] = [];
  const connection = new PgliteConnection({
    attach: () => true,
    send: (_session, bytes) => heard.push(Buffer.from(bytes).toString()),
    end: () => heard.push('(end)'),
  });
  return { heard, connection: connection.connect() };
}

describe('PgliteConnection', () => {
  it('sends what is written in one tick as one message, in order', async () => {
    const { heard, connection } = setUp();
    for (const statement of ['one ', 'two ', 'three']) connection.write(statement);
    await nextTurn();
    connection.write('later');
    await nextTurn();
    expect(heard).toEqual(['one two three', 'later']);
  });

  it('sends what is left before its end, and never the message that would end the one backend', async () => {
    const { heard, connection } = setUp();
    connection.write('last');
    connection.write(TERMINATE);
    connection.end();
    await nextTurn();
    expect(heard.slice(0, 2)).toEqual(['last', '(end)']);
  });

  it('sends nothing once it is lost', async () => {
    const { heard, connection } = setUp();
    connection.on('error', () => undefined);
    connection.write('too late');
    connection.lose();
    await nextTurn();
    expect(heard.filter((message) => message !== '(end)')).toEqual([]);
  });
});
