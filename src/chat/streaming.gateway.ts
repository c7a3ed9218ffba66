import { UseFilters, UseGuards, type BeforeApplicationShutdown } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
} from '@nestjs/websockets';
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import { HttpConfig, StreamConfig } from '../config/config.slices.js';
import { RuntimeSettings } from '../config/runtime-settings.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { validateInput } from '../platform/http/validation-pipe.js';
import { newSecretId } from '../platform/identity/identifiers.js';
import { ChatRequestDto } from './dto/chat-request.dto.js';
import { errorFrame } from './frames/frame-factory.js';
import { encodeSocketFrame } from './frames/ws.codec.js';
import { clientAddress } from './client-address.js';
import { SocketProblemFilter, requestIdOf } from './socket-problem.filter.js';
import { SocketSession, type TurnClaim } from './socket-session.js';
import { TurnStreams } from './streams/turn-streams.js';
import { TurnThrottlerGuard, type AddressedSocket, type SocketTurn } from './turn-throttler.guard.js';
import { toTurn, type TurnOrigin } from './turn.js';

export const WEBSOCKET_PATH = '/streaming/ws';
/** The longest message the API allows (8000 characters and 8 KiB of metadata), every character escaped. */
const MAX_PAYLOAD_BYTES = 160 * 1024;
const MAX_TURNS_PER_SOCKET = 16;
const CROWDED_RETRY_SECONDS = 1;
const SWEEP_MS = 1000;

/**
 * The WebSocket side of the same call: validates, runs the pipeline, encodes. Several turns may run at once; each
 * frame carries the request_id of its turn. A fault ends a turn, never the socket.
 */
@UseFilters(SocketProblemFilter)
@WebSocketGateway({ path: WEBSOCKET_PATH, maxPayload: MAX_PAYLOAD_BYTES, perMessageDeflate: false })
export class StreamingGateway
  implements OnGatewayConnection<WebSocket>, OnGatewayDisconnect<WebSocket>, BeforeApplicationShutdown
{
  private readonly sessions = new Map<WebSocket, SocketSession>();
  private sweep: NodeJS.Timeout | undefined;
  private lastBeatAt = performance.now();

  constructor(
    private readonly turns: TurnStreams,
    private readonly settings: RuntimeSettings,
    private readonly stream: StreamConfig,
    private readonly http: HttpConfig,
  ) {}

  handleConnection(socket: AddressedSocket, request: IncomingMessage): void {
    if (!this.stream.enabled) {
      socket.close(1013, 'streaming is switched off');
      return;
    }
    socket.clientAddress = clientAddress(request, this.http.trustProxyHops);
    this.sessions.set(socket, new SocketSession(socket, this.stream.bufferBytes));
    this.sweep ??= setInterval(() => this.sweepSockets(), SWEEP_MS).unref();
  }

  handleDisconnect(socket: WebSocket): void {
    this.sessions.get(socket)?.end();
    this.sessions.delete(socket);
  }

  @SubscribeMessage('ping')
  ping(@ConnectedSocket() socket: WebSocket): void {
    this.sessions.get(socket)?.send('{"type":"pong"}');
  }

  @SubscribeMessage('cancel')
  cancel(@ConnectedSocket() socket: WebSocket, @MessageBody() message: { requestId: unknown }): void {
    const session = this.sessions.get(socket);
    if (typeof message.requestId === 'string') session?.cancel(message.requestId);
    else session?.send(invalid('request_id', 'must be a string'));
  }

  @SubscribeMessage('invalid')
  refuse(
    @ConnectedSocket() socket: WebSocket,
    @MessageBody() message: { field: string; problem: string },
  ): void {
    this.sessions.get(socket)?.send(invalid(message.field, message.problem));
  }

  @SubscribeMessage('turn')
  @UseGuards(TurnThrottlerGuard)
  async turn(@ConnectedSocket() socket: AddressedSocket, @MessageBody() message: SocketTurn): Promise<void> {
    const session = this.sessions.get(socket);
    if (!session) return;
    const requestId = requestIdOf(message.requestId);
    if (message.requestId != null && message.requestId !== requestId) {
      session.send(invalid('request_id', 'must be 1-128 characters of A-Z a-z 0-9 _ . : -'));
      return;
    }
    // A socket full of turns counts as over its rate: refused, unless the message shows a crisis.
    const crowded = session.runningTurns >= MAX_TURNS_PER_SOCKET ? CROWDED_RETRY_SECONDS : undefined;
    // Claimed before anything is awaited, so that a second message of the same packet finds it taken.
    const claim = session.claim(requestId);
    if (!claim) {
      // Under a new id: the one given belongs to the turn that is running, which ends with a frame of its own.
      session.send(invalid('request_id', 'belongs to a turn that is still running'));
      return;
    }
    try {
      const body = await validateInput(ChatRequestDto, message.body);
      const retryAfterSeconds = message.retryAfterSeconds ?? crowded;
      this.run(session, body, claim, { requestId, retryAfterSeconds, clientAddress: socket.clientAddress });
    } catch (error) {
      session.send(encodeSocketFrame(errorFrame(error, requestId), requestId));
      claim.subscription.unsubscribe();
    }
  }

  /** A going-away close for clients still connected when the service ends. */
  beforeApplicationShutdown(): void {
    clearInterval(this.sweep);
    for (const session of this.sessions.values()) session.close(1001);
  }

  private run(
    session: SocketSession,
    body: ChatRequestDto,
    claim: TurnClaim,
    origin: Pick<TurnOrigin, 'requestId' | 'retryAfterSeconds' | 'clientAddress'>,
  ): void {
    const { requestId } = origin;
    const { cancel, pace, subscription } = claim;
    const turn = toTurn(body, { ...origin, transport: 'websocket', pace });
    subscription.add(
      this.turns.open(turn, cancel.signal).subscribe({
        next: (frame) => session.send(encodeSocketFrame(frame, requestId)),
        error: (error: unknown) => {
          session.send(encodeSocketFrame(errorFrame(error, requestId), requestId));
          subscription.unsubscribe();
        },
        complete: () => subscription.unsubscribe(),
      }),
    );
  }

  private sweepSockets(): void {
    const now = performance.now();
    const beatDue = now - this.lastBeatAt >= this.stream.heartbeatMs;
    if (beatDue) this.lastBeatAt = now;
    for (const session of this.sessions.values()) {
      session.dropIfStuck(now, this.settings.current.requestTimeoutMs);
      if (beatDue) session.beat();
    }
  }
}

function invalid(field: string, problem: string): string {
  const error = new DomainError('invalid_request', `${field} ${problem}`, { faults: [{ field, problem }] });
  const id = newSecretId();
  return encodeSocketFrame(errorFrame(error, id), id);
}
