import { LanguageModel, LanguageModelError, type LanguageModelFailure } from './language-model.js';

export interface RemoteFailureFacts {
  /** Trying the same request again may help. */
  retryable: boolean;
  /** Speaks about the server's state, not about this one request: the circuit breaker counts it. */
  outage: boolean;
  /** How long the server asked to be left alone. */
  retryAfterMs?: number | undefined;
  /** A code such as `ECONNREFUSED` or `HTTP 503`; never upstream text. */
  code?: string;
}

/** A failure of a model behind a network, with what a policy needs to decide what to do about it. */
export class RemoteModelError extends LanguageModelError {
  readonly retryable: boolean;
  readonly outage: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(failure: LanguageModelFailure, facts: RemoteFailureFacts) {
    super(failure, { cause: facts.code });
    this.retryable = facts.retryable;
    this.outage = facts.outage;
    this.retryAfterMs = facts.retryAfterMs;
  }
}

/** `refusing`: the server answers, but would not take a request now. `down`: no answer at all. */
export type ProbeResult = 'up' | 'refusing' | 'down';

/**
 * A model behind a network, bare: one attempt per `stream`, no deadline, no retry. Once the signal aborts it hangs up
 * at once and throws the abort reason; every other failure is a RemoteModelError.
 */
export abstract class RemoteLanguageModel extends LanguageModel {
  readonly kind = 'model' as const;
  /** Looks whether the server can take requests. Free of charge: never asks for a completion. Never throws. */
  abstract probe(timeoutMs: number): Promise<ProbeResult>;
  /** Takes no new requests and resolves when the running ones ended. */
  abstract close(): Promise<void>;
  /** Ends running requests too. */
  abstract destroy(): Promise<void>;
}
