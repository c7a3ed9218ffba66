import { Injectable, type ExecutionContext } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail, type ThrottlerRequest } from '@nestjs/throttler';
import type { Request } from 'express';
import type { WebSocket } from 'ws';
import { CLIENT_ID_PATTERN } from '../platform/identity/identifiers.js';
import { ANONYMOUS } from '../platform/identity/user-scope.js';

/** Where the guard leaves its finding: the Express request, or a WebSocket message. */
export interface Throttled {
  retryAfterSeconds?: number;
}

/** A turn as it comes from a WebSocket, not validated yet. */
export interface SocketTurn extends Throttled {
  requestId: unknown;
  body: Record<string, unknown>;
}

/** The gateway notes the address when a client connects. */
export interface AddressedSocket extends WebSocket {
  clientAddress?: string;
}

/**
 * Counts turns per client. It refuses nothing itself: a message from a client over its rate must still be screened, so
 * the finding travels with the turn and the admission step decides.
 *
 * Two counters (chat.module.ts): `default` per named user, or per address where no user is named; `address` per
 * address alone with ten times the limit, so that making up user names does not lift the limit.
 */
@Injectable()
export class TurnThrottlerGuard extends ThrottlerGuard {
  protected override async handleRequest(request: ThrottlerRequest): Promise<boolean> {
    const { context, throttler, ttl, limit, blockDuration } = request;
    const client = toClient(context);
    const name = throttler.name ?? 'default';
    const tracker =
      name === 'address' || client.userId === undefined
        ? `address:${client.address}`
        : `user:${client.userId}`;
    const key = `${name}:${tracker}`;
    const hit = await this.storageService.increment(key, ttl, limit, blockDuration, name);
    if (hit.isBlocked) client.carrier.retryAfterSeconds = Math.max(1, hit.timeToBlockExpire);
    return true;
  }

  protected override throwThrottlingException(
    _context: ExecutionContext,
    _detail: ThrottlerLimitDetail,
  ): Promise<void> {
    return Promise.resolve();
  }
}

function toClient(context: ExecutionContext): {
  carrier: Throttled;
  address: string;
  userId: string | undefined;
} {
  if (context.getType() === 'ws') {
    const message = context.switchToWs().getData<SocketTurn>();
    const { clientAddress = 'unknown' } = context.switchToWs().getClient<AddressedSocket>();
    return { carrier: message, address: clientAddress, userId: userIdOf(message.body) };
  }
  const request = context.switchToHttp().getRequest<Request & Throttled>();
  return { carrier: request, address: request.ip ?? 'unknown', userId: userIdOf(request.body) };
}

/** The body is not validated yet when guards run. */
function userIdOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('user_id' in body)) return undefined;
  const { user_id: userId } = body;
  const named = typeof userId === 'string' && CLIENT_ID_PATTERN.test(userId) && userId !== ANONYMOUS;
  return named ? userId : undefined;
}
