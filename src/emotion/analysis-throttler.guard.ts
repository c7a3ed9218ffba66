import { Injectable, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { DomainError } from '../platform/errors/domain-error.js';
import { ClientThrottlerGuard, type ThrottledClient } from '../platform/http/client-throttler.guard.js';

/** Counts as a turn of an unnamed user does, a list as one. Nobody waits for help here, so it refuses by itself. */
@Injectable()
export class AnalysisThrottlerGuard extends ClientThrottlerGuard {
  protected override clientOf(context: ExecutionContext): ThrottledClient {
    const { ip } = context.switchToHttp().getRequest<Request>();
    return { address: ip ?? 'unknown', userId: undefined };
  }

  protected override overRate(_context: ExecutionContext, retryAfterSeconds: number): void {
    throw new DomainError('rate_limited', 'Too many requests in a short time. Please wait a little.', {
      retryAfterSeconds,
    });
  }
}
