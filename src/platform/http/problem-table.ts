import type { ErrorCode } from '../errors/domain-error.js';

interface ProblemKind {
  status: number;
  title: string;
  /** What a client waits before it tries again when the error itself names no time. */
  retryAfterSeconds?: number;
}

/** The one translation of error codes: HTTP problems and the error frames of streams both read it. */
export const PROBLEMS: Readonly<Record<ErrorCode, ProblemKind>> = {
  invalid_request: { status: 400, title: 'The request is not valid' },
  payload_too_large: { status: 413, title: 'The request body is too large' },
  unsupported_media_type: { status: 415, title: 'The media type is not supported' },
  unauthorized: { status: 401, title: 'Authentication is required' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'The method is not allowed here' },
  conflict: { status: 409, title: 'The request conflicts with the current state' },
  idempotency_conflict: { status: 422, title: 'The key belongs to another request' },
  rate_limited: { status: 429, title: 'Too many requests', retryAfterSeconds: 10 },
  overloaded: { status: 503, title: 'The service is busy', retryAfterSeconds: 2 },
  shutting_down: { status: 503, title: 'The service is restarting', retryAfterSeconds: 5 },
  // 499 is what proxies write when the client left: nobody is there to read it.
  cancelled: { status: 499, title: 'The request was cancelled' },
  // The frames of a stream end before its turn did: nobody read it, or the process that ran it is gone.
  interrupted: { status: 503, title: 'The reply broke off' },
  timeout: { status: 504, title: 'The request took too long' },
  streaming_disabled: { status: 503, title: 'Streaming is switched off' },
  dependency_unavailable: { status: 503, title: 'A needed service is not available', retryAfterSeconds: 5 },
  internal_error: { status: 500, title: 'Something went wrong' },
};

const CODE_BY_STATUS: ReadonlyMap<number, ErrorCode> = new Map([
  [400, 'invalid_request'],
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not_found'],
  [405, 'method_not_allowed'],
  [408, 'timeout'],
  [409, 'conflict'],
  [413, 'payload_too_large'],
  [415, 'unsupported_media_type'],
  [422, 'invalid_request'],
  [429, 'rate_limited'],
  [503, 'dependency_unavailable'],
  [504, 'timeout'],
]);

/** The code that stands for a bare HTTP status of a library. */
export function codeOfStatus(status: number): ErrorCode {
  return CODE_BY_STATUS.get(status) ?? (status >= 400 && status < 500 ? 'invalid_request' : 'internal_error');
}
