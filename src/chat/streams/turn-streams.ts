import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { defer, Observable } from 'rxjs';
import { StreamConfig } from '../../config/config.slices.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ChatPipeline } from '../chat.pipeline.js';
import { NEVER } from '../client-signal.js';
import type { ChatFrame } from '../frames/chat-frame.js';
import { StreamPace } from '../frames/stream-pace.js';
import type { Turn } from '../turn.js';
import { KeptStreams } from './kept-streams.js';
import { TurnStream } from './turn-stream.js';

/** Whose stream is meant. Another user's is as unknown as one that never was. */
export interface StreamName {
  streamId: string;
  userId: string | undefined;
}

export interface StreamRequest extends StreamName {
  /** The number of the last frame the reader has; 0 for none. */
  after: number;
  pace?: StreamPace;
  /** Called when the stream was found, before its first frame. */
  onFound?: () => void;
}

/**
 * Every turn runs here, so that its stream can outlive the connection it was asked on: the frames are numbered, kept
 * while the turn runs and five minutes after, and read by whoever may, each at its own pace. This is the one place that
 * subscribes to the pipeline (docs/decisions/0019).
 */
@Injectable()
export class TurnStreams implements OnModuleDestroy {
  private readonly running = new Map<string, TurnStream>();
  private readonly kept = new KeptStreams();
  private readonly graceMs: number;

  constructor(
    private readonly pipeline: ChatPipeline,
    config: StreamConfig,
  ) {
    this.graceMs = config.resumable ? Infinity : config.resumeGraceMs;
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
      const { streamId, userId, requestId } = turn;
      const stream = new TurnStream({
        streamId,
        userId,
        requestId,
        graceMs: this.graceMs,
        onEnd: () => {
          cancel.removeEventListener('abort', onCancel);
          this.shelve(stream);
        },
      });
      const onCancel = () => stream.cancel();
      if (cancel.aborted) onCancel();
      else if (cancel !== NEVER) cancel.addEventListener('abort', onCancel);
      this.running.set(streamId, stream);
      stream.log.read({ after: 0, pace: turn.pace }).subscribe(subscriber);
      stream.start(this.pipeline.run({ ...turn, pace: stream.log.pace }, stream.cancelled));
    });
  }

  /**
   * The frames after `after`, kept and live, to the terminal one. Errors with `not_found` when there is no such stream,
   * or not any more, or it is another user's.
   */
  read({ streamId, userId, after, pace = new StreamPace(), onFound }: StreamRequest): Observable<ChatFrame> {
    return defer(() => {
      const stream = this.find({ streamId, userId });
      onFound?.();
      return stream.log.read({ after, pace });
    });
  }

  /**
   * Ends a running turn for all its readers.
   * @throws {DomainError} `not_found` as for `read`.
   */
  async cancel(name: StreamName): Promise<'cancelled' | 'ended'> {
    const stream = this.find(name);
    if (stream.log.ended) return 'ended';
    stream.cancel();
    return 'cancelled';
  }

  private find({ streamId, userId }: StreamName): TurnStream {
    const stream = this.running.get(streamId) ?? this.kept.find(streamId);
    if (stream?.mayBeReadBy(userId)) return stream;
    throw new DomainError('not_found', 'There is no such stream, or it ended too long ago.');
  }

  private shelve(stream: TurnStream): void {
    this.running.delete(stream.streamId);
    if (stream.log.last > 0) this.kept.add(stream);
  }
}
