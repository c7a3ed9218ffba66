import { join } from 'node:path';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { DatabaseConfig } from '../../config/config.slices.js';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { Database } from '../../platform/database/database.js';
import {
  DatabaseQueryError,
  DatabaseUnavailableError,
  isUnanswered,
} from '../../platform/database/database.errors.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { DeadlineExceededError, withDeadline } from '../../platform/resilience/deadline.js';
import {
  ConversationStore,
  type Reply,
  type SessionSummary,
  type StoredMessage,
  type StoredTurn,
  type TurnName,
  type UserMessage,
} from '../ports/conversation-store.js';
import { Backlog } from './backlog.js';
import { toStorable } from './conversation-statements.js';
import { PostgresConversationStore } from './postgres-conversation-store.js';
import { RecentSessions } from './recent-sessions.js';
import { chooseOwner } from './session-owner.js';
import { sessionOf, type SpoolRecord } from './spool-record.js';

const MAX_SPOOL_BYTES = 64 * 1024 * 1024;
const REPLAY_INTERVAL_MS = 1000;

/**
 * Conversations that outlive a lost database. Writes go to the database; while it is away, or when it does not answer in
 * time, to a spool on disk, from where they are replayed in order once it is back. A session with spooled writes keeps
 * writing to the spool until it is empty, so nothing overtakes. Reads come from the database or, while it is away, from
 * what this process still holds. Where no other process writes to the database, a turn's history is what this process
 * holds anyway, once it was read.
 */
