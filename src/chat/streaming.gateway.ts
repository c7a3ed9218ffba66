import {
  createParamDecorator,
  UseFilters,
  UseGuards,
  type BeforeApplicationShutdown,
  type ExecutionContext,
} from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
} from '@nestjs/websockets';
import type { IncomingMessage } from 'node:http';
import type { Observable } from 'rxjs';
import type { WebSocket } from 'ws';
import { HttpConfig, StreamConfig } from '../config/config.slices.js';
import { RuntimeSettings } from '../config/runtime-settings.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { validateInput } from '../platform/http/validation-pipe.js';
import { newSecretId } from '../platform/identity/identifiers.js';
import { ChatRequestDto } from './dto/chat-request.dto.js';
import { ResumeRequestDto } from './dto/stream-resume.dto.js';
import type { ChatFrame } from './frames/chat-frame.js';
import { errorFrame } from './frames/frame-factory.js';
import { placeAfter, type StreamPlace } from './frames/frame-ids.js';
import { encodeSocketError, SocketCodec } from './frames/ws.codec.js';
import { clientAddress } from './client-address.js';
import { IdempotentTurns } from './idempotency/idempotent-turns.js';
import { keyOfSocketRequest } from './idempotency/turn-key.js';
import { RefusedMessage } from './refused-message.js';
import { SocketProblemFilter, requestIdOf } from './socket-problem.filter.js';
import { SocketSession, type TurnClaim } from './socket-session.js';
import { TurnStreams } from './streams/turn-streams.js';
import { TurnThrottlerGuard, type AddressedSocket, type SocketTurn } from './turn-throttler.guard.js';
import { toTurn } from './turn.js';

interface SocketResume {
  requestId: unknown;
}

/** A request as far as it is known before it is read. */
interface SocketAsking {
  requestId: unknown;
  fingerprint?: string | undefined;
  retryAfterSeconds?: number | undefined;
  body: Record<string, unknown>;
}

/** What a request is answered with; a place, where that does not begin with the stream. */
interface Opened {
  frames: Observable<ChatFrame>;
  place?: StreamPlace;
}

/** A client's message as the adapter read it; what the client wrote, its `body`, passes the pipes beside it. */
const SocketMessage = createParamDecorator((_data: unknown, context: ExecutionContext): unknown =>
  context.switchToWs().getData(),
);

export const WEBSOCKET_PATH = '/streaming/ws';
/** The longest message the API allows (8000 characters and 8 KiB of metadata), every character escaped. */
const MAX_PAYLOAD_BYTES = 160 * 1024;
const MAX_TURNS_PER_SOCKET = 16;
const CROWDED_RETRY_SECONDS = 1;
const SWEEP_MS = 1000;
const CROWDED = new DomainError('rate_limited', 'Too many replies at once on this connection.', {
  retryAfterSeconds: CROWDED_RETRY_SECONDS,
});

