import { DomainError } from '../../platform/errors/domain-error.js';
import type { ChatFrame } from './chat-frame.js';

/** A place in a stream. */
export interface StreamPlace {
  streamId: string;
  /** The number of the last frame before it; 0 for the beginning. */
  after: number;
}

const placeless = new WeakSet<ChatFrame>();

/** For a frame that a reader gets instead of the rest of its stream, which may have another one there. */
export function outsideStream<Frame extends ChatFrame>(frame: Frame): Frame {
  placeless.add(frame);
  return frame;
}

/** Gives the frames of one stream, as they are written, their ids: `stream:number from 1`. A frame keeps its id for ever. */
export class FrameIds {
  private head = ':';
  private number = 0;

  /** For a stream that is not written from its beginning. */
  beginAt({ streamId, after }: StreamPlace): void {
    this.head = `${streamId}:`;
    this.number = after;
  }

  next(frame: ChatFrame): string {
    if (frame.type === 'start') this.head = `${frame.stream_id}:`;
    // Its reader goes on after the last frame it has of the stream.
    if (!placeless.has(frame)) this.number += 1;
    return `${this.head}${this.number}`;
  }
}

/**
 * The place after the frame a reader had last; the beginning when it names none.
 * @throws {DomainError} `invalid_request` naming `field` when the id is not one of this stream's frames.
 */
export function placeAfter(
  streamId: string,
  lastFrameId: string | undefined,
  field: 'Last-Event-ID' | 'last_event_id',
): StreamPlace {
  if (lastFrameId === undefined || lastFrameId === '') return { streamId, after: 0 };
  const separator = lastFrameId.lastIndexOf(':');
  const number = lastFrameId.slice(separator + 1);
  if (lastFrameId.slice(0, separator) === streamId && /^\d{1,9}$/.test(number))
    return { streamId, after: Number(number) };
  const problem = 'must be the id of a frame of this stream';
  throw new DomainError('invalid_request', `${field} ${problem}.`, { faults: [{ field, problem }] });
}
