import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '../../platform/errors/domain-error.js';

const SUFFIX = '.jsonl';

interface Waiting {
  text: string;
  resolve: () => void;
  reject: (reason: unknown) => void;
}

/**
 * Lines on disk, one file per process in a folder that processes may share. `append` resolves when its line survives a
 * crash; lines that arrive together share one fsync.
 *
 * A starting process takes over every file it finds by renaming it, whether its writer lives or not: no locks, and a
 * rename has one winner. A writer looks after each append whether the file at its path is still its own and, if not,
 * writes everything it still has pending into a new file before it acknowledges. Records may then be replayed twice,
 * which is why they are idempotent.
 */
export class SpoolFile {
  private path: string | undefined;
  private handle: FileHandle | undefined;
  private inode = 0;
  private bytes = 0;
  private readonly queue: Waiting[] = [];
  private tail: Promise<void> = Promise.resolve();

  constructor(
    private readonly options: {
      folder: string;
      maxBytes: number;
      /** All lines that must be in the file now, those being appended included. */
      pendingText: () => string;
    },
  ) {}

  /** @throws {DomainError} `dependency_unavailable` when the spool is full or the disk refuses. */
  append(text: string): Promise<void> {
    const done = new Promise<void>((resolve, reject) => this.queue.push({ text, resolve, reject }));
    if (this.queue.length === 1) void this.inTurn(() => this.writeQueued());
    return done;
  }

  /** Leaves nothing in the file but what is pending, once all appends before are done. */
  rewrite(): Promise<void> {
    return this.inTurn(async () => {
      if (this.path !== undefined) await this.startOver();
    });
  }

  /** Removes the file if `isEmpty` still holds when all appends before are done. */
  removeIf(isEmpty: () => boolean): Promise<void> {
    return this.inTurn(async () => {
      if (this.queue.length > 0 || !isEmpty()) return;
      await this.close();
      if (this.path !== undefined) await rm(this.path, { force: true });
      this.path = undefined;
    });
  }

  /** Leaves the file for the next start. */
  end(): Promise<void> {
    return this.inTurn(() => this.close());
  }

  private inTurn(step: () => Promise<void>): Promise<void> {
    const done = this.tail.then(step);
    this.tail = done.catch(() => undefined);
    return done;
  }

  private async writeQueued(): Promise<void> {
    const batch = this.queue.splice(0);
    const accepted: Waiting[] = [];
    for (const waiting of batch) {
      const size = Buffer.byteLength(waiting.text);
      if (this.bytes + size > this.options.maxBytes) {
        waiting.reject(spoolFault('The spool is full'));
      } else {
        this.bytes += size;
        accepted.push(waiting);
      }
    }
    if (accepted.length === 0) return;
    try {
      await this.write(accepted.map(({ text }) => text).join(''));
      for (const { resolve } of accepted) resolve();
    } catch (error) {
      // Half a line may be on disk: the next append starts a new file.
      await this.close().catch(() => undefined);
      for (const { reject } of accepted) reject(spoolFault('The spool cannot be written', error));
    }
  }

  private async write(text: string): Promise<void> {
    if (this.handle !== undefined) {
      await this.writeDurably(text);
      const found = await stat(this.path ?? '').catch(() => undefined);
      if (found?.ino === this.inode) return;
    }
    await this.startOver();
  }

  /** A new file with all that is pending; only then the one before it goes. */
  private async startOver(): Promise<void> {
    const { folder } = this.options;
    const before = this.path;
    await this.close();
    await mkdir(folder, { recursive: true, mode: 0o700 });
    this.path = join(folder, `${process.pid}-${randomUUID()}${SUFFIX}`);
    this.handle = await open(this.path, 'ax', 0o600);
    this.inode = (await this.handle.stat()).ino;
    await this.writeDurably(this.options.pendingText());
    await syncFolder(folder);
    if (before !== undefined) await rm(before, { force: true });
    if ((await stat(this.path).catch(() => undefined))?.ino !== this.inode) await this.startOver();
  }

  private async writeDurably(text: string): Promise<void> {
    if (this.handle === undefined) throw new Error('the spool file is not open');
    await this.handle.appendFile(text);
    await this.handle.datasync();
    this.bytes = (await this.handle.stat()).size;
  }

  private async close(): Promise<void> {
    const handle = this.handle;
    this.handle = undefined;
    this.bytes = 0;
    await handle?.close();
  }
}

/** A new name in a folder survives a power loss once the folder is synced. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function spoolFault(problem: string, cause?: unknown): DomainError {
  return new DomainError('dependency_unavailable', `The message cannot be stored now. ${problem}.`, {
    cause,
    retryAfterSeconds: 5,
  });
}

export interface Leftover {
  path: string;
  text: string;
}

/** Takes what earlier processes, or crashed ones, left in the folder. Oldest first. */
export async function takeLeftovers(folder: string): Promise<Leftover[]> {
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names
      .filter((name) => name.endsWith(SUFFIX))
      .map(async (name) => {
        const path = join(folder, name);
        return { path, changedAt: (await stat(path).catch(() => undefined))?.mtimeMs };
      }),
  );
  const leftovers: Leftover[] = [];
  for (const { path } of found.sort((a, b) => (a.changedAt ?? 0) - (b.changedAt ?? 0))) {
    const taken = join(folder, `taken-${randomUUID()}${SUFFIX}`);
    try {
      await rename(path, taken);
    } catch {
      // Another process took it first, or its writer is done with it.
      continue;
    }
    leftovers.push({ path: taken, text: await readFile(taken, 'utf8') });
  }
  return leftovers;
}
