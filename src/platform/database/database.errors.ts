import { DrizzleQueryError } from 'drizzle-orm/errors';
import { DomainError } from '../errors/domain-error.js';
import { DeadlineExceededError } from '../resilience/deadline.js';

/** The database cannot be reached or cannot work now; trying again later may help. */
export class DatabaseUnavailableError extends DomainError {
  constructor(readonly what: string) {
    super('dependency_unavailable', 'The database cannot be reached right now. Try again shortly.', {
      retryAfterSeconds: 1,
    });
    this.name = 'DatabaseUnavailableError';
  }
}

/**
 * The database refused a statement. It carries the SQLSTATE and nothing else: the driver's own errors quote the
 * statement and its values, which may be what a user wrote.
 */
export class DatabaseQueryError extends Error {
  constructor(
    readonly what: string,
    readonly sqlState: string,
  ) {
    super(`${what} failed with SQLSTATE ${sqlState}`);
    this.name = 'DatabaseQueryError';
  }
}

/** True when nobody answered, or not in time. That says nothing against what was asked. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof DatabaseUnavailableError || error instanceof DeadlineExceededError;
}

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
]);

/** Connection, authorization, resources, operator intervention, system error; a read-only standby. */
const UNAVAILABLE_STATES = /^(08|28|53|57P|58|25006)/;

/** What `pg` says, without a code, when its connection is gone. */
const CONNECTION_GONE = /^(Connection terminated|Client (has encountered|was closed)|Cannot use a pool)/;

const POOL_EXHAUSTED = 'timeout exceeded when trying to connect';
const SQL_STATE = /^[0-9A-Z]{5}$/;

/** The driver's error below drizzle's wrapper. */
export function driverError(error: unknown): unknown {
  return error instanceof DrizzleQueryError ? (error.cause ?? error) : error;
}

/** True when the connection is lost, so that its client must not go back to the pool. */
export function isConnectionLost(error: unknown): boolean {
  const cause = driverError(error);
  if (!isErrorLike(cause)) return false;
  const code = codeOf(cause);
  return NETWORK_CODES.has(code) || UNAVAILABLE_STATES.test(code) || CONNECTION_GONE.test(cause.message);
}

/** True when the server answered, if only to refuse the statement. */
export function isRefusal(error: unknown): boolean {
  const cause = driverError(error);
  return error instanceof DrizzleQueryError || (isErrorLike(cause) && SQL_STATE.test(codeOf(cause)));
}

/** A code that may be logged: SQLSTATE, network code or the error's class. Never its message. */
export function loggableCode(error: unknown): string {
  const cause = driverError(error);
  if (!isErrorLike(cause)) return 'unknown';
  return codeOf(cause) || cause.name;
}

/** Turns the driver's error into one of ours; anything else passes unchanged. */
export function toDatabaseError(what: string, error: unknown): unknown {
  const cause = driverError(error);
  if (!isErrorLike(cause)) return error;
  if (isConnectionLost(cause) || cause.message === POOL_EXHAUSTED) return new DatabaseUnavailableError(what);
  const code = codeOf(cause);
  if (SQL_STATE.test(code)) return new DatabaseQueryError(what, code);
  return error instanceof DrizzleQueryError ? new DatabaseQueryError(what, code || 'unknown') : error;
}

/** By shape: errors of Node's core are of another realm when this code runs inside a `vm` context. */
function isErrorLike(value: unknown): value is Error {
  return (
    typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string'
  );
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
