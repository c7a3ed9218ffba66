import { Agent, createServer, request as openRequest } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * The least a Node relay can do, as a process of its own: one upstream request a turn, bytes handed on as they come,
 * nothing parsed. The model's port is the first argument.
 */
const modelPort = Number(process.argv[2]);
const agent = new Agent({ keepAlive: true, maxSockets: Infinity, maxFreeSockets: 10_000 });
const BODY = JSON.stringify({ model: 'bench', stream: true, messages: [{ role: 'user', content: '你好' }] });

const server = createServer((request, response) => {
  const upstream = openRequest(
    {
      host: '127.0.0.1',
      port: modelPort,
      path: '/v1/chat/completions',
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(BODY) },
    },
    (answer) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      answer.on('data', (chunk: Buffer) => response.write(chunk));
      answer.on('end', () => response.end());
    },
  );
  request.resume();
  request.on('end', () => upstream.end(BODY));
});
server.keepAliveTimeout = 120_000;

server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on('disconnect', () => process.exit(0));
