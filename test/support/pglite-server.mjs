// A Postgres-speaking server in its own process, over @electric-sql/pglite-socket (PGlite needs dynamic import, which
// jest's sandbox refuses, and a real process can be frozen). Told by IPC messages to go down and come up with its data.
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { Blob } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const made = process.env.XINYU_TEST_DATA;
const db = await PGlite.create({
  extensions: { vector },
  ...(made !== undefined && { loadDataDir: new Blob([readFileSync(join(made, 'server.tar'))]) }),
});
let port = 0;
let server;

/**
 * One backend serves all connections, and the socket server lets them take turns at every protocol message except within
 * a transaction. Two processes would get each other's unnamed statements and session locks: a connection also keeps its
 * turn from its first Parse to its Sync, and while it holds an advisory lock.
 */
const oneAtATime = {
  inExchange: false,
  locked: false,
  waitReady: db.waitReady,
  isInTransaction() {
    return db.isInTransaction() || this.inExchange || this.locked;
  },
  runExclusive: (work) => db.runExclusive(work),
  execProtocolRawStream(message, options) {
    this.inExchange = 'PBDECFH'.includes(String.fromCharCode(message[0])) && message[0] !== 0;
    const text = Buffer.from(message).toString('latin1');
    if (text.includes('pg_advisory_lock(')) this.locked = true;
    if (text.includes('pg_advisory_unlock(')) this.locked = false;
    return db.execProtocolRawStream(message, options);
  },
  /** The socket server's ROLLBACK for a connection that ended in the middle. */
  async exec(sql) {
    this.inExchange = false;
    this.locked = false;
    await db.exec(`${sql}; SELECT pg_advisory_unlock_all()`);
  },
};

async function comeUp() {
  if (server !== undefined) return;
  server = new PGLiteSocketServer({ db: oneAtATime, port, host: '127.0.0.1', maxConnections: 20 });
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
