import type { IncomingMessage } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import { DomainError } from '../errors/domain-error.js';

/** The longest message (8000 characters) and its metadata (8 KiB) fit also when each is escaped: 12 bytes an emoji. */
export const JSON_BODY_OPTIONS = { limit: 192 * 1024, type: ['json', '+json'], strict: true };

const LARGE_BODY_PATH = /^\/emotion\/analyze\/?(?:\?|$)/i;

/** For the one route that takes a list: 256 texts of some 1300 characters, every one of them escaped. */
export const LARGE_JSON_BODY_OPTIONS = {
  limit: 2 * 1024 * 1024,
  type: (request: IncomingMessage) =>
    LARGE_BODY_PATH.test(request.url ?? '') && Boolean((request as Request).is(JSON_BODY_OPTIONS.type)),
  strict: true,
};

/** Refuses bodies that are not JSON, so that a form post is told what to send instead of being read as empty. */
export function refuseForeignBodies(request: Request, _response: Response, next: NextFunction): void {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (!hasBody || request.is('json') || request.is('+json')) return next();
  next(
    new DomainError(
      'unsupported_media_type',
      'Send the body as JSON with the header Content-Type: application/json.',
    ),
  );
}
