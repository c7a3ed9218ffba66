import {
  Injectable,
  SetMetadata,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { Observable, defer, firstValueFrom, from } from 'rxjs';
import { DomainError } from '../platform/errors/domain-error.js';
import { CacheService } from './cache.service.js';

export interface ResponseCacheOptions {
  /** How old an answer may be. */
  seconds: number;
  /** Whose answer it is, read from the request: no two people may share one. */
  scope: (request: Request) => string;
}

interface StoredAnswer {
  storedAt: number;
  body: unknown;
}

const OPTIONS = 'response-cache';

/** Opts a JSON `GET` into response caching. Never for a stream: only its last event would be replayed. */
export const ResponseCache = (options: ResponseCacheOptions) => SetMetadata(OPTIONS, options);

/**
 * Keeps whole answers of marked routes for a few seconds, by URL and scope, and lets requests that come together share
 * one computation. It runs after the guards, so nobody reads an answer they could not have asked for.
 */
@Injectable()
export class ResponseCacheInterceptor implements NestInterceptor {
  constructor(
    private readonly cache: CacheService,
    private readonly reflector: Reflector,
  ) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const options = this.reflector.get<ResponseCacheOptions | undefined>(OPTIONS, execution.getHandler());
    if (!options || execution.getType() !== 'http') return next.handle();
    const request = execution.switchToHttp().getRequest<Request>();
    if (request.method !== 'GET') return next.handle();
    const response = execution.switchToHttp().getResponse<Response>();
    return defer(() => from(this.answer(request, response, next, options)));
  }

  private async answer(
    request: Request,
    response: Response,
    next: CallHandler,
    { seconds, scope }: ResponseCacheOptions,
  ): Promise<unknown> {
    const key = {
      strategy: 'default' as const,
      scope: `response/${scope(request)}/${request.path}`,
      text: request.originalUrl,
    };
    const departed = new AbortController();
    const leave = () => departed.abort(new DomainError('cancelled', 'The client left.'));
    response.once('close', leave);
    try {
      const compute = async (): Promise<StoredAnswer> => {
        const body: unknown = await firstValueFrom(next.handle());
        return { storedAt: Date.now(), body };
      };
      const found = await this.cache.getOrCompute(key, compute, departed.signal);
      if (isFresh(found.value, seconds)) return this.send(response, found.value, found.hit);
      // The strategy keeps entries longer than this route may show them.
      await this.cache.invalidate(key.strategy, key.scope);
      const renewed = await this.cache.getOrCompute(key, compute, departed.signal);
      return this.send(response, renewed.value, renewed.hit);
    } finally {
      response.off('close', leave);
    }
  }

  private send(response: Response, answer: StoredAnswer, hit: boolean): unknown {
    response.setHeader('X-Cache', hit ? 'HIT' : 'MISS');
    return answer.body;
  }
}

function isFresh(answer: StoredAnswer, seconds: number): boolean {
  const age = Date.now() - answer.storedAt;
  return age >= 0 && age < seconds * 1000;
}
