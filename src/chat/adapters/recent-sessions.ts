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

interface RecentMessage {
  message: StoredMessage;
  /** When this process wrote it, as `moment` counts; 0 for what was only read. */
  writtenAt: number;
}

interface RecentSession extends SessionKey {
  messages: readonly RecentMessage[];
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
  private writes = 0;

  /** Tells what was written before from what is written after. */
  get moment(): number {
    return this.writes;
  }

  addUserMessage({ id, turnId, userId, sessionId, content, createdAt }: UserMessage): void {
    const status = 'received';
    this.add({ userId, sessionId }, [{ id, turnId, role: 'user', content, status, createdAt }]);
  }

  addReply(reply: Reply): void {
    const { id, turnId, userId, sessionId, content, status, emotion, createdAt } = reply;
    const key = { userId, sessionId };
    const question = this.sideOf({ ...key, turnId }, 'user');
    if (question === undefined) return this.doubt(key);
    if (!outranks(status, question.status)) return;
    this.add(key, [
      { ...question, status, ...(emotion && { emotion: emotion.emotion }) },
      ...(content === '' ? [] : [{ id, turnId, role: 'assistant' as const, content, status, createdAt }]),
    ]);
  }

  findTurn(turn: TurnName): StoredTurn | undefined {
    const question = this.sideOf(turn, 'user');
    const reply = this.sideOf(turn, 'assistant');
    return question && { status: question.status, ...(reply && { reply }) };
  }

  /**
   * Takes over what the database had: the last messages of a session, `limit` or all there are. What was held goes,
   * but for what was written since the reading began, and for what lies before a session that goes on from there.
   */
  take(
    key: SessionKey,
    read: readonly StoredMessage[],
    { limit, since }: { limit: number; since: number },
  ): void {
    const held = this.held.get(toKey(key))?.messages ?? [];
    const joint = read.length < limit ? -1 : held.findIndex(({ message }) => isSameSide(message, read[0]!));
    const found = read.map((message) => ({ message: toHeld(message), writtenAt: 0 }));
    const written = held.filter(({ writtenAt }) => writtenAt > since);
    const messages = merged([...held.slice(0, Math.max(0, joint)), ...found], written);
    this.hold(key, messages, Math.min(limit, MAX_MESSAGES_PER_SESSION));
  }

  last(key: SessionKey, limit: number): StoredMessage[] {
    return lastOf(this.held.get(toKey(key)), limit);
  }

  /** As `last`, where these are known to be the last ones; undefined where only the database knows. */
  wholeLast(key: SessionKey, limit: number): StoredMessage[] | undefined {
    const held = this.held.get(toKey(key));
    return held && held.wholeUpTo >= limit ? lastOf(held, limit) : undefined;
  }

  /** The database may know better now: what is held serves where it does not answer. */
  doubtAll(): void {
    for (const session of this.held.values()) session.wholeUpTo = 0;
  }

  doubt(key: SessionKey): void {
    const held = this.held.get(toKey(key));
    if (held) held.wholeUpTo = 0;
  }

  /** The users of whom a session of this id is held. */
  ownersOf(sessionId: string): { userId: string }[] {
    return [...this.held.values()].filter((session) => session.sessionId === sessionId);
  }

  forget(key: SessionKey): void {
    this.held.delete(toKey(key));
  }

  private add(key: SessionKey, messages: readonly StoredMessage[]): void {
    const held = this.held.get(toKey(key));
    this.writes += 1;
    const written = messages.map((message) => ({ message: toHeld(message), writtenAt: this.writes }));
    this.hold(key, merged(held?.messages ?? [], written), held?.wholeUpTo ?? 0);
  }

  private hold(
    { userId, sessionId }: SessionKey,
    messages: readonly RecentMessage[],
    wholeUpTo: number,
  ): void {
    const size = sizeOf(messages);
    this.held.set(toKey({ userId, sessionId }), { userId, sessionId, messages, wholeUpTo, size });
  }

  private sideOf({ turnId, ...key }: TurnName, role: StoredMessage['role']): StoredMessage | undefined {
    const held = this.held.get(toKey(key))?.messages ?? [];
    return held[lastOfSide(held, { turnId, role })]?.message;
  }
}

export function toKey({ userId, sessionId }: SessionKey): string {
  return JSON.stringify([userId, sessionId]);
}

/** Messages come from many places; those of one form are compared several times as fast. */
function toHeld({ id, turnId, role, content, status, createdAt, emotion }: StoredMessage): StoredMessage {
  return { id, turnId, role, content, status, createdAt, ...(emotion !== undefined && { emotion }) };
}

function lastOf(session: RecentSession | undefined, limit: number): StoredMessage[] {
  return session?.messages.slice(-limit).map(({ message }) => message) ?? [];
}

/** One message of each side of a turn, in order, at most the last hundred. Most is said last. */
function merged(known: readonly RecentMessage[], written: readonly RecentMessage[]): RecentMessage[] {
  const kept = [...known];
  let ordered = true;
  for (const next of written) {
    const at = lastOfSide(kept, next.message);
    const before = at >= 0 ? kept[at] : kept.at(-1);
    if (at >= 0 && !supersedes(next.message, kept[at]!.message)) continue;
    if (at >= 0) kept[at] = next;
    else kept.push(next);
    const moved = before === undefined ? 0 : inOrder(before, next);
    ordered &&= at >= 0 ? moved === 0 : moved <= 0;
  }
  if (!ordered) kept.sort(inOrder);
  return kept.slice(-MAX_MESSAGES_PER_SESSION);
}

function sizeOf(messages: readonly RecentMessage[]): number {
  let size = 1;
  for (const { message } of messages) size += message.content.length + MESSAGE_OVERHEAD;
  return size;
}

type Side = Pick<StoredMessage, 'turnId' | 'role'>;

function isSameSide(one: Side, other: Side): boolean {
  return one.role === other.role && one.turnId === other.turnId;
}

/** The index of the last message of a side of a turn, -1 for none. */
function lastOfSide(messages: readonly RecentMessage[], side: Side): number {
  for (let index = messages.length - 1; index >= 0; index -= 1)
    if (isSameSide(messages[index]!.message, side)) return index;
  return -1;
}

function supersedes({ status }: StoredMessage, known: StoredMessage): boolean {
  return status !== 'received' && outranks(status, known.status);
}

function inOrder({ message: one }: RecentMessage, { message: other }: RecentMessage): number {
  if (one.id === other.id && one.createdAt.getTime() === other.createdAt.getTime()) return 0;
  return one.createdAt.getTime() - other.createdAt.getTime() || (one.id < other.id ? -1 : 1);
}
