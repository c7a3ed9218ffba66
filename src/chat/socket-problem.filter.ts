import { Catch, type ArgumentsHost, type WsExceptionFilter } from '@nestjs/common';
import type { WebSocket } from 'ws';
import { CLIENT_ID_PATTERN, newSecretId } from '../platform/identity/identifiers.js';
import { errorFrame } from './frames/frame-factory.js';
import { encodeSocketError } from './frames/ws.codec.js';
import { RefusedMessage } from './refused-message.js';

/** What goes wrong before the gateway's own code runs (pipes, guards) is answered in the same form. */
@Catch()
export class SocketProblemFilter implements WsExceptionFilter {
  constructor(private readonly refused: RefusedMessage) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const socket = host.switchToWs().getClient<WebSocket>();
    const { requestId, body } = host.switchToWs().getData<{ requestId?: unknown; body?: unknown }>();
    if (socket.readyState !== socket.OPEN) return;
    const frame = errorFrame(error, requestIdOf(requestId));
    socket.send(encodeSocketError({ ...frame, ...this.refused.helpFor(body) }));
  }
}

/** The client's own id where it gave a sane one, else a new one. */
export function requestIdOf(given: unknown): string {
  return typeof given === 'string' && CLIENT_ID_PATTERN.test(given) ? given : newSecretId();
}
