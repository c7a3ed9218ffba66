import { createHash } from 'node:crypto';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ANONYMOUS, toUserScope, UNNAMED_SCOPE } from '../../platform/identity/user-scope.js';

/** What tells the requests apart that are one message, sent again. */
export interface TurnKey {
  /** Whose key it is. */
  userScope: string;
  key: string;
  fingerprint: string;
  /** Another request may take it once its turn ended. */
  reusable: boolean;
}

/** The parts of a request that a key stands for; nothing is checked yet. */
export type KeyedBody = Partial<Record<'message' | 'session_id' | 'user_id' | 'metadata', unknown>>;

export const IDEMPOTENCY_KEY_HEADER = 'Idempotency-Key';
/** Of nobody, in no session yet, all keys are in one scope: one that can be guessed would lead into another's session. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Clients that count their requests begin anew with each connection: the same number is another message. */
const COUNTER = /^\d+$/;
const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;
/** A string of a structured field (RFC 9651), as the IETF draft of this header asks for. */
const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;

/** @throws {DomainError} `invalid_request` naming the header. */
export function keyOfHeader(header: string | undefined, body: KeyedBody): TurnKey | undefined {
  if (header === undefined) return undefined;
  const key = QUOTED.exec(header)?.[1]?.replace(/\\(["\\])/g, '$1') ?? header;
  if (!VISIBLE_ASCII.test(key)) throw invalid('must be 1-255 visible ASCII characters');
  const userScope = scopeOf(body);
  if (userScope === UNNAMED_SCOPE && !UUID.test(key)) {
    throw invalid('must be a UUID where neither a user_id nor a session_id is given');
  }
  return { userScope, key: `http:${key}`, fingerprint: fingerprintOf(body), reusable: false };
}

/**
 * The key of a WebSocket's request. Old clients name their requests on each connection anew, so such a key may be used
 * again; a bare number is no key at all, and of nobody only a UUID is one.
 */
export function keyOfSocketRequest(requestId: unknown, body: KeyedBody): TurnKey | undefined {
  // Whatever else is wrong with a request is said when it is validated.
  if (typeof requestId !== 'string' || !hasIds(body)) return undefined;
  const userScope = scopeOf(body);
  if (COUNTER.test(requestId) || (userScope === UNNAMED_SCOPE && !UUID.test(requestId))) return undefined;
  return { userScope, key: `socket:${requestId}`, fingerprint: fingerprintOf(body), reusable: true };
}

function hasIds({ user_id: userId, session_id: sessionId }: KeyedBody): boolean {
  return [userId, sessionId].every((id) => id === undefined || typeof id === 'string');
}

function scopeOf({ user_id: userId = ANONYMOUS, session_id: sessionId }: KeyedBody): string {
  if (userId === ANONYMOUS && sessionId === undefined) return UNNAMED_SCOPE;
  return toUserScope(String(userId), String(sessionId));
}

/** Equal for requests that say the same, in whatever order they write it; it tells nothing of what they say. */
export function fingerprintOf({ message, session_id: sessionId, metadata }: KeyedBody): string {
  const canonical = JSON.stringify([message, sessionId ?? null, metadata ?? {}], inOrder);
  return createHash('sha256').update(canonical).digest('base64url');
}

function inOrder(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function invalid(problem: string): DomainError {
  const field = IDEMPOTENCY_KEY_HEADER;
  return new DomainError('invalid_request', `${field} ${problem}.`, { faults: [{ field, problem }] });
}
