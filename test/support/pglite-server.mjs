// A Postgres-speaking server in its own process, over @electric-sql/pglite-socket (PGlite needs dynamic import, which
// jest's sandbox refuses, and a real process can be frozen). Told by IPC messages to go down and come up with its data.
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

const db = await PGlite.create({ extensions: { vector } });
let port = 0;
let server;

async function comeUp() {
  if (server !== undefined) return;
  server = new PGLiteSocketServer({ db, port, host: '127.0.0.1', maxConnections: 20 });
  await server.start();
  port = Number(server.getServerConn().split(':').at(-1));
}

async function goDown() {
  await server?.stop();
  server = undefined;
}

await comeUp();
process.on('message', async (command) => {
  if (command === 'down') await goDown();
  if (command === 'up') await comeUp();
  process.send({ done: command });
});
process.on('disconnect', () => process.exit(0));
process.send({ port });
