import type { Request, Response } from 'express';
import { NEVER } from '../client-signal.js';
import type { TurnOptions } from './idempotent-turns.js';
import { IDEMPOTENCY_KEY_HEADER, keyOfHeader, type KeyedBody } from './turn-key.js';

/** How an HTTP request names its turn, and how its answer says that it is the one of an earlier request. */
export function turnOptionsOf(request: Request, response: Response): TurnOptions {
  return {
    key: () => keyOfHeader(request.get(IDEMPOTENCY_KEY_HEADER), request.body as KeyedBody),
    onReplay: () => {
      if (!response.headersSent) response.setHeader('Idempotency-Replayed', 'true');
    },
    cancel: NEVER, // whoever answers ends the subscription of a client that leaves
  };
}
