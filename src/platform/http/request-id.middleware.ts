import type { NextFunction, Request, Response } from 'express';
import { CLIENT_ID_PATTERN, newSecretId } from '../identity/identifiers.js';
import { openRequestContext } from './request-context.js';

export const REQUEST_ID_HEADER = 'X-Request-Id';

/**
 * Runs before everything else, so that also a body that cannot be parsed and an unknown path are answered with an id.
 * A sane incoming one is kept; anything else (too long, odd characters, sent twice) is replaced, since it ends in logs.
 */
export function assignRequestId(request: Request, response: Response, next: NextFunction): void {
  const given = request.headers['x-request-id'];
  const requestId = typeof given === 'string' && CLIENT_ID_PATTERN.test(given) ? given : newSecretId();
  openRequestContext(response, requestId);
  response.setHeader(REQUEST_ID_HEADER, requestId);
  next();
}
