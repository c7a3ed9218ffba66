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
const MESSAGE_OVERHEAD = 200;

interface SessionKey {
  userId: string;
  sessionId: string;
}

interface RecentSession extends SessionKey {
  messages: StoredMessage[];
  /** So many of the last messages are here without a gap, or all there are. */
  wholeUpTo: number;
  /** In characters. */
  size: number;
}

/**
 * The last messages of the sessions this process saw lately, so that a conversation goes on while the database is away,
 * and need not be read where no other process writes. Bounded in sessions, messages and characters.
 */
export class RecentSessions {
  private readonly held = new LRUCache<string, RecentSession>({
    max: MAX_SESSIONS,
    maxSize: MAX_CHARACTERS,
    sizeCalculation: ({ size }) => size,
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

  /** Takes over what was just read from the database: the last messages of a session, `limit` or all there are. */
  merge(key: SessionKey, messages: readonly StoredMessage[], limit = 0): void {
    const held = this.held.get(toKey(key));
    const wholeUpTo = Math.min(Math.max(limit, held?.wholeUpTo ?? 0), MAX_MESSAGES_PER_SESSION);
    const kept = merged(held?.messages ?? [], messages);
    if (kept === held?.messages && wholeUpTo === held.wholeUpTo) return;
    const { userId, sessionId } = key;
    const size = kept === held?.messages ? held.size : sizeOf(kept);
    this.held.set(toKey(key), { userId, sessionId, messages: kept, wholeUpTo, size });
  }

  last(key: SessionKey, limit: number): StoredMessage[] {
    return this.messagesOf(key).slice(-limit);
  }

  /** As `last`, where these are known to be the last ones; undefined where only the database knows. */
  wholeLast(key: SessionKey, limit: number): StoredMessage[] | undefined {
    const held = this.held.get(toKey(key));
    return held && held.wholeUpTo >= limit ? held.messages.slice(-limit) : undefined;
  }

  /** The database may know better now: what is held serves where it does not answer. */
  doubtAll(): void {
    for (const session of this.held.values()) session.wholeUpTo = 0;
  }

  /** The users of whom a session of this id is held. */
  ownersOf(sessionId: string): { userId: string }[] {
    return [...this.held.values()].filter((session) => session.sessionId === sessionId);
  }

  forget(key: SessionKey): void {
    this.held.delete(toKey(key));
  }

  private sideOf({ turnId, ...key }: TurnName, role: StoredMessage['role']): StoredMessage | undefined {
    return this.messagesOf(key).findLast((message) => message.turnId === turnId && message.role === role);
  }

  private messagesOf(key: SessionKey): StoredMessage[] {
    return this.held.get(toKey(key))?.messages ?? [];
  }
}

export function toKey({ userId, sessionId }: SessionKey): string {
  return JSON.stringify([userId, sessionId]);
}

/** One message of each side of a turn, in order; `held` itself where nothing is new. Most is said last. */
function merged(held: StoredMessage[], read: readonly StoredMessage[]): StoredMessage[] {
  let kept = held;
  let disordered = false;
  for (const message of read) {
    const at = kept.findLastIndex(({ turnId, role }) => turnId === message.turnId && role === message.role);
    const known = kept[at];
    // What was read may be older than what was written meanwhile.
    if (known && !supersedes(message, known)) continue;
    if (kept === held) kept = [...held];
    const last = kept.at(-1);
    if (known) kept[at] = message;
    else kept.push(message);
    disordered ||= known ? known.id !== message.id : last !== undefined && inOrder(last, message) > 0;
  }
  if (disordered) kept.sort(inOrder);
  return kept.length > MAX_MESSAGES_PER_SESSION ? kept.slice(-MAX_MESSAGES_PER_SESSION) : kept;
}

function sizeOf(messages: readonly StoredMessage[]): number {
  let size = 1;
  for (const { content } of messages) size += content.length + MESSAGE_OVERHEAD;
  return size;
}

function supersedes({ status }: StoredMessage, known: StoredMessage): boolean {
  return status !== 'received' && outranks(status, known.status);
}

function inOrder(a: StoredMessage, b: StoredMessage): number {
  return a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1);
}
