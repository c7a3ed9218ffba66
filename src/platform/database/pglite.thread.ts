import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { packageRoot } from '../../config/package-root.js';
import { DataDirInUseError, DataDirLock } from './data-dir.lock.js';
import type { FromPglite, PgliteWorkerData } from './pglite.messages.js';

export const IN_MEMORY = 'memory://';

/** A thread that opens, or has opened, PGlite. */
export interface PgliteThread {
  worker: Worker;
  startedAt: number;
  /** Rejects when the thread ends or fails before the database is open. */
  opened: Promise<void>;
}

/** Taken once by the engine of this process; a lock that was refused is reported there, as without a head start. */
interface HeadStart {
  lock: Promise<DataDirLock>;
  thread: Promise<PgliteThread>;
}

const headStarts = new Map<string, HeadStart>();

/**
 * Begins to open the embedded database before the rest of the service is even loaded, which takes as long. Needs
 * nothing but Node itself: every import of this file delays the thread.
 */
export function startPgliteEarly(dataDir: string): void {
  if (dataDir === IN_MEMORY) return;
  const lock = lockDataDir(dataDir);
  const thread = lock.then(() => startPgliteThread(dataDir));
  // Whoever takes the head start hears of it.
  thread.catch(() => undefined);
  headStarts.set(dataDir, { lock, thread });
}

/** The lock of DATA_DIR and, where it was started early, the thread. @throws a message for the operator. */
export async function claimDataDir(
  dataDir: string,
): Promise<{ lock: DataDirLock; thread: PgliteThread | undefined }> {
  const early = headStarts.get(dataDir);
  headStarts.delete(dataDir);
  if (early === undefined) return { lock: await lockDataDir(dataDir), thread: undefined };
  // A thread that could not be started is for the engine to start again, as often as it takes.
  return { lock: await early.lock, thread: await early.thread.catch(() => undefined) };
}

export function startPgliteThread(dataDir: string): PgliteThread {
  const worker = new Worker(join(packageRoot(), 'dist/platform/database/pglite.worker.js'), {
    name: 'pglite',
    workerData: {
      folder: dataDir === IN_MEMORY ? null : join(resolve(dataDir), 'pglite'),
    } satisfies PgliteWorkerData,
  });
  const opened = openingOf(worker);
  opened.catch(() => undefined);
  return { worker, startedAt: Date.now(), opened };
}

async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  const folder = resolve(dataDir);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return await DataDirLock.acquire(join(folder, 'pglite.lock'), folder);
  } catch (error) {
    if (error instanceof DataDirInUseError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new Error(`DATA_DIR ${folder} cannot be written (${code})`, { cause: error });
  }
}

function openingOf(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: FromPglite) => {
      if (message.type === 'open') resolve();
      else if (message.type === 'failed') reject(new Error(`PGlite did not open: ${message.reason}`));
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('PGlite did not open: the thread ended')));
  });
}
