import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import type { FromPglite, PgliteWorkerData, ToPglite } from './pglite.messages.js';

/*
 * PGlite blocks its thread while a query runs, so it gets its own. It has a single backend: messages are executed one
 * after another in order of arrival, and a session that ends is cleaned up before the next one is heard.
 */
const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread');

/**
 * Planning a statement costs more than running it, and Postgres by itself plans anew whenever few rows make a cheaper plan
 * look likely: so plans are kept. One that reads a small table as a whole must not stay when the table has grown, so plans
 * are made again every so many messages. Pages are in memory: to look a row up costs what reading a few does.
 */
const SETTINGS = `
  SET plan_cache_mode = force_generic_plan;
  SET seq_page_cost = 0.1; SET random_page_cost = 0.1`;
/** All plans of a turn take 3 ms; one message may store fifty turns, and a burst may follow hours of heartbeats. */
const MESSAGES_UNTIL_NEW_PLANS = 250;

const send = (message: FromPglite) => port.postMessage(message);
const ended = new Set<number>();
let messagesSincePlans = 0;

async function open(): Promise<PGlite> {
  const { folder } = workerData as PgliteWorkerData;
  if (folder === null) return PGlite.create({ extensions: { vector } });
  if (!existsSync(join(folder, 'PG_VERSION'))) await initialize(folder);
  return PGlite.create({ dataDir: folder, extensions: { vector } });
}

/** Made aside and renamed when complete: a first start that is killed half-way leaves nothing that looks finished. */
async function initialize(folder: string): Promise<void> {
  const draft = `${folder}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  const database = await PGlite.create({ dataDir: draft, extensions: { vector } });
  await database.close();
  renameSync(draft, folder);
}

async function execute(database: PGlite, session: number, bytes: Uint8Array): Promise<void> {
  if (ended.has(session)) return;
  try {
    const answer: Uint8Array[] = [];
    await database.execProtocolRawStream(bytes, {
      // A copy: the bytes are a view into PGlite's own memory, which the next piece overwrites.
      onRawData: (data) => answer.push(data.slice()),
    });
    // Each message wakes up the other thread, so an answer is one.
    const [first, ...rest] = answer;
    if (first) send({ type: 'data', session, bytes: rest.length === 0 ? first : Buffer.concat(answer) });
    await planAgainWhenDue(database);
  } catch {
    // Not an SQL error (those are data): the protocol state is unknown, so this connection is over.
    send({ type: 'broken', session });
  }
}

async function planAgainWhenDue(database: PGlite): Promise<void> {
  messagesSincePlans += 1;
  if (messagesSincePlans < MESSAGES_UNTIL_NEW_PLANS || database.isInTransaction()) return;
  messagesSincePlans = 0;
  await database.exec('DISCARD PLANS');
}

/** What a server does when a client goes: roll back, forget its settings, statements and advisory locks. */
async function reset(database: PGlite, session: number): Promise<void> {
  if (database.isInTransaction()) await database.exec('ROLLBACK');
  await database.exec('DISCARD ALL');
  await database.exec(SETTINGS);
  ended.delete(session);
}

try {
  const database = await open();
  await database.exec(SETTINGS);
  let tail: Promise<void> = Promise.resolve();
  const inOrder = (step: () => Promise<void>) => {
    tail = tail.then(step);
  };
  port.on('message', (message: ToPglite) => {
    switch (message.type) {
      case 'data':
        inOrder(() => execute(database, message.session, message.bytes));
        break;
      case 'end':
        ended.add(message.session);
        inOrder(() => reset(database, message.session));
        break;
      case 'close':
        inOrder(async () => {
          await database.close();
          port.close();
        });
        break;
    }
  });
  send({ type: 'open' });
} catch (error) {
  send({ type: 'failed', reason: error instanceof Error ? error.message : 'unknown reason' });
  port.close();
}
