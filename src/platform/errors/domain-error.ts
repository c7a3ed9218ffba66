/** Every fault a client can be told about. The problem table maps each to a status and a title. */
export type ErrorCode =
  | 'invalid_request'
  | 'payload_too_large'
  | 'unsupported_media_type'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'conflict'
  | 'idempotency_conflict'
  | 'rate_limited'
  | 'overloaded'
  | 'shutting_down'
  | 'cancelled'
  | 'interrupted'
  | 'timeout'
  | 'streaming_disabled'
  | 'dependency_unavailable'
  | 'internal_error';

export interface FieldFault {
  field: string;
  problem: string;
}

/**
 * A fault with a stable code and a sentence that may be shown to a client: it holds no value the client did not send,
 * nothing of the inside. It knows no HTTP status; the filter and the codecs translate the code.
 */
export class DomainError extends Error {
  readonly retryAfterSeconds: number | undefined;
  readonly faults: readonly FieldFault[] | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: { cause?: unknown; retryAfterSeconds?: number; faults?: readonly FieldFault[] } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'DomainError';
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.faults = options.faults;
  }
}