@Injectable()
export class SpoolingConversationStore
  extends ConversationStore
  implements OnModuleInit, OnApplicationShutdown
{
  private readonly logger = new Logger(SpoolingConversationStore.name);
  private readonly recent = new RecentSessions();
  private readonly backlog: Backlog;
  private timer: NodeJS.Timeout | undefined;
  private endListening: () => void = () => {};
  /** Sessions deleted so far: what was read before the last of them may be gone. */
  private deletions = 0;
  private readonly histories: Counter<'from'>;

  constructor(
    private readonly stored: PostgresConversationStore,
    private readonly database: Database,
    config: DatabaseConfig,
    metrics: Metrics,
    private readonly settings: RuntimeSettings,
  ) {
    super();
    this.histories = metrics.counter(
      'history_reads_total',
      'Histories that turns read, by where they came from.',
      ['from'] as const,
    );
    this.backlog = new Backlog({ folder: join(config.dataDir, 'spool'), maxBytes: MAX_SPOOL_BYTES });
    metrics.gauge('spool_pending', 'Writes that wait on disk for the database', () => this.pendingWrites);
  }

  get pendingWrites(): number {
    return this.backlog.size;
  }

  async onModuleInit(): Promise<void> {
    for (const record of await this.backlog.takeLeftovers()) this.remember(record);
    this.endListening = this.database.onAvailable(() => {
      this.recent.doubtAll();
      this.replaySoon();
    });
    this.timer = setInterval(() => this.replaySoon(), REPLAY_INTERVAL_MS).unref();
    this.replaySoon();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.endListening();
    await this.replay();
    await this.backlog.end();
  }

  get exclusive(): boolean {
    return this.stored.exclusive;
  }

  async saveUserMessage(
    message: UserMessage,
    signal?: AbortSignal,
  ): Promise<{ durable: 'database' | 'spool' }> {
    const durable = await this.write({ kind: 'message', message }, signal);
    return { durable };
  }

  async saveReply(reply: Reply, signal?: AbortSignal): Promise<void> {
    await this.write({ kind: 'reply', reply }, signal);
  }

  /** Turns whose end still waits in the spool have one. */
  async unfinishedTurns(range: { after: string; before: string }) {
    if (this.pendingWrites > 0) await this.replay();
    if (this.pendingWrites > 0) throw new DatabaseUnavailableError('finding unfinished turns');
    return this.stored.unfinishedTurns(range);
  }

  async findTurn(turn: TurnName, signal?: AbortSignal): Promise<StoredTurn | undefined> {
    return this.read(
      turn.sessionId,
      () => this.stored.findTurn(turn, signal),
      () => this.recent.findTurn(turn),
    );
  }

  async recentMessages(
    query: { userId: string; sessionId: string; limit: number },
    signal?: AbortSignal,
  ): Promise<StoredMessage[]> {
    const held = this.mayAnswer ? this.recent.wholeLast(query, query.limit) : undefined;
    if (held) return this.counted('memory', held);
    return this.read(
      query.sessionId,
      async () => {
        const { deletions } = this;
        const since = this.recent.moment;
        const messages = await this.stored.recentMessages(query, signal);
        if (deletions === this.deletions) this.recent.take(query, messages, { limit: query.limit, since });
        return this.counted('database', messages);
      },
      () => this.counted('memory', this.recent.last(query, query.limit)),
    );
  }

  private counted(from: 'memory' | 'database', messages: StoredMessage[]): StoredMessage[] {
    this.histories.inc({ from });
    return messages;
  }

  private get mayAnswer(): boolean {
    return this.exclusive && this.settings.current.cacheEnabled;
  }

  async history(
    query: { sessionId: string; userId?: string; limit: number },
    signal?: AbortSignal,
  ): Promise<StoredMessage[]> {
    const { sessionId, limit } = query;
    return this.read(
      sessionId,
      () => this.stored.history(query, signal),
      (outage) => {
        const userId = query.userId ?? this.heldOwner(sessionId, outage);
        const messages = this.recent.last({ userId, sessionId }, limit);
        if (messages.length === 0) throw outage;
        return messages;
      },
    );
  }

  async sessionsOf(userId: string, signal?: AbortSignal): Promise<SessionSummary[]> {
    if (this.pendingWrites > 0) await this.replay();
    return this.stored.sessionsOf(userId, signal);
  }

  /** Needs the database: what was spooled is written first, so that a later replay cannot bring the session back. */
  async deleteSession(
    query: { sessionId: string; userId?: string },
    signal?: AbortSignal,
  ): Promise<{ userScope: string }> {
    const { sessionId } = query;
    if (this.backlog.hasSessionId(sessionId)) await this.replay();
    if (this.backlog.hasSessionId(sessionId)) throw new DatabaseUnavailableError('deleting a session');
    try {
      const deleted = await this.stored.deleteSession(query, signal);
      this.forget(query);
      return deleted;
    } catch (error) {
      // It may be gone all the same. One that was lost midway is read again when the database is back.
      if (error instanceof DeadlineExceededError) this.forget(query);
      throw error;
    }
  }

  private forget({ sessionId, userId }: { sessionId: string; userId?: string }): void {
    this.deletions += 1;
    const owners = userId === undefined ? this.recent.ownersOf(sessionId) : [{ userId }];
    for (const owner of owners) this.recent.forget({ userId: owner.userId, sessionId });
  }

  private async write(record: SpoolRecord, signal: AbortSignal | undefined): Promise<'database' | 'spool'> {
    if (this.database.available && !this.backlog.hasSession(sessionOf(record))) {
      try {
        // Counted from here: what waits for the statement before it would else wait for that one's deadline and its own.
        await withDeadline((cut) => this.apply(record, cut), {
          what: 'storing',
          timeoutMs: this.database.timeoutMs,
          ...(signal && { signal }),
        });
        this.remember(record);
        return 'database';
      } catch (error) {
        if (!isOutage(error)) throw error;
      }
    }
    signal?.throwIfAborted();
    // Who gives up waiting is told that the message was refused. A reply is wanted all the same, however late.
    const { deletions } = this;
    await this.backlog.append(record, record.kind === 'message' ? signal : undefined);
    if (deletions === this.deletions) this.remember(record);
    else this.recent.doubt(sessionOf(record)); // it may have been deleted with its session meanwhile
    return 'spool';
  }

  private async read<T>(
    sessionId: string,
    fromDatabase: () => Promise<T>,
    fromMemory: (outage: unknown) => T,
  ): Promise<T> {
    if (this.backlog.hasSessionId(sessionId)) await this.replay();
    if (this.backlog.hasSessionId(sessionId)) return fromMemory(new DatabaseUnavailableError('reading'));
    try {
      return await fromDatabase();
    } catch (error) {
      if (!isOutage(error)) throw error;
      return fromMemory(error);
    }
  }

  private heldOwner(sessionId: string, outage: unknown): string {
    const owners = this.recent.ownersOf(sessionId);
    if (owners.length === 0) throw outage;
    return chooseOwner(owners).userId;
  }

  private apply(record: SpoolRecord, signal?: AbortSignal): Promise<unknown> {
    return record.kind === 'message'
      ? this.stored.saveUserMessage(record.message, signal)
      : this.stored.saveReply(record.reply, signal);
  }

  /** A record may have waited while its session was deleted, here or by another process. */
  private applyLate(record: SpoolRecord): Promise<unknown> {
    return record.kind === 'message' ? this.stored.saveLateMessage(record.message) : this.apply(record);
  }

  /** As the database has it. */
  private remember(record: SpoolRecord): void {
    if (record.kind === 'message') {
      const { message } = record;
      this.recent.addUserMessage({ ...message, content: toStorable(message.content) });
    } else this.recent.addReply({ ...record.reply, content: toStorable(record.reply.content) });
  }

  private replaySoon(): void {
    if (this.pendingWrites > 0 && this.database.available) void this.replay();
  }

  /** Never rejects: what could not be written stays in the spool. */
  private async replay(): Promise<void> {
    if (!this.database.available) return;
    try {
      await this.backlog.replay((record) => this.applyLate(record), isOutage);
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown error';
      this.logger.error(`The spool could not be replayed (${name}); it is tried again`);
    }
  }
}

/** Anything but a caller's abort and data that the database will refuse each time (SQLSTATE classes 22 and 23). */
function isOutage(error: unknown): boolean {
  if (error instanceof DatabaseQueryError) return !/^2[23]/.test(error.sqlState);
  return isUnanswered(error);
}
