import { LRUCache } from 'lru-cache';
import {
  outranks,
  type Reply,
  type StoredMessage,
  type StoredTurn,
  type TurnName,
  type UserMessage,
} from '../ports/conversation-store.js';

const MAX_SESSIONS = 2000;
const MAX_CHARACTERS = 16 * 1024 * 1024;
const MAX_MESSAGES_PER_SESSION = 100;

interface SessionKey {
  userId: string;
  sessionId: string;
}

/**
 * The last messages of the sessions this process saw lately, so that a conversation goes on while the database is away.
 * Bounded in sessions, messages and characters; nobody is answered from it while the database answers.
 */
export class RecentSessions {
  private readonly held = new LRUCache<string, SessionKey & { messages: StoredMessage[] }>({
    max: MAX_SESSIONS,
    maxSize: MAX_CHARACTERS,
    sizeCalculation: ({ messages }) =>
      messages.reduce((sum, { content }) => sum + content.length, 1 + 200 * messages.length),
  });

  addUserMessage({ id, turnId, userId, sessionId, content, createdAt }: UserMessage): void {
    this.merge({ userId, sessionId }, [{ id, turnId, role: 'user', content, status: 'received', createdAt }]);
  }

  addReply(reply: Reply): void {
    const { id, turnId, userId, sessionId, content, status, emotion, createdAt } = reply;
    const question = this.sideOf({ userId, sessionId, turnId }, 'user');
    if (question === undefined || !outranks(status, question.status)) return;
    this.merge({ userId, sessionId }, [
      { ...question, status, ...(emotion && { emotion: emotion.emotion }) },
      ...(content === '' ? [] : [{ id, turnId, role: 'assistant' as const, content, status, createdAt }]),
    ]);
  }

  findTurn(turn: TurnName): StoredTurn | undefined {
    const question = this.sideOf(turn, 'user');
    const reply = this.sideOf(turn, 'assistant');
    return question && { status: question.status, ...(reply && { reply }) };
  }

  /** Takes over what was just read from the database. */
  merge(key: SessionKey, messages: readonly StoredMessage[]): void {
    const held = this.messagesOf(key);
    // Most of what a turn reads was there before.
    const changed = messages.filter((message) => !isAmong(held, message));
    if (changed.length === 0) return;
    const byId = new Map([...held, ...changed].map((message) => [message.id, message]));
    const kept = [...byId.values()].sort(inOrder).slice(-MAX_MESSAGES_PER_SESSION);
    this.held.set(toKey(key), { userId: key.userId, sessionId: key.sessionId, messages: kept });
  }

  last(key: SessionKey, limit: number): StoredMessage[] {
    return this.messagesOf(key).slice(-limit);
  }

  /** The users of whom a session of this id is held. */
  ownersOf(sessionId: string): { userId: string }[] {
    return [...this.held.values()].filter((session) => session.sessionId === sessionId);
  }

  forget(key: SessionKey): void {
    this.held.delete(toKey(key));
  }

  private sideOf({ turnId, ...key }: TurnName, role: StoredMessage['role']): StoredMessage | undefined {
    return this.messagesOf(key).find((message) => message.turnId === turnId && message.role === role);
  }

  private messagesOf(key: SessionKey): StoredMessage[] {
    return this.held.get(toKey(key))?.messages ?? [];
  }
}

export function toKey({ userId, sessionId }: SessionKey): string {
  return JSON.stringify([userId, sessionId]);
}

function isAmong(held: readonly StoredMessage[], { id, content, status, emotion }: StoredMessage): boolean {
  const known = held.findLast((message) => message.id === id);
  return known?.content === content && known.status === status && known.emotion === emotion;
}

function inOrder(a: StoredMessage, b: StoredMessage): number {
  return a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1);
}
