import type { ExecutionContext } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail, type ThrottlerRequest } from '@nestjs/throttler';

/** Who asks: a named user where there is one, and the address. */
export interface ThrottledClient {
  address: string;
  userId: string | undefined;
}

/**
 * Counts requests per client, all routes together. What being over the rate means is the subclass's business.
 *
 * Two counters (throttling.module.ts): `default` per named user, or per address where no user is named; `address` per
 * address alone with ten times the limit, so that making up user names does not lift the limit.
 */
export abstract class ClientThrottlerGuard extends ThrottlerGuard {
  protected abstract clientOf(context: ExecutionContext): ThrottledClient;

  /** May throw, which refuses the request, or note it for whoever decides later. */
  protected abstract overRate(context: ExecutionContext, retryAfterSeconds: number): void;

  protected override async handleRequest(request: ThrottlerRequest): Promise<boolean> {
    const { context, throttler, ttl, limit, blockDuration } = request;
    const client = this.clientOf(context);
    const name = throttler.name ?? 'default';
    const tracker =
      name === 'address' || client.userId === undefined
        ? `address:${client.address}`
        : `user:${client.userId}`;
    const hit = await this.storageService.increment(`${name}:${tracker}`, ttl, limit, blockDuration, name);
    if (hit.isBlocked) this.overRate(context, Math.max(1, hit.timeToBlockExpire));
    return true;
  }

  protected override throwThrottlingException(
    _context: ExecutionContext,
    _detail: ThrottlerLimitDetail,
  ): Promise<void> {
    return Promise.resolve();
  }
}
