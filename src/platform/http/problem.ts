import { HttpException } from '@nestjs/common';
import { DomainError, type ErrorCode, type FieldFault } from '../errors/domain-error.js';
import { DeadlineExceededError } from '../resilience/deadline.js';
import { JSON_BODY_OPTIONS, LARGE_JSON_BODY_OPTIONS } from './json-body.middleware.js';
import { PROBLEMS, codeOfStatus } from './problem-table.js';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** What a client may be told about an error: nothing of the inside, nothing of a library's message. */
export interface Problem {
  code: ErrorCode;
  detail: string;
  faults: readonly FieldFault[] | undefined;
  retryAfterSeconds: number | undefined;
}

/** The body of a problem answer, RFC 9457 with our `code`, `request_id` and `errors`. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  request_id: string;
  errors?: readonly FieldFault[];
}

const NEUTRAL: Readonly<Partial<Record<ErrorCode, string>>> = {
  invalid_request: 'The request could not be understood.',
  payload_too_large: `The request body is larger than this service accepts: ${JSON_BODY_OPTIONS.limit / 1024} KiB, for lists of texts ${LARGE_JSON_BODY_OPTIONS.limit / 1024} KiB.`,
  unsupported_media_type: 'Send JSON with the header Content-Type: application/json.',
  unauthorized: 'This route needs authentication.',
  forbidden: 'This route is not open to you.',
  not_found: 'There is nothing at this address.',
  method_not_allowed: 'This address does not answer that method.',
  rate_limited: 'Too many requests in a short time. Please wait a moment and try again.',
  timeout: 'The request took too long. Please try again.',
  dependency_unavailable: 'A service this one needs is not available. Please try again in a moment.',
};
const UNKNOWN = 'Something went wrong on our side. Please try again in a moment.';

/** Translates any thrown value. Only a DomainError's own sentence is shown; everything else gets a neutral one. */
export function toProblem(error: unknown): Problem {
  if (error instanceof DomainError) {
    return {
      code: error.code,
      detail: error.message,
      faults: error.faults,
      retryAfterSeconds: error.retryAfterSeconds ?? PROBLEMS[error.code].retryAfterSeconds,
    };
  }
  if (error instanceof DeadlineExceededError) return neutral('timeout');
  if (error instanceof HttpException) return fromHttpException(error);
  return neutral('internal_error');
}

export function toProblemBody(problem: Problem, requestId: string): ProblemBody {
  const { status, title } = PROBLEMS[problem.code];
  return {
    type: `urn:xinyu:problem:${problem.code}`,
    title,
    status,
    detail: problem.detail,
    code: problem.code,
    request_id: requestId,
    ...(problem.faults && problem.faults.length > 0 ? { errors: problem.faults } : {}),
  };
}

/** Body-parser's faults arrive as HttpExceptions whose cause carries a `type`; their messages may quote the body. */
function fromHttpException(exception: HttpException): Problem {
  const code = codeOfStatus(exception.getStatus());
  const fault = bodyFault(exception.cause);
  if (!fault || code !== 'invalid_request') return neutral(code);
  return { ...neutral(code), detail: `The body ${fault}.`, faults: [{ field: 'body', problem: fault }] };
}

function bodyFault(cause: unknown): string | undefined {
  const type = cause instanceof Error && 'type' in cause ? cause.type : undefined;
  switch (type) {
    case 'entity.parse.failed':
    case 'stream.encoding.set':
      return 'must be valid JSON';
    case 'request.size.invalid':
    case 'request.aborted':
      return 'did not arrive whole';
    default:
      return undefined;
  }
}

function neutral(code: ErrorCode): Problem {
  return {
    code,
    detail: NEUTRAL[code] ?? UNKNOWN,
    faults: undefined,
    retryAfterSeconds: PROBLEMS[code].retryAfterSeconds,
  };
}
