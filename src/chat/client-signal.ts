import type { Response } from 'express';

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
