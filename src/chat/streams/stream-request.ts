import { DomainError } from '../../platform/errors/domain-error.js';
import { ANONYMOUS } from '../../platform/identity/user-scope.js';
import type { ChatFrame } from '../frames/chat-frame.js';
import type { StreamPace } from '../frames/stream-pace.js';

/** Whose stream is meant. Another user's is as unknown as one that never was. */
export interface StreamName {
  streamId: string;
  userId: string | undefined;
}

export interface StreamRequest extends StreamName {
  /** The number of the last frame the reader has; 0 for none. */
  after: number;
  pace?: StreamPace | undefined;
  /** For the error frame of a stream that broke off elsewhere. */
  requestId?: string;
  /** Called when the stream was found, before its first frame. */
  onFound?: () => void;
}

export type StreamEnding = 'cancelled' | 'ended';

/** What became of a stream with this last frame. */
export function endingOf(last: ChatFrame | undefined): StreamEnding {
  return last?.type === 'error' && last.code === 'cancelled' ? 'cancelled' : 'ended';
}

/**
 * Whether somebody may read or cancel a stream of `owner`. A named user's stream needs that name; an anonymous one is
 * open to who knows its id (122 random bits) and names nobody.
 */
export function mayRead(owner: string, userId: string | undefined): boolean {
  return (userId ?? ANONYMOUS) === owner;
}

export function unknownStream(): DomainError {
  return new DomainError('not_found', 'There is no such stream, or it ended too long ago.');
}

export function unknownFrame(): DomainError {
  const fault = { field: 'Last-Event-ID', problem: 'names a frame this stream does not have' };
  return new DomainError('invalid_request', `${fault.field} ${fault.problem}.`, { faults: [fault] });
}
