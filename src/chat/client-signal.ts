import type { Response } from 'express';
import { Observable, type MonoTypeOperatorFunction } from 'rxjs';
import { DomainError } from '../platform/errors/domain-error.js';

const CLIENT_GONE = new DomainError('cancelled', 'The client left.');

/** Aborts when the client closes the connection before its answer was written. */
export function whenClosed(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort(new Error('client gone'));
  });
  return controller.signal;
}

/** For a transport whose leaving already ends the subscription. */
export const NEVER: AbortSignal = new AbortController().signal;

/** Ends the subscription when the signal aborts, for a transport that does not do so itself. */
export function untilAborted<T>(signal: AbortSignal): MonoTypeOperatorFunction<T> {
  return (source) =>
    new Observable((subscriber) => {
      const leave = () => subscriber.error(CLIENT_GONE);
      if (signal.aborted) return leave();
      signal.addEventListener('abort', leave, { once: true });
      subscriber.add(() => signal.removeEventListener('abort', leave));
      source.subscribe(subscriber);
    });
}
