import type { Worker } from 'node:worker_threads';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { waitAtMost } from '../resilience/deadline.js';
import type { DataDirLock } from './data-dir.lock.js';
import { DatabaseEngine } from './database-engine.js';
import { PgliteConnection, type PgliteLink } from './pglite-connection.js';
import type { FromPglite, ToPglite } from './pglite.messages.js';
import { IN_MEMORY, claimDataDir, startPgliteThread, type PgliteThread } from './pglite.thread.js';

const OPEN_TIMEOUT_MS = 120_000;
const CLOSE_TIMEOUT_MS = 5000;
/** What Node gives a thread as its id once it has ended. */
const ENDED_THREAD_ID = -1;

/**
 * The embedded default: PGlite with pgvector in a worker thread, its files under DATA_DIR/pglite. `pg` reaches it
 * through a stream of messages, so there is no port to guard. One backend, hence one connection.
 */
export class PgliteEngine extends DatabaseEngine implements PgliteLink {
  readonly kind = 'pglite';
  readonly pool: pg.Pool;
  readonly pingTimeoutMs: number;
  private readonly logger = new Logger('Database');
  private readonly connections = new Map<number, PgliteConnection>();
  private worker: Worker | undefined;
  private openingWorker: Worker | undefined;
  private lock: DataDirLock | undefined;
  /** A thread that was started before this engine was there, for the first opening. */
  private earlyThread: PgliteThread | undefined;

  /** `dataDir: 'memory://'` keeps everything in memory. */
  constructor(private readonly options: { dataDir: string; timeoutMs: number }) {
    super();
    // The thread answers in order, so a ping waits for the query before it: only a stuck thread exceeds this.
    this.pingTimeoutMs = options.timeoutMs;
    this.pool = new pg.Pool({
      max: 1,
      pipeline: true,
      user: 'postgres',
      database: 'postgres',
      stream: () => new PgliteConnection(this),
      connectionTimeoutMillis: options.timeoutMs,
      idleTimeoutMillis: 0,
    });
    this.pool.on('error', (error) => this.onLost(error));
  }

  async claim(): Promise<void> {
    if (this.options.dataDir === IN_MEMORY) return;
    const { lock, thread } = await claimDataDir(this.options.dataDir);
    this.lock = lock;
    this.earlyThread = thread;
    this.openingWorker = thread?.worker;
  }

  async open(): Promise<void> {
    if (this.worker !== undefined) return;
    this.logger.log('Opening the embedded database (the first time takes up to 10 s)');
    const { worker, startedAt, opened } = this.earlyThread ?? startPgliteThread(this.options.dataDir);
    this.earlyThread = undefined;
    this.openingWorker = worker;
    worker.on('message', (message: FromPglite) => this.receive(message));
    worker.on('error', (error) => this.died(worker, error));
    worker.on('exit', () => this.died(worker, new Error('the thread ended')));
    try {
      await waitAtMost(opened, { what: 'opening PGlite', timeoutMs: OPEN_TIMEOUT_MS });
      // An early thread may have opened and died before anybody here listened.
      if (worker.threadId === ENDED_THREAD_ID) throw new Error('PGlite did not open: the thread ended');
    } catch (error) {
      await worker.terminate();
      throw error;
    } finally {
      this.openingWorker = undefined;
    }
    this.worker = worker;
    this.logger.log(`The embedded database is open after ${Date.now() - startedAt} ms`);
  }

  /** 1 s, then doubling up to 30 s: each try costs a second of a core. */
  retryDelayMs(attempt: number): number {
    return Math.min(1000 * 2 ** (attempt - 1), 30_000);
  }

  async close(): Promise<void> {
    await this.pool.end();
    const worker = this.worker;
    this.worker = undefined;
    // A thread that is still opening has acknowledged nothing: its end is as safe as the end of the process.
    await this.openingWorker?.terminate();
    if (worker !== undefined) await stop(worker);
    this.lock?.release();
  }

  attach(connection: PgliteConnection): boolean {
    if (this.worker === undefined) return false;
    this.connections.set(connection.session, connection);
    return true;
  }

  send(session: number, bytes: Uint8Array): void {
    this.post({ type: 'data', session, bytes });
  }

  end(session: number): void {
    if (this.connections.delete(session)) this.post({ type: 'end', session });
  }

  private post(message: ToPglite): void {
    this.worker?.postMessage(message);
  }

  private receive(message: FromPglite): void {
    switch (message.type) {
      case 'data':
        this.connections.get(message.session)?.push(message.bytes);
        break;
      case 'broken':
        this.connections.get(message.session)?.lose();
        break;
      case 'open':
      case 'failed':
        break;
    }
  }

  private died(worker: Worker, error: Error): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    const connections = [...this.connections.values()];
    this.connections.clear();
    for (const connection of connections) connection.lose();
    this.onLost(error);
  }
}

async function stop(worker: Worker): Promise<void> {
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  worker.postMessage({ type: 'close' } satisfies ToPglite);
  const timer = setTimeout(() => void worker.terminate(), CLOSE_TIMEOUT_MS);
  await ended;
  clearTimeout(timer);
}
