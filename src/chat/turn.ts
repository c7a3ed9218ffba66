import { newOrderedId, newSecretId } from '../platform/identity/identifiers.js';
import { ANONYMOUS, toUserScope } from '../platform/identity/user-scope.js';
import { detectLanguage, type Language } from '../platform/language/language.js';
import type { StreamTransport } from '../platform/streams/stream-registry.js';
import type { SafetyVerdict } from '../safety/safety.types.js';
import { StreamPace } from './frames/stream-pace.js';

/** One message on its way through the pipeline, with everything that is known before any step runs. */
export interface Turn {
  /** Also the id of the user's message. */
  readonly turnId: string;
  readonly replyId: string;
  readonly streamId: string;
  readonly requestId: string;
  readonly transport: StreamTransport;
  readonly userId: string;
  readonly sessionId: string;
  /** Whose data this turn may touch. */
  readonly userScope: string;
  /** Whose share of the places it takes. */
  readonly caller: string;
  readonly message: string;
  readonly metadata: Record<string, unknown>;
  readonly language: Language;
  readonly receivedAt: Date;
  /** Set when the client is over its rate: the seconds after which it may come back. */
  readonly retryAfterSeconds: number | undefined;
  readonly pace: StreamPace;
  /** Set when the message was screened before the turn runs: then it is not screened again. */
  readonly screened?: SafetyVerdict;
  /** What is missing already before the turn runs. */
  readonly degraded: readonly string[];
}

export interface TurnInput {
  message: string;
  session_id?: string;
  user_id?: string;
  metadata?: Record<string, unknown>;
}

export interface TurnOrigin {
  requestId: string;
  transport: StreamTransport;
  retryAfterSeconds?: number | undefined;
  /** The client's network address. */
  clientAddress?: string | undefined;
  pace?: StreamPace;
}

export function toTurn(input: TurnInput, origin: TurnOrigin): Turn {
  const sessionId = input.session_id ?? newSecretId();
  const userId = input.user_id ?? ANONYMOUS;
  const userScope = toUserScope(userId, sessionId);
  return {
    turnId: newOrderedId(),
    replyId: newOrderedId(),
    streamId: newSecretId(),
    requestId: origin.requestId,
    transport: origin.transport,
    userId,
    sessionId,
    userScope,
    caller: userId === ANONYMOUS ? toCaller(origin.clientAddress, userScope) : userScope,
    // Half of an emoji is no text: a model's server may refuse it, again in every later turn.
    message: input.message.toWellFormed(),
    metadata: input.metadata ?? {},
    language: detectLanguage(input.message),
    receivedAt: new Date(),
    retryAfterSeconds: origin.retryAfterSeconds,
    pace: origin.pace ?? new StreamPace(),
    degraded: [],
  };
}

/**
 * A person without a name is known by address here, not by session: a session for every message is easily made. `/`
 * cannot occur in a name, so no address is one.
 */
function toCaller(address: string | undefined, userScope: string): string {
  return address === undefined ? userScope : `address/${address}`;
}

/** Seconds since the turn arrived, to the millisecond. */
export function secondsSince(turn: Turn): number {
  return (Date.now() - turn.receivedAt.getTime()) / 1000;
}
