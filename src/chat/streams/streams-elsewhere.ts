import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { lastValueFrom, Observable, timeout, type Subscriber } from 'rxjs';
import { DomainError } from '../../platform/errors/domain-error.js';
import { newSecretId } from '../../platform/identity/identifiers.js';
import type { ChatFrame } from '../frames/chat-frame.js';
import { StreamPace } from '../frames/stream-pace.js';
import { StreamArchive, type OwnStreams, type StreamSession } from '../ports/stream-archive.js';
import { FollowedStream } from './followed-stream.js';
import {
  endingOf,
  mayRead,
  unknownStream,
  type StreamEnding,
  type StreamName,
  type StreamRequest,
} from './stream-request.js';

const POLL_MS = 200;
/** A cancelled turn says so in a moment, if its process has heard of it. */
const CANCEL_MS = 2000;

/** Streams that other processes run or ran, as far as the archive knows them. One timer follows all that are read. */
@Injectable()
export class StreamsElsewhere implements OnModuleDestroy {
  private readonly followed = new Set<FollowedStream>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly archive: StreamArchive) {}

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Says what this process runs to those who look for it from elsewhere. */
  connect(own: OwnStreams): void {
    this.archive.connect(own);
  }

  /** As TurnStreams.read; `dependency_unavailable` when the archive cannot be asked. */
  read(request: StreamRequest): Observable<ChatFrame> {
    return new Observable((subscriber) => {
      this.begin(request, subscriber).catch((error: unknown) => subscriber.error(toFault(error)));
    });
  }

  /** As TurnStreams.cancel; `dependency_unavailable` also when nobody was heard to do it. */
  async cancel(name: StreamName): Promise<StreamEnding> {
    // Where asking fails, nobody is heard to do it.
    const onFound = () => void this.archive.cancel(name.streamId).catch(() => undefined);
    const frames = this.read({ ...name, after: 0, onFound });
    const frame = await lastValueFrom(frames.pipe(timeout({ first: CANCEL_MS, each: CANCEL_MS }))).catch(
      rethrow,
    );
    return endingOf(frame);
  }

  /** Drops a stream of this process from the archive. Where that fails it is gone five minutes later. */
  async remove(streamId: string): Promise<void> {
    await this.archive.remove(streamId).catch(() => undefined);
  }

  /** Has the other processes forget a session's streams. Whom that does not reach forgets them after five minutes. */
  async forget(session: StreamSession): Promise<void> {
    await this.archive.forget(session).catch(() => undefined);
  }

  private async begin(request: StreamRequest, subscriber: Subscriber<ChatFrame>): Promise<void> {
    const { streamId, userId, after, pace = new StreamPace(), requestId = newSecretId(), onFound } = request;
    const stream = new FollowedStream(this.archive, { streamId, after, requestId }, (left) =>
      this.leave(left),
    );
    const piece = await stream.loadFirst();
    if (subscriber.closed) return;
    if (!piece || !mayRead(piece.owner, userId) || !stream.take(piece)) throw unknownStream();
    onFound?.();
    this.follow(stream);
    stream.log.read({ after, pace }).subscribe(subscriber);
    if (piece.more) await stream.goOn();
  }

  private follow(stream: FollowedStream): void {
    this.followed.add(stream);
    this.timer ??= setInterval(() => this.poll(), POLL_MS).unref();
  }

  private leave(stream: FollowedStream): void {
    this.followed.delete(stream);
    if (this.followed.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private poll(): void {
    for (const stream of this.followed) {
      if (stream.log.ended) this.leave(stream);
      else void stream.goOn();
    }
  }
}

function rethrow(error: unknown): never {
  throw toFault(error);
}

function toFault(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  return new DomainError('dependency_unavailable', 'That stream cannot be reached now. Please try again.', {
    cause: error,
    retryAfterSeconds: 2,
  });
}
