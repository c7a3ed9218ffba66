import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { Observable, defer } from 'rxjs';
import { StreamConfig } from '../../config/config.slices.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { ChatPipeline } from '../chat.pipeline.js';
import { NEVER } from '../client-signal.js';
import type { ChatFrame } from '../frames/chat-frame.js';
import { StreamPace } from '../frames/stream-pace.js';
import type { PieceRequest, StreamPiece, StreamSession } from '../ports/stream-archive.js';
import type { Turn } from '../turn.js';
import { KeptStreams } from './kept-streams.js';
import {
  endingOf,
  unknownFrame,
  unknownStream,
  type StreamEnding,
  type StreamName,
  type StreamRequest,
} from './stream-request.js';
import { StreamPublisher } from './stream-publisher.js';
import { StreamsElsewhere } from './streams-elsewhere.js';
import { TurnStream } from './turn-stream.js';

/** Who reads a stream elsewhere while its session is deleted learns its end before it is gone. */
const LAST_READ_MS = 1000;

/**
 * Every turn runs here, so that its stream can outlive the connection it was asked on: the frames are numbered, kept
 * while the turn runs and five minutes after, and read by whoever may, each at its own pace. This is the one place that
 * subscribes to the pipeline (docs/decisions/0019).
 */
@Injectable()
export class TurnStreams implements OnModuleDestroy {
  private readonly running = new Map<string, TurnStream>();
  private readonly kept = new KeptStreams((stream) => this.publisher.remove(stream));
  private readonly forgotten = new WeakSet<TurnStream>();
  private readonly graceMs: number;
  private readonly resumes: Counter<'place'>;

  constructor(
    private readonly pipeline: ChatPipeline,
    private readonly publisher: StreamPublisher,
    private readonly elsewhere: StreamsElsewhere,
    config: StreamConfig,
    metrics: Metrics,
  ) {
    this.graceMs = config.resumable ? Infinity : config.resumeGraceMs;
    this.resumes = metrics.counter('stream_resumes_total', 'Streams read again, by where they were found', [
      'place',
    ]);
    metrics.gauge('streams_kept', 'Finished streams that can be read again', () => this.kept.size);
    metrics.gauge('streams_kept_bytes', 'What they weigh, roughly', () => this.kept.bytes);
    metrics.gauge('turns_detached', 'Turns that go on without a reader', () => this.countDetached());
    elsewhere.connect({
      piece: (request) => this.piece(request),
      cancel: (streamId) => this.running.get(streamId)?.cancel(),
      forget: (session) => this.forgetHere(session),
    });
  }

  onModuleDestroy(): void {
    this.kept.close();
  }

  /**
   * The frames of a new turn, from its first. Cold; `turn.pace` is this reader's. A turn that is refused before its first
   * frame is an Observable error and leaves nothing to read. Unsubscribing stops the model only after a grace.
   * @param cancel ends the turn for all its readers.
   */
  open(turn: Turn, cancel: AbortSignal): Observable<ChatFrame> {
    return new Observable((subscriber) => {
      const { streamId, userId, sessionId, requestId } = turn;
      const onCancel = () => stream.cancel();
      const onBegin = () => this.publisher.publishNow(stream);
      const onEnd = () => {
        cancel.removeEventListener('abort', onCancel);
        this.shelve(stream);
      };
      const { graceMs } = this;
      const origin = { streamId, userId, sessionId, requestId, graceMs };
      const stream = new TurnStream(origin, { onBegin, onEnd });
      if (cancel.aborted) onCancel();
      else if (cancel !== NEVER) cancel.addEventListener('abort', onCancel);
      this.running.set(streamId, stream);
      this.publisher.add(stream);
      stream.log.read({ after: 0, pace: turn.pace }).subscribe(subscriber);
      // Who left before it began needs no turn.
      if (!stream.log.ended)
        stream.start(this.pipeline.run({ ...turn, pace: stream.log.pace }, stream.cancelled));
    });
  }

  /** Whether a turn that runs here is still heard by those who read its stream. */
  isLive(streamId: string): boolean {
    return this.running.has(streamId);
  }

  /**
   * The frames after `after`, kept and live, to the terminal one. Errors with `not_found` when there is no such stream,
   * or not any more, or it is another user's.
   */
  read(request: StreamRequest): Observable<ChatFrame> {
    return defer(() => {
      const { streamId, userId, after, pace = new StreamPace(), onFound } = request;
      const stream = this.find(streamId);
      this.resumes.inc({ place: stream ? 'here' : 'elsewhere' });
      if (!stream) return this.elsewhere.read(request);
      if (!stream.mayBeReadBy(userId)) throw unknownStream();
      if (after > stream.log.last) throw unknownFrame();
      onFound?.();
      return stream.log.read({ after, pace });
    });
  }

  /**
   * Ends a running turn for all its readers.
   * @throws {DomainError} `not_found` as for `read`.
   */
  async cancel(name: StreamName): Promise<StreamEnding> {
    const stream = this.find(name.streamId);
    if (!stream) return this.elsewhere.cancel(name);
    if (!stream.mayBeReadBy(name.userId)) throw unknownStream();
    if (stream.log.ended) return endingOf(stream.log.at(stream.log.last));
    stream.cancel();
    return 'cancelled';
  }

  /** A session was deleted: what runs of it is cancelled, and nothing of it can be read again, here or elsewhere. */
  async forget(session: StreamSession): Promise<void> {
    this.forgetHere(session);
    await this.elsewhere.forget(session);
  }

  private forgetHere(session: StreamSession): void {
    for (const stream of this.running.values()) {
      if (!stream.belongsTo(session)) continue;
      this.forgotten.add(stream);
      stream.cancel();
    }
    for (const stream of this.kept.forget(session)) this.erase(stream);
  }

  private find(streamId: string): TurnStream | undefined {
    return this.running.get(streamId) ?? this.kept.find(streamId);
  }

  private shelve(stream: TurnStream): void {
    this.running.delete(stream.streamId);
    if (stream.log.last === 0) {
      this.publisher.remove(stream);
      return;
    }
    if (this.forgotten.has(stream)) setTimeout(() => this.erase(stream), LAST_READ_MS).unref();
    else this.kept.add(stream);
    this.publisher.publishNow(stream);
  }

  private erase(stream: TurnStream): void {
    this.publisher.remove(stream);
    void this.elsewhere.remove(stream.streamId);
  }

  /** For another process of this service. */
  private piece({ streamId, after, cursor }: PieceRequest): StreamPiece | undefined {
    const stream = this.find(streamId);
    return stream?.pieceAfter(cursor === undefined ? after : Number(cursor));
  }

  private countDetached(): number {
    let count = 0;
    for (const stream of this.running.values()) if (stream.detached) count += 1;
    return count;
  }
}
