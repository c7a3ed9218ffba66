import type { EmotionResult } from '../../emotion/emotion.types.js';
import type { RiskLevel } from '../../safety/safety.types.js';
import type { FollowUp } from '../../tasks/tasks.types.js';

export type MessageStatus = 'received' | 'completed' | 'blocked' | 'aborted' | 'failed';
/** How a turn can end; `received` is a user message whose reply is not stored yet. */
export type ReplyStatus = Exclude<MessageStatus, 'received'>;

export interface UserMessage {
  id: string;
  turnId: string;
  userId: string;
  userScope: string;
  sessionId: string;
  content: string;
  /** What the message shows by itself. Stored with it, so that a crash cannot forget a crisis. */
  riskLevel: RiskLevel;
  createdAt: Date;
}

export interface Reply {
  id: string;
  turnId: string;
  userId: string;
  sessionId: string;
  content: string;
  status: ReplyStatus;
  emotion?: Pick<EmotionResult, 'emotion' | 'intensity' | 'confidence'>;
  riskLevel?: RiskLevel;
  createdAt: Date;
  /** What else is to happen because the turn ended: stored with it, or not at all. */
  followUps?: readonly FollowUp[];
}

/** A user's message whose turn has no end: its process is at work on it, or was killed. */
export interface UnfinishedTurn extends Pick<UserMessage, 'turnId' | 'userId' | 'userScope' | 'sessionId'> {
  content: string;
  riskLevel: RiskLevel | null;
  createdAt: Date;
}

export interface StoredMessage {
  id: string;
  turnId: string;
  role: 'user' | 'assistant';
  content: string;
  emotion?: string;
  status: MessageStatus;
  createdAt: Date;
}

export type TurnName = Pick<UserMessage, 'userId' | 'sessionId' | 'turnId'>;

/** One turn as it is stored. */
export interface StoredTurn {
  /** `received`: no reply to it is stored yet. */
  status: MessageStatus;
  emotion?: NonNullable<Reply['emotion']>;
  /** What the turn showed by itself. */
  riskLevel?: RiskLevel;
  /** Missing where nothing was said. */
  reply?: { id: string; content: string };
}

export interface SessionSummary {
  sessionId: string;
  messageCount: number;
  createdAt: Date;
  updatedAt: Date;
}

/** Whether an outcome may replace another one of the same turn: only by something better does it. */
export function outranks(next: ReplyStatus, previous: MessageStatus): boolean {
  switch (previous) {
    case 'received':
      return true;
    case 'aborted':
      return next !== 'aborted';
    case 'failed':
      return next === 'completed' || next === 'blocked';
    case 'completed':
    case 'blocked':
      return false;
  }
}

/**
 * Sessions and their messages. Both writes are idempotent (by message id, by turn), so they may be repeated after a
 * crash. Every read names its user; `history` and `deleteSession` accept the session id alone where just one user
 * holds it.
 */
export abstract class ConversationStore {
  /** True when no other process writes here: a turn that this one does not know is nobody's. */
  abstract readonly exclusive: boolean;

  /**
   * Resolves once the message survives a crash of this process, in the database or in the spool. One that is called off
   * before that is not spooled; only a statement that the database has already may still store it.
   */
  abstract saveUserMessage(
    message: UserMessage,
    signal?: AbortSignal,
  ): Promise<{ durable: 'database' | 'spool' }>;
  /** Ends the turn, and with it stores what follows; that is run once, by this process if it lives. */
  abstract saveReply(reply: Reply, signal?: AbortSignal): Promise<void>;
  /**
   * Goes through the messages whose ids lie between two, some thousands at a time. Resolves to the turns among them that
   * have not ended, and to how far it came: nothing lies between that and `before` once it is `undefined`.
   */
  abstract unfinishedTurns(range: {
    after: string;
    before: string;
  }): Promise<{ turns: UnfinishedTurn[]; reached: string | undefined }>;
  /** What a turn came to; undefined where its message is not stored, or not any more. */
  abstract findTurn(turn: TurnName, signal?: AbortSignal): Promise<StoredTurn | undefined>;
  /** The last `limit` messages of a session, oldest first. */
  abstract recentMessages(
    query: { userId: string; sessionId: string; limit: number },
    signal?: AbortSignal,
  ): Promise<StoredMessage[]>;
  /** As recentMessages, for the API. @throws {DomainError} `not_found`, or `invalid_request` when ambiguous. */
  abstract history(
    query: { sessionId: string; userId?: string; limit: number },
    signal?: AbortSignal,
  ): Promise<StoredMessage[]>;
  /** Newest first. */
  abstract sessionsOf(userId: string, signal?: AbortSignal): Promise<SessionSummary[]>;
  /** Removes a session and all that came of it. Resolves to the user scope it belonged to. */
  abstract deleteSession(
    query: { sessionId: string; userId?: string },
    signal?: AbortSignal,
  ): Promise<{ userScope: string }>;
}
