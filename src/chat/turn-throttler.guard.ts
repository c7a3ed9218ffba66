import { Injectable, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { WebSocket } from 'ws';
import { ClientThrottlerGuard, type ThrottledClient } from '../platform/http/client-throttler.guard.js';
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
 */
@Injectable()
export class TurnThrottlerGuard extends ClientThrottlerGuard {
  protected override clientOf(context: ExecutionContext): ThrottledClient {
    return toClient(context);
  }

  protected override overRate(context: ExecutionContext, retryAfterSeconds: number): void {
    toClient(context).carrier.retryAfterSeconds = retryAfterSeconds;
  }
}

function toClient(context: ExecutionContext): ThrottledClient & { carrier: Throttled } {
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
