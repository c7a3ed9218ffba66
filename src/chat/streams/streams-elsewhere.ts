import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { lastValueFrom, Observable, timeout, type Subscriber } from 'rxjs';
import { DomainError } from '../../platform/errors/domain-error.js';
import { newSecretId } from '../../platform/identity/identifiers.js';
import { Lifecycle } from '../../platform/lifecycle/lifecycle.js';
import type { ChatFrame } from '../frames/chat-frame.js';
import { StreamPace } from '../frames/stream-pace.js';
import { StreamArchive, type OwnStreams, type StreamSession } from '../ports/stream-archive.js';
import { TurnEnding } from '../turn-observable.js';
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
const SHUTTING_DOWN = new DomainError(
  'shutting_down',
  'The service is restarting. This reply goes on; please read it again in a moment.',
  { retryAfterSeconds: 5 },
);

/** Streams that other processes run or ran, as far as the archive knows them. One timer follows all that are read. */
@Injectable()
export class StreamsElsewhere implements OnModuleDestroy {
  private readonly followed = new Set<FollowedStream>();
  private readonly readers = new Set<Subscriber<ChatFrame>>();
  private readonly idleWaiters = new Set<() => void>();
  private readonly shutdown: TurnEnding;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly archive: StreamArchive,
    lifecycle: Lifecycle,
  ) {
    this.shutdown = new TurnEnding(lifecycle.cut, SHUTTING_DOWN);
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Says what this process runs to those who look for it from elsewhere. */
  connect(own: OwnStreams): void {
    this.archive.connect(own);
  }

  /**
   * As TurnStreams.read; `dependency_unavailable` when the archive cannot be asked. When this process is cut, the reader
   * is told `shutting_down`, not the stream: that goes on.
   */
  read(request: StreamRequest): Observable<ChatFrame> {
    return new Observable((subscriber) => {
      this.readers.add(subscriber);
      subscriber.add(() => this.dismiss(subscriber));
      subscriber.add(this.frames(request, this.shutdown).subscribe(subscriber));
    });
  }

  /** Resolves once nobody reads here. These are no turns, so StreamRegistry does not know of them. */
  whenIdle(): Promise<void> {
    if (this.readers.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.idleWaiters.add(resolve));
  }

  /** As TurnStreams.cancel; `dependency_unavailable` also when nobody was heard to do it. */
  async cancel(name: StreamName): Promise<StreamEnding> {
    // Where asking fails, nobody is heard to do it.
    const onFound = () => void this.archive.cancel(name.streamId).catch(() => undefined);
    // Not `read`: what a reader is told when this process ends says nothing of the turn.
    const frames = this.frames({ ...name, after: 0, onFound });
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

  private frames(request: StreamRequest, ending?: TurnEnding): Observable<ChatFrame> {
    return new Observable((subscriber) => {
      this.begin(request, subscriber, ending).catch((error: unknown) => subscriber.error(toFault(error)));
    });
  }

  private dismiss(reader: Subscriber<ChatFrame>): void {
    this.readers.delete(reader);
    if (this.readers.size > 0) return;
    for (const wake of this.idleWaiters) wake();
    this.idleWaiters.clear();
  }

  private async begin(
    request: StreamRequest,
    subscriber: Subscriber<ChatFrame>,
    ending: TurnEnding | undefined,
  ): Promise<void> {
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
    if (ending) subscriber.add(ending.watch(() => stream.breakOff(ending.reason)));
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
