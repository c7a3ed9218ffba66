import { Injectable } from '@nestjs/common';
import { and, count, desc, eq } from 'drizzle-orm';
import { Database, type DatabaseHandle } from '../../platform/database/database.js';
import { GroupedCalls } from '../../platform/database/grouped-calls.js';
import { messages, sessions } from '../../platform/database/schema/index.js';
import { ANONYMOUS } from '../../platform/identity/user-scope.js';
import { Profile } from '../../platform/profiling/profile.decorator.js';
import { TaskQueue } from '../../tasks/task-queue.js';
import {
  ConversationStore,
  type Reply,
  type SessionSummary,
  type StoredMessage,
  type StoredTurn,
  type TurnName,
  type UnfinishedTurn,
  type UserMessage,
} from '../ports/conversation-store.js';
import {
  FINISH_TURNS,
  INSERT_USER_MESSAGES,
  LAST_MESSAGES,
  type MessageToStore,
  replyColumns,
  UNFINISHED_TURNS,
  userMessageColumns,
} from './conversation-statements.js';
import { findOwner } from './session-owner.js';
import { deleteSessionRows } from './session-deletion.js';
import { FIND_TURN, toStoredTurn, type TurnRow } from './stored-turn.js';

const MAX_WRITES = 200;
const MAX_READS = 100;
const MAX_SESSIONS_LISTED = 500;
/** Read by one statement in a few milliseconds. */
const MESSAGES_LOOKED_THROUGH = 2000;

interface RecentQuery {
  userId: string;
  sessionId: string;
  limit: number;
}

/** Conversations in the database alone: every method fails while it is away. What turns need at once goes together. */
@Injectable()
export class PostgresConversationStore extends ConversationStore {
  private readonly inserts = new GroupedCalls<MessageToStore>({
    round: async (messages) => {
      await this.database.query('saving messages', INSERT_USER_MESSAGES, userMessageColumns(messages));
      return [];
    },
    maxItems: MAX_WRITES,
  });
  private readonly endings = new GroupedCalls<Reply>({
    round: (replies) => this.endTurns(replies),
    maxItems: MAX_WRITES,
  });
  private readonly readings = new GroupedCalls<RecentQuery, StoredMessage[]>({
    round: (queries) => this.lastMessagesOf(queries),
    maxItems: MAX_READS,
  });

  constructor(
    private readonly database: Database,
    private readonly tasks: TaskQueue,
  ) {
    super();
  }

  get exclusive(): boolean {
    return this.database.exclusive;
  }

  @Profile('conversation.save-message')
  async saveUserMessage(message: UserMessage, signal?: AbortSignal): Promise<{ durable: 'database' }> {
    await this.inserts.ask(message, signal);
    return { durable: 'database' };
  }

  /** One that waited on disk: it stays away where its session was deleted since it was said. */
  async saveLateMessage(message: UserMessage): Promise<void> {
    await this.inserts.ask({ ...message, late: true });
  }

  @Profile('conversation.save-reply')
  async saveReply(reply: Reply, signal?: AbortSignal): Promise<void> {
    await this.endings.ask(reply, signal);
  }

  @Profile('conversation.find-turn')
  async findTurn(turn: TurnName, signal?: AbortSignal): Promise<StoredTurn | undefined> {
    signal?.throwIfAborted();
    const columns = [turn.turnId, turn.userId, turn.sessionId];
    return toStoredTurn(await this.database.query<TurnRow>('reading a turn', FIND_TURN, columns));
  }

  @Profile('conversation.recent-messages')
  async recentMessages(query: RecentQuery, signal?: AbortSignal): Promise<StoredMessage[]> {
    return this.readings.ask(query, signal);
  }

  history(
    query: { sessionId: string; userId?: string; limit: number },
    signal?: AbortSignal,
  ): Promise<StoredMessage[]> {
    const { sessionId, limit } = query;
    return this.database.run(
      'reading a history',
      async (db) => {
        const { userId } = await findOwner(db, query);
        return lastMessages(db, { userId, sessionId, limit });
      },
      signal,
    );
  }

