import { Agent, createServer, request as openRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

/**
 * The least a Node relay can do, as a process of its own: one upstream request a turn, bytes handed on as they come,
 * nothing parsed. By HTTP, and by WebSocket with one frame an upstream read. The model's port is the first argument.
 */
const modelPort = Number(process.argv[2]);
const agent = new Agent({ keepAlive: true, maxSockets: Infinity, maxFreeSockets: 10_000 });
const BODY = JSON.stringify({ model: 'bench', stream: true, messages: [{ role: 'user', content: '你好' }] });

function askModel(take: (answer: IncomingMessage) => void): void {
  const upstream = openRequest(
    {
      host: '127.0.0.1',
      port: modelPort,
      path: '/v1/chat/completions',
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(BODY) },
    },
    take,
  );
  upstream.end(BODY);
}

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () =>
    askModel((answer) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      answer.on('data', (chunk: Buffer) => response.write(chunk));
      answer.on('end', () => response.end());
    }),
  );
});
server.keepAliveTimeout = 120_000;

new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket) =>
  socket.on('message', () =>
    askModel((answer) => answer.on('data', (chunk: Buffer) => socket.send(chunk, { binary: false }))),
  ),
);

server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on('disconnect', () => process.exit(0));
