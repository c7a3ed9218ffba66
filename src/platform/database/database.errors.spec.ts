import { DrizzleQueryError } from 'drizzle-orm/errors';
import { DomainError } from '../errors/domain-error.js';
import {
  DatabaseQueryError,
  DatabaseUnavailableError,
  isConnectionLost,
  loggableCode,
  toDatabaseError,
} from './database.errors.js';

const SECRET = 'what the user wrote';
const wrapped = (code: string | undefined, message = SECRET) =>
  new DrizzleQueryError('insert ...', [SECRET], Object.assign(new Error(message), code && { code }));

describe('database errors', () => {
  it.each(['ECONNREFUSED', 'ECONNRESET', '08006', '57P01', '53300', '28P01', '58030', '25006'])(
    'takes %s for a lost database',
    (code) => {
      expect(isConnectionLost(wrapped(code))).toBe(true);
      expect(toDatabaseError('x', wrapped(code))).toBeInstanceOf(DatabaseUnavailableError);
    },
  );

  it.each(['Connection terminated unexpectedly', 'Client has encountered a connection error'])(
    'knows "%s" without a code',
    (message) => {
      expect(isConnectionLost(wrapped(undefined, message))).toBe(true);
    },
  );

  it('takes an exhausted pool for unavailable but not for lost', () => {
    const error = new Error('timeout exceeded when trying to connect');
    expect(isConnectionLost(error)).toBe(false);
    expect(toDatabaseError('x', error)).toBeInstanceOf(DatabaseUnavailableError);
  });

  it.each(['23505', '22P02', '40P01', '57014'])('keeps the state %s and none of the text', (code) => {
    const error = toDatabaseError('saving', wrapped(code)) as DatabaseQueryError;
    expect(error).toBeInstanceOf(DatabaseQueryError);
    expect(error.sqlState).toBe(code);
    expect(JSON.stringify([error.message, error.stack, error.cause])).not.toContain(SECRET);
  });

  it('hides the text of a wrapped error without a code', () => {
    const error = toDatabaseError('saving', wrapped(undefined)) as Error;
    expect(error).toBeInstanceOf(DatabaseQueryError);
    expect(error.message).not.toContain(SECRET);
  });

  it('leaves errors alone that are not of the database', () => {
    const own = new DomainError('not_found', 'no');
    expect(toDatabaseError('x', own)).toBe(own);
    expect(toDatabaseError('x', 'text')).toBe('text');
    expect(isConnectionLost('text')).toBe(false);
  });

  it('logs codes and class names, never messages', () => {
    expect(loggableCode(wrapped('23505'))).toBe('23505');
    expect(loggableCode(new RangeError(SECRET))).toBe('RangeError');
    expect(loggableCode(SECRET)).toBe('unknown');
  });
});
