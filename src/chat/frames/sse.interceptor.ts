import {
  CallHandler,
  ExecutionContext,
  Injectable,
  Logger,
  NestInterceptor,
  OnModuleDestroy,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { mergeMap, Subscription, type Observable } from 'rxjs';
import { StreamConfig } from '../../config/config.slices.js';
import { onceOver } from '../../platform/http/once-over.js';
import { requestContext } from '../../platform/http/request-context.js';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { errorFacts } from '../../platform/logging/error-facts.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import type { ChatFrame } from './chat-frame.js';
import { FrameIds, type StreamPlace } from './frame-ids.js';
import {
  JsonSseCodec,
  PlainSseCodec,
  SSE_DONE,
  SSE_HEADERS,
  SSE_HEARTBEAT,
  sseHeaders,
  type SseCodec,
} from './sse.codec.js';
import { SseWriter } from './sse-writer.js';
import { StreamPace } from './stream-pace.js';

/** Which form of the event stream a route speaks. */
export const SseForm = Reflector.createDecorator<'plain' | 'json'>();

export interface StreamingRequest extends Request {
  /** Made by the interceptor; the controller hands it to the turn. */
  pace?: StreamPace;
  /** Made by the interceptor: opens the answer before its first frame, for a stream that is not read from its beginning. */
  begin?: (place: StreamPlace) => void;
}

/** One request's answer, and what writes it. */
interface Answer {
  response: Response;
  codec: SseCodec;
  writer: SseWriter;
}

/** How often heartbeats and stuck clients are looked for. One timer serves all streams. */
const SWEEP_MS = 1000;

/** What a streaming handler returns. An Observable itself would be led through Nest's operators, frame by frame. */
export interface EventStream {
  readonly frames: Observable<ChatFrame>;
}

/**
 * Writes an Observable of frames as an event stream. Nest's own `@Sse` neither pauses its producer nor joins writes
 * (docs/decisions). Headers leave with the first frame, so a fault before it is still a plain HTTP problem; with it the
 * request has been handled, and what Nest keeps for one is let go. A client that disconnects, or takes nothing for the
 * request timeout, ends the subscription.
 */
@Injectable()
export class SseInterceptor implements NestInterceptor<EventStream, void>, OnModuleDestroy {
  private readonly logger = new Logger(SseInterceptor.name);
  private readonly writers = new Set<SseWriter>();
  private sweep: NodeJS.Timeout | undefined;

  constructor(
    private readonly reflector: Reflector,
    private readonly config: StreamConfig,
    private readonly settings: RuntimeSettings,
    metrics: Metrics,
  ) {
    metrics.gauge('event_streams_open', 'Event streams that are being written', () => this.writers.size);
  }

  intercept(context: ExecutionContext, next: CallHandler<EventStream>): Observable<void> {
    const request = context.switchToHttp().getRequest<StreamingRequest>();
    const response = context.switchToHttp().getResponse<Response>();
    const form = this.reflector.get(SseForm, context.getHandler());
    const pace = (request.pace = new StreamPace());
    const ids = new FrameIds();
    const codec = form === 'plain' ? new PlainSseCodec() : new JsonSseCodec(ids);
    const writer = new SseWriter(response, pace, this.config);
    request.begin = (place) => {
      ids.beginAt(place);
      this.open(writer, response, { ...SSE_HEADERS, 'X-Stream-Id': place.streamId });
    };

    return next.handle().pipe(mergeMap(({ frames }) => this.write(frames, { response, codec, writer })));
  }

  onModuleDestroy(): void {
    clearInterval(this.sweep);
  }

  /**
   * Writes what comes, to its end or the client's. Resolves when the answer has begun, or nobody is there to have it.
   * Rejects with a fault before its first frame; one behind it cuts the connection.
   */
  private write(frames: Observable<ChatFrame>, { response, codec, writer }: Answer): Promise<void> {
    return new Promise((resolve, reject) => {
      let begun = false;
      const subscription = new Subscription();
      onceOver(response, () => {
        subscription.unsubscribe();
        this.writers.delete(writer);
        resolve();
      });
      if (subscription.closed) return;
      const reading = frames.subscribe({
        next: (frame) => {
          if (frame.type === 'start' && !response.headersSent) this.open(writer, response, sseHeaders(frame));
          const event = codec.encode(frame);
          if (event !== '') writer.write(event);
          if (begun) return;
          begun = true;
          resolve();
        },
        error: (error: Error) => {
          if (!begun) return reject(error);
          const { requestId } = requestContext(response);
          this.logger.error({ event: 'broken_stream', request_id: requestId, ...errorFacts(error) });
          writer.drop();
        },
        complete: () => {
          writer.end(SSE_DONE);
          resolve();
        },
      });
      subscription.add(reading);
    });
  }

  /** A stream is swept until its response is over: a stuck client can keep one open after its last frame. */
  private open(writer: SseWriter, response: Response, headers: Record<string, string>): void {
    requestContext(response).markFirstByte();
    writer.open(headers);
    this.writers.add(writer);
    this.sweep ??= setInterval(() => this.sweepStreams(), SWEEP_MS).unref();
  }

  private sweepStreams(): void {
    const now = performance.now();
    for (const writer of this.writers) {
      if (writer.stuckMs(now) > this.settings.current.requestTimeoutMs) writer.drop();
      else if (writer.stuckMs(now) === 0 && writer.silentMs(now) > this.config.heartbeatMs)
        writer.write(SSE_HEARTBEAT);
    }
  }
}
