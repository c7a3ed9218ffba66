import type { NextFunction, Request, Response } from 'express';
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { DomainError } from '../errors/domain-error.js';
import { newSecretId } from '../identity/identifiers.js';
import { PROBLEM_MEDIA_TYPE, toProblemBody } from './problem.js';
import { REQUEST_ID_HEADER } from './request-id.middleware.js';

/** Bytes that are not HTTP never become a request, so Node would answer them bare; they get a problem as well. */
export function answerMalformedRequests(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    socket.end(toRawAnswer(error.code), () => socket.destroy());
  });
}

/** Node answers HTTP/1.1 without a Host by itself, with nothing in it; `refuseMissingHost` says what is wrong. */
export function leaveMissingHostToUs(server: Server): void {
  (server as Server & { requireHostHeader: boolean }).requireHostHeader = false;
}

/** RFC 9112, section 3.2: such a request is refused. */
export function refuseMissingHost(request: Request, response: Response, next: NextFunction): void {
  if (request.headers.host !== undefined || request.httpVersion !== '1.1') return next();
  response.setHeader('Connection', 'close');
  next(new DomainError('invalid_request', 'An HTTP/1.1 request needs the header Host.'));
}

function toRawAnswer(cause: string | undefined): string {
  const { status, reason, code, detail } = describe(cause);
  const requestId = newSecretId();
  const problem = { code, detail, faults: undefined, retryAfterSeconds: undefined };
  const body = JSON.stringify({ ...toProblemBody(problem, requestId), status });
  return [
    `HTTP/1.1 ${status} ${reason}`,
    `Content-Type: ${PROBLEM_MEDIA_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    `${REQUEST_ID_HEADER}: ${requestId}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}

function describe(cause: string | undefined) {
  switch (cause) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return {
        status: 408,
        reason: 'Request Timeout',
        code: 'timeout',
        detail: 'The request did not arrive in time.',
      } as const;
    case 'HPE_HEADER_OVERFLOW':
      return {
        status: 431,
        reason: 'Request Header Fields Too Large',
        code: 'invalid_request',
        detail: 'The request headers are too large.',
      } as const;
    default:
      return {
        status: 400,
        reason: 'Bad Request',
        code: 'invalid_request',
        detail: 'This is not a well-formed HTTP request.',
      } as const;
  }
}
