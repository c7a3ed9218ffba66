import type { Language } from '../../platform/language/language.js';

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** What the reply should take into account, in plain words that need no other feature's types. */
export interface ReplyContext {
  language: Language;
  /** One of the emotion labels of the API. */
  emotion: string;
  /** 0-10. */
  intensity: number;
  riskLevel: 'none' | 'low' | 'medium' | 'high';
  /** What the user said in earlier sessions that fits this message, best first. */
  memories: readonly string[];
  /** Earlier turns of this session, oldest first, without the message being answered. */
  history: readonly { role: 'user' | 'assistant'; content: string }[];
  /** The message being answered. */
  message: string;
  /** Stable per session: makes the companion's choices repeatable and lets it avoid what it already said. */
  sessionKey: string;
}

export interface ReplyRequest {
  /**
   * System prompt, history and the message, for a chat-completion API. Put together when they are sent, and not kept:
   * they are longer than all else a reply needs while it lasts.
   */
  messages(): readonly ChatMessage[];
  context: ReplyContext;
}

export type LanguageModelFailure =
  | 'unreachable'
  | 'rate_limited'
  | 'rejected'
  | 'first_token_timeout'
  | 'timeout'
  | 'circuit_open'
  | 'truncated'
  | 'invalid_stream'
  | 'empty';

/** Why a reply did not arrive whole. Holds no upstream text. */
export class LanguageModelError extends Error {
  constructor(
    readonly failure: LanguageModelFailure,
    options: { cause?: unknown } = {},
  ) {
    super(`language model: ${failure}`, options);
    this.name = 'LanguageModelError';
  }
}

/**
 * Writes one reply. The iterator yields text as it arrives and returns normally only when the reply is whole;
 * otherwise it throws LanguageModelError, or the abort reason once `signal` is aborted. Deadlines, retries before the
 * first token and the circuit breaker are inside. Returning early from the iterator releases the connection. What
 * comes from a network is a PushedText: `readInto` reads either.
 */
export abstract class LanguageModel {
  /** `companion` when the built-in one answers, else `model`. */
  abstract readonly kind: 'model' | 'companion';
  abstract stream(request: ReplyRequest, signal: AbortSignal): AsyncIterable<string>;
}

/** The model that always answers: offline, within a millisecond, never throwing except for an abort. */
export abstract class FallbackLanguageModel extends LanguageModel {
  /** One sentence that closes a reply which broke off after `partial`, in the language of the context. */
  abstract closeBrokenReply(partial: string, context: ReplyContext): string;
}