  /** Anonymous sessions have nothing in common but the missing name, so they are no list. */
  async sessionsOf(userId: string, signal?: AbortSignal): Promise<SessionSummary[]> {
    if (userId === ANONYMOUS) return [];
    return this.database.run(
      'listing sessions',
      (db) =>
        db
          .select({
            sessionId: sessions.sessionId,
            createdAt: sessions.createdAt,
            updatedAt: sessions.updatedAt,
            messageCount: count(messages.id),
          })
          .from(sessions)
          .leftJoin(
            messages,
            and(eq(messages.userId, sessions.userId), eq(messages.sessionId, sessions.sessionId)),
          )
          .where(eq(sessions.userId, userId))
          .groupBy(sessions.userId, sessions.sessionId)
          .orderBy(desc(sessions.updatedAt), sessions.sessionId)
          .limit(MAX_SESSIONS_LISTED),
      signal,
    );
  }

  async deleteSession(
    query: { sessionId: string; userId?: string },
    signal?: AbortSignal,
  ): Promise<{ userScope: string }> {
    const { sessionId } = query;
    return this.database.run(
      'deleting a session',
      (db) =>
        db.transaction(async (transaction) => {
          const { userId, userScope } = await findOwner(transaction, query);
          await deleteSessionRows(transaction, { userId, userScope, sessionId });
          return { userScope };
        }),
      signal,
    );
  }

  async unfinishedTurns({ after, before }: { after: string; before: string }) {
    const rows = await this.database.query<UnfinishedRow>('finding unfinished turns', UNFINISHED_TURNS, [
      after,
      before,
      MESSAGES_LOOKED_THROUGH,
    ]);
    const reached = rows[0]?.reached ?? undefined;
    return {
      turns: rows.flatMap(({ reached: _, ...turn }) => (turn.turnId === null ? [] : [turn])),
      reached,
    };
  }

  /** Whoever gave up waiting meanwhile: what is stored and leased to this process is run by it. */
  private async endTurns(replies: readonly Reply[]): Promise<void[]> {
    const columns = replyColumns(replies);
    const rows = await this.database.query<{ id: string }>('saving replies', FINISH_TURNS, columns);
    if (rows.length > 0) {
      const stored = new Set(rows.map(({ id }) => id));
      this.tasks.adopt(
        replies.flatMap(({ followUps = [] }) => followUps.filter(({ id }) => stored.delete(id))),
      );
    }
    return [];
  }

  private async lastMessagesOf(queries: readonly RecentQuery[]): Promise<StoredMessage[][]> {
    const rows = await this.database.query<LastMessageRow>('reading recent messages', LAST_MESSAGES, [
      queries.map(({ userId }) => userId),
      queries.map(({ sessionId }) => sessionId),
      Math.max(...queries.map(({ limit }) => limit)),
    ]);
    const answers = queries.map((): StoredMessage[] => []);
    for (const { position, ...row } of rows) answers[position - 1]?.push(toStoredMessage(row));
    return answers.map((messages, index) => messages.slice(-queries[index]!.limit));
  }
}

interface LastMessageRow extends Omit<StoredMessage, 'emotion'> {
  position: number;
  emotion: string | null;
}

type UnfinishedRow = (UnfinishedTurn | { turnId: null }) & { reached: string | null };

type Reader = Pick<DatabaseHandle, 'select'>;

async function lastMessages(
  db: Reader,
  { userId, sessionId, limit }: { userId: string; sessionId: string; limit: number },
): Promise<StoredMessage[]> {
  const rows = await db
    .select({
      id: messages.id,
      turnId: messages.turnId,
      role: messages.role,
      content: messages.content,
      emotion: messages.emotion,
      status: messages.status,
      createdAt: messages.createdAt,
    })
    .from(messages)
    .where(and(eq(messages.userId, userId), eq(messages.sessionId, sessionId)))
    .orderBy(desc(messages.createdAt), desc(messages.id))
    .limit(limit);
  return rows.reverse().map(toStoredMessage);
}

function toStoredMessage({
  emotion,
  ...message
}: Omit<StoredMessage, 'emotion'> & { emotion: string | null }): StoredMessage {
  return { ...message, ...(emotion !== null && { emotion }) };
}
