import { Observable, Subscription } from 'rxjs';
import { NEVER } from '../client-signal.js';
import type { ChatFrame } from '../frames/chat-frame.js';
import type { StreamRequest } from '../streams/stream-request.js';
import type { TurnStreams } from '../streams/turn-streams.js';
import { CANCELLED, isUnreadable } from './refusals.js';

export interface ReadOptions {
  /** Ends the turn that is read. */
  cancel: AbortSignal;
  /** How long it may take until it is known whether there is such a stream. */
  patienceMs: number;
  /** What is read where there is none. */
  otherwise: () => Promise<Observable<ChatFrame>>;
}

/** The stream of a turn that somebody asked for before, from its start. */
export function readStream(
  streams: TurnStreams,
  request: StreamRequest,
  { cancel, patienceMs, otherwise }: ReadOptions,
): Observable<ChatFrame> {
  return new Observable((subscriber) => {
    const reading = new Subscription();
    subscriber.add(reading);
    let isFound = false;
    const turnAway = () => {
      reading.unsubscribe();
      otherwise().then(
        (frames) => frames.subscribe(subscriber),
        (error: unknown) => subscriber.error(error),
      );
    };
    const timer = setTimeout(turnAway, patienceMs);
    reading.add(() => clearTimeout(timer));
    const onFound = () => {
      isFound = true;
      clearTimeout(timer);
      request.onFound?.();
    };
    if (cancel !== NEVER) {
      const onCancel = () => void streams.cancel(request).catch(() => subscriber.error(CANCELLED));
      if (cancel.aborted) onCancel();
      cancel.addEventListener('abort', onCancel, { once: true });
      reading.add(() => cancel.removeEventListener('abort', onCancel));
    }
    reading.add(
      streams.read({ ...request, onFound }).subscribe({
        next: (frame) => subscriber.next(frame),
        error: (error: unknown) => {
          if (isFound || !isUnreadable(error)) subscriber.error(error);
          else turnAway();
        },
        complete: () => subscriber.complete(),
      }),
    );
  });
}
