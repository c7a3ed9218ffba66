import {
  Catch,
  HttpException,
  Logger,
  NotFoundException,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { DomainError } from '../errors/domain-error.js';
import { errorFacts } from '../logging/error-facts.js';
import { allowedMethods } from './allowed-methods.js';
import { PROBLEM_MEDIA_TYPE, toProblem, toProblemBody } from './problem.js';
import { PROBLEMS } from './problem-table.js';
import { requestContext } from './request-context.js';

/**
 * Answers every fault before the first byte as a problem document. After it nothing can be said over HTTP any more:
 * the connection is cut, so that the client does not take the part it has for the whole.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error;
    const response = host.switchToHttp().getResponse<Response>();
    const request = host.switchToHttp().getRequest<Request>();
    const context = requestContext(response);
    const problem = toProblem(refineNotFound(error, request, response));
    context.errorCode = problem.code;
    this.logUnexpected(error, context.requestId);
    if (response.headersSent) {
      if (!response.writableEnded) response.destroy();
      return;
    }
    clearBodyHeaders(response);
    if (problem.retryAfterSeconds !== undefined && !response.hasHeader('Retry-After')) {
      response.setHeader('Retry-After', String(Math.max(1, Math.ceil(problem.retryAfterSeconds))));
    }
    if (problem.code === 'unauthorized') response.setHeader('WWW-Authenticate', 'Bearer realm="xinyu"');
    // An unread body left on a kept connection would be taken for the next request.
    if (problem.code === 'payload_too_large') response.setHeader('Connection', 'close');
    response
      .status(PROBLEMS[problem.code].status)
      .type(PROBLEM_MEDIA_TYPE)
      .setHeader('Cache-Control', 'no-store')
      .end(JSON.stringify({ ...toProblemBody(problem, context.requestId), ...this.extensionsFor(request) }));
  }

  /** What a route's problems say besides (RFC 9457, section 3.2). */
  protected extensionsFor(_request: Request): object {
    return {};
  }

  /** Errors nobody foresaw: their kind and place, never their message, which may quote a person's words. */
  private logUnexpected(error: unknown, requestId: string): void {
    if (error instanceof DomainError && error.code !== 'internal_error') return;
    if (error instanceof HttpException && error.getStatus() < 500) return;
    this.logger.error({ event: 'unexpected_error', request_id: requestId, ...errorFacts(error) });
  }
}

/** Nest calls an unknown method an unknown path; where other methods answer, the client is told which. */
function refineNotFound(error: unknown, request: Request, response: Response): unknown {
  if (!(error instanceof NotFoundException) || request.route) return error;
  const methods = allowedMethods(request);
  if (methods.length === 0) return error;
  response.setHeader('Allow', methods.join(', '));
  return new DomainError('method_not_allowed', `This address answers ${methods.join(', ')}.`);
}

function clearBodyHeaders(response: Response): void {
  for (const name of ['Content-Length', 'Content-Encoding', 'Content-Disposition', 'ETag', 'Last-Modified']) {
    response.removeHeader(name);
  }
}
