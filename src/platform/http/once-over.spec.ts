import type { Response } from 'express';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { onceOver } from './once-over.js';

describe('onceOver', () => {
  let server: Server;
  let heard: number[];
  let answers: ServerResponse[];
  let client: Socket;
  let connection: Socket;

  beforeEach(async () => {
    [heard, answers] = [[], []];
    server = createServer((_request, response) => {
      const number = answers.push(response);
      onceOver(response as unknown as Response, () => heard.push(number));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const connected = once(server, 'connection') as Promise<[Socket]>;
    client = connect((server.address() as AddressInfo).port, '127.0.0.1').resume();
    client.on('error', () => undefined); // how it learns of the end is the network's matter
    [connection] = await connected;
  });
  afterEach(() => {
    client.destroy();
    server.close();
  });

  const send = async (requests: number) => {
    const before = answers.length;
    client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(requests));
    while (answers.length < before + requests) await once(server, 'request');
  };
  const end = async (answer: ServerResponse) => {
    const closed = once(answer, 'close');
    answer.end();
    await closed;
  };
  const closeConnection = async () => {
    const closed = once(connection, 'close');
    connection.destroy();
    await closed;
  };

  it('tells of each answer of a connection when it is over, and not again when the connection is', async () => {
    for (let count = 0; count < 3; count += 1) {
      await send(1);
      await end(answers[count]!);
    }
    expect(heard).toEqual([1, 2, 3]);
    await closeConnection();
    expect(heard).toEqual([1, 2, 3]);
  });

  it('tells all that wait when the connection is over, by one listener however many they are', async () => {
    await send(1);
    const listeners = connection.listenerCount('close');
    await send(20);
    expect(connection.listenerCount('close')).toBe(listeners);
    await closeConnection();
    expect([...heard].sort((a, b) => a - b)).toEqual(answers.map((_, index) => index + 1));
  });

  it('tells at once of what is over already', async () => {
    await send(2);
    await closeConnection();
    for (const answer of answers) onceOver(answer as unknown as Response, () => heard.push(0));
    expect(heard.filter((number) => number === 0)).toHaveLength(2);
  });
});
