import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ProblemFilter } from '../../platform/http/problem.filter.js';
import { requestContext } from '../../platform/http/request-context.js';
import { sendOperatorPage, wantsPage } from './operator-page.js';

/** A browser cannot add a token to a page it opens: it is answered 401 with the page, which asks for the token. */
@Catch()
export class SignInPageFilter implements ExceptionFilter {
  private readonly problems = new ProblemFilter();

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    if (!(error instanceof DomainError) || error.code !== 'unauthorized' || !wantsPage(request)) {
      this.problems.catch(error, host);
      return;
    }
    requestContext(response).errorCode = error.code;
    response.setHeader('WWW-Authenticate', 'Bearer realm="xinyu"');
    sendOperatorPage(response, 401);
  }
}
