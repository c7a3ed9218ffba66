import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { toKey } from './recent-sessions.js';
import { SpoolFile, takeLeftovers } from './spool-file.js';
import { parseLines, sessionOf, toLine, type SpoolRecord } from './spool-record.js';

const MAX_REPLAY_BATCH = 200;

/** Writes that wait for the database: in memory, in order, and on disk. */
export class Backlog {
  private readonly logger = new Logger(Backlog.name);
  private readonly pending: SpoolRecord[] = [];
  /** How many are pending per session of a user, and per session id. */
  private readonly counts = new Map<string, number>();
  private readonly file: SpoolFile;
  /** Files of earlier processes whose records are in `pending`. */
  private takenFiles: string[] = [];
  private replaying: Promise<void> | undefined;

  constructor(private readonly options: { folder: string; maxBytes: number }) {
    this.file = new SpoolFile({ ...options, pendingText: () => this.pending.map(toLine).join('') });
  }

  get size(): number {
    return this.pending.length;
  }

  /** Writes of such a session must queue up here too, or they would overtake. */
  hasSession(session: { userId: string; sessionId: string }): boolean {
    return this.counts.has(toKey(session));
  }

  hasSessionId(sessionId: string): boolean {
    return this.counts.has(sessionId);
  }

  /** Resolves when the record survives a crash. One whose signal aborts before that is not kept. */
  async append(record: SpoolRecord, signal?: AbortSignal): Promise<void> {
    this.pending.push(record);
    this.count(record, 1);
    try {
      await unlessAborted(this.file.append(toLine(record)), signal);
    } catch (error) {
      // Replayed meanwhile: then it is safe after all.
      if (!this.remove(record)) return;
      if (signal?.aborted) this.erase();
      throw error;
    }
  }

  /** Takes over what earlier processes left behind. @returns the records, oldest first. */
  async takeLeftovers(): Promise<SpoolRecord[]> {
    const taken: SpoolRecord[] = [];
    for (const { path, text } of await takeLeftovers(this.options.folder)) {
      const { records, unreadable } = parseLines(text);
      if (unreadable > 0) this.logger.warn(`${unreadable} unfinished line(s) in a spool file were skipped`);
      taken.push(...records);
      this.takenFiles.push(path);
    }
    this.pending.unshift(...taken);
    for (const record of taken) this.count(record, 1);
    if (taken.length > 0) this.logger.log(`${taken.length} write(s) of an earlier run wait for the database`);
    return taken;
  }

  /**
   * Gives the records to `apply`, in order; messages that follow each other go together. Stops quietly when `apply`
   * fails with an outage; a record that the database refuses for good is put aside, so that it blocks nobody.
   */
  replay(
    apply: (record: SpoolRecord) => Promise<unknown>,
    isOutage: (error: unknown) => boolean,
  ): Promise<void> {
    this.replaying ??= this.drain(apply, isOutage).finally(() => {
      this.replaying = undefined;
    });
    return this.replaying;
  }

  /** Leaves what is pending on disk for the next start. */
  async end(): Promise<void> {
    await this.file.end();
  }

  private async drain(
    apply: (record: SpoolRecord) => Promise<unknown>,
    isOutage: (error: unknown) => boolean,
  ): Promise<void> {
    let replayed = 0;
    while (this.pending.length > 0) {
      const batch = this.nextBatch();
      const results = await Promise.allSettled(batch.map(apply));
      let outage = false;
      for (const [index, record] of batch.entries()) {
        const result = results[index];
        if (result?.status === 'rejected' && isOutage(result.reason)) {
          outage = true;
          continue;
        }
        if (result?.status === 'rejected') await this.putAside(record);
        if (this.remove(record)) replayed += 1;
      }
      if (outage) break;
    }
    if (this.pending.length === 0) await this.clearFiles();
    if (replayed > 0) this.logger.log(`${replayed} spooled write(s) reached the database`);
  }

  /** A reply needs its message in place, so it goes alone. */
  private nextBatch(): SpoolRecord[] {
    const firstReply = this.pending.findIndex((record) => record.kind === 'reply');
    const length = firstReply === -1 ? this.pending.length : Math.max(1, firstReply);
    return this.pending.slice(0, Math.min(length, MAX_REPLAY_BATCH));
  }

  /** A slow disk may still get the line of a record that is not pending any more. */
  private erase(): void {
    this.file.rewrite().catch((error: unknown) => {
      const name = error instanceof Error ? error.name : 'unknown error';
      this.logger.warn(`A message that was refused may still be in the spool (${name})`);
    });
  }

  private async clearFiles(): Promise<void> {
    const taken = this.takenFiles;
    this.takenFiles = [];
    await Promise.all(taken.map((path) => rm(path, { force: true })));
    await this.file.removeIf(() => this.pending.length === 0);
  }

  private async putAside(record: SpoolRecord): Promise<void> {
    this.logger.error('The database refused a spooled write; it is kept in spool/refused.log');
    await appendFile(join(this.options.folder, 'refused.log'), toLine(record), { mode: 0o600 });
  }

  private remove(record: SpoolRecord): boolean {
    const index = this.pending.indexOf(record);
    if (index === -1) return false;
    this.pending.splice(index, 1);
    this.count(record, -1);
    return true;
  }

  private count(record: SpoolRecord, change: 1 | -1): void {
    const session = sessionOf(record);
    for (const key of [toKey(session), session.sessionId]) {
      const count = (this.counts.get(key) ?? 0) + change;
      if (count === 0) this.counts.delete(key);
      else this.counts.set(key, count);
    }
  }
}

async function unlessAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  let release = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    const onAbort = () => reject(signal?.reason as Error);
    signal?.addEventListener('abort', onAbort, { once: true });
    release = () => signal?.removeEventListener('abort', onAbort);
  });
  try {
    await Promise.race([work, aborted]);
  } finally {
    release();
  }
}