/**
 * The WebSocket side of the same call: validates, opens or resumes a stream, encodes. Several turns may run at once; each
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
    private readonly turns: IdempotentTurns,
    private readonly streams: TurnStreams,
    private readonly settings: RuntimeSettings,
    private readonly stream: StreamConfig,
    private readonly http: HttpConfig,
    private readonly refused: RefusedMessage,
  ) {}

  handleConnection(socket: AddressedSocket, request: IncomingMessage): void {
    if (!this.stream.enabled) {
      socket.close(1013, 'streaming is switched off');
      return;
    }
    socket.clientAddress = clientAddress(request, this.http.trustProxyHops);
    this.sessions.set(socket, new SocketSession(socket, this.stream));
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
  cancel(
    @ConnectedSocket() socket: WebSocket,
    @SocketMessage() { requestId, body }: { requestId: unknown; body: unknown },
  ): void {
    if (typeof requestId === 'string') this.sessions.get(socket)?.cancel(requestId);
    else this.refuseUnread(socket, fault('request_id', 'must be a string'), body);
  }

  @SubscribeMessage('invalid')
  refuse(
    @ConnectedSocket() socket: WebSocket,
    @SocketMessage() { field, problem, body }: { field: string; problem: string; body: unknown },
  ): void {
    this.refuseUnread(socket, fault(field, problem), body);
  }

  @SubscribeMessage('turn')
  @UseGuards(TurnThrottlerGuard)
  async turn(
    @ConnectedSocket() socket: AddressedSocket,
    @SocketMessage() message: SocketTurn,
    @MessageBody('body') given: Record<string, unknown>,
  ): Promise<void> {
    // A socket full of turns counts as over its rate: refused, unless the message shows a crisis.
    const crowded = this.isCrowded(socket) ? CROWDED_RETRY_SECONDS : undefined;
    const retryAfterSeconds = message.retryAfterSeconds ?? crowded;
    const key = keyOfSocketRequest(message.requestId, given);
    const fingerprint = key?.fingerprint;
    const request = { requestId: message.requestId, fingerprint, retryAfterSeconds, body: given };
    await this.answer(socket, request, async ({ requestId, pace, cancel, refusal }) => {
      const body = await validateInput(ChatRequestDto, given);
      const { clientAddress } = socket;
      const turn = toTurn(body, {
        requestId,
        transport: 'websocket',
        pace,
        retryAfterSeconds,
        clientAddress,
      });
      const keyOrRefusal = () => {
        if (refusal) throw refusal;
        return key;
      };
      return { frames: this.turns.run(turn, { key: keyOrRefusal, cancel: cancel.signal }) };
    });
  }

  @SubscribeMessage('resume')
  async resume(
    @ConnectedSocket() socket: WebSocket,
    @SocketMessage() { requestId }: SocketResume,
    @MessageBody('body') given: Record<string, unknown>,
  ): Promise<void> {
    const crowded = this.isCrowded(socket);
    await this.answer(socket, { requestId, body: given }, async ({ requestId, pace, cancel, refusal }) => {
      if (refusal) throw refusal;
      if (crowded) throw CROWDED;
      const body = await validateInput(ResumeRequestDto, given);
      const place = placeAfter(body.stream_id, body.last_event_id, 'last_event_id');
      const name = { streamId: body.stream_id, userId: body.user_id };
      // A cancel that fails changes nothing: the frames go on.
      const end = () => void this.streams.cancel(name).catch(() => undefined);
      if (cancel.signal.aborted) end();
      else cancel.signal.addEventListener('abort', end, { once: true });
      return { frames: this.streams.read({ ...name, after: place.after, pace, requestId }), place };
    });
  }

  /** A going-away close for clients still connected when the service ends. */
  beforeApplicationShutdown(): void {
    clearInterval(this.sweep);
    for (const session of this.sessions.values()) session.close(1001);
  }

  /** The answer to what is no request at all. */
  private refuseUnread(socket: WebSocket, error: DomainError, body: unknown): void {
    const frame = { ...errorFrame(error, newSecretId()), ...this.refused.helpFor(body) };
    this.sessions.get(socket)?.send(encodeSocketError(frame));
  }

  private isCrowded(socket: WebSocket): boolean {
    return (this.sessions.get(socket)?.runningTurns ?? 0) >= MAX_TURNS_PER_SOCKET;
  }

  /** Sends the frames that `open` finds, or what is wrong, under the id of the request. */
  private async answer(
    socket: WebSocket,
    request: SocketAsking,
    open: (claim: TurnClaim) => Promise<Opened>,
  ): Promise<void> {
    const session = this.sessions.get(socket);
    if (!session) return;
    const { requestId: givenId, fingerprint, retryAfterSeconds, body } = request;
    const wantedId = requestIdOf(givenId);
    const isMalformed = givenId != null && givenId !== wantedId;
    // Claimed before anything is awaited, so that a second message of the same packet finds it taken.
    const claim = session.claim(wantedId, isMalformed ? undefined : fingerprint);
    if (!claim) return;
    // As for any refusal: whoever shows a crisis is answered under whatever id.
    if (isMalformed) claim.refusal ??= fault('request_id', 'must be 1-128 characters of A-Z a-z 0-9 _ . : -');
    const { requestId } = claim;
    const refuse = (error: unknown) => {
      const help = this.refused.helpFor(body, retryAfterSeconds !== undefined);
      session.send(encodeSocketError({ ...errorFrame(error, requestId), ...help }));
      claim.subscription.unsubscribe();
    };
    try {
      const { frames, place } = await open(claim);
      const codec = new SocketCodec(requestId, place);
      claim.subscription.add(
        frames.subscribe({
          next: (frame) => {
            if (frame.type === 'start') session.remember(claim);
            session.send(codec.encode(frame));
          },
          error: refuse,
          complete: () => claim.subscription.unsubscribe(),
        }),
      );
    } catch (error) {
      refuse(error);
    }
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

function fault(field: string, problem: string): DomainError {
  return new DomainError('invalid_request', `${field} ${problem}`, { faults: [{ field, problem }] });
}
