import { DomainError } from '../../platform/errors/domain-error.js';

/* Made once, as an error is expensive to make. */

export const CONFLICT = new DomainError(
  'idempotency_conflict',
  'This key belongs to another request. Send a new message with a new key.',
);
export const DELETED = new DomainError(
  'conflict',
  'The message of this key was deleted since. Send it with a new key to say it again.',
);
export const CANCELLED = new DomainError('cancelled', 'This turn was cancelled.');
export const STILL_RUNNING = new DomainError(
  'conflict',
  'The reply to this message is still being written. Please ask for it again in a moment.',
  { retryAfterSeconds: 2 },
);

/** A stream that is not known, or cannot be looked for. */
export function isUnreadable(error: unknown): boolean {
  return (
    error instanceof DomainError && (error.code === 'not_found' || error.code === 'dependency_unavailable')
  );
}
