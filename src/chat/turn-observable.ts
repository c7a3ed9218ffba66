import { Observable, type Subscriber } from 'rxjs';
import { DomainError } from '../platform/errors/domain-error.js';
import { isTerminal, type ChatFrame, type Tell } from './frames/chat-frame.js';
import { errorFrame } from './frames/frame-factory.js';
import type { StreamPace } from './frames/stream-pace.js';

/**
 * A turn: the frames it yields, and between two of them the tokens it tells. It ends by itself when the signal aborts, for
 * it may have help to give first.
 */
export type TurnFrames = (signal: AbortSignal, tell: Tell) => AsyncGenerator<ChatFrame>;

/** One for all: every turn ends with it, one that is over as well, and the stack of an error costs more than its end. */
const CLIENT_GONE = new Error('client gone');

export interface TurnBounds {
  pace: StreamPace;
  requestId: string;
  /** Longest time until the first token. */
  firstTokenTimeoutMs: number;
  /** What ends the turn early. */
  endings: readonly TurnEnding[];
}

/**
 * A signal that ends turns, with what their clients are told. It has one listener however many turns there are: a
 * signal looks through all it has for each that comes or goes.
 */
export class TurnEnding {
  private readonly turns = new Set<() => void>();

  constructor(
    private readonly signal: AbortSignal,
    readonly reason: DomainError,
  ) {}

  /** Calls `end` when the signal aborts, now if it has; returns a function that ends the watch. */
  watch(end: () => void): () => void {
    if (this.signal.aborted) end();
    if (this.turns.size === 0) this.signal.addEventListener('abort', this.endAll);
    this.turns.add(end);
    return () => {
      this.turns.delete(end);
      if (this.turns.size === 0) this.signal.removeEventListener('abort', this.endAll);
    };
  }

  private readonly endAll = () => {
    for (const end of [...this.turns]) end();
  };
}

/**
 * A cold Observable over the frames of one turn. One AbortController per subscription: it aborts when the subscriber
 * leaves (silently), when one of the endings does, or when no token came in time (both with one `error` frame). A
 * fault before the first frame is an Observable error, so that HTTP can still answer with a status; after it, an
 * `error` frame. The next frame is pulled only while the pace allows; tokens are pushed through `tell`, which says
 * when it does not: an async generator's promises for each would cost more than the token.
 */
export function toObservable(frames: TurnFrames, bounds: TurnBounds): Observable<ChatFrame> {
  return new Observable((subscriber) => {
    const bounded = boundedController(bounds);
    const { signal } = bounded.controller;
    const delivery = new Delivery(subscriber, signal, bounds, bounded.stopTimer);
    void delivery.run(frames(signal, delivery.tell)).finally(bounded.release);
    return () => bounded.controller.abort(CLIENT_GONE);
  });
}

class Delivery {
  private started = false;

  constructor(
    private readonly subscriber: Subscriber<ChatFrame>,
    private readonly signal: AbortSignal,
    private readonly bounds: TurnBounds,
    private readonly onToken: () => void,
  ) {}

  readonly tell: Tell = (token) => {
    this.pass(token);
    return this.untilWritable();
  };

  async run(frames: AsyncGenerator<ChatFrame>): Promise<void> {
    const { subscriber } = this;
    try {
      for await (const frame of frames) {
        if (subscriber.closed) return;
        this.pass(frame);
        if (isTerminal(frame)) break;
        await this.untilWritable();
      }
      subscriber.complete();
    } catch (error) {
      if (subscriber.closed) return;
      if (!this.started) {
        subscriber.error(error);
        return;
      }
      subscriber.next(errorFrame(error, this.bounds.requestId));
      subscriber.complete();
    }
  }

  private pass(frame: ChatFrame): void {
    if (frame.type === 'token') this.onToken();
    this.started = true;
    this.subscriber.next(frame);
  }

  /** Undefined while the client keeps up. The promise rejects with the signal's reason when it aborts first. */
  private untilWritable(): Promise<void> | undefined {
    const { blocked } = this.bounds.pace;
    return blocked && resolvedBeforeAbort(blocked, this.signal);
  }
}

async function resolvedBeforeAbort(writable: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  let onAbort = () => {};
  const aborted = new Promise<void>((resolve) => {
    onAbort = resolve;
    signal.addEventListener('abort', onAbort, { once: true });
  });
  await Promise.race([writable, aborted]);
  signal.removeEventListener('abort', onAbort);
  signal.throwIfAborted();
}

function boundedController(bounds: TurnBounds): {
  controller: AbortController;
  stopTimer: () => void;
  release: () => void;
} {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined = setTimeout(
    () => controller.abort(new DomainError('timeout', 'The reply took too long. Please try again.')),
    bounds.firstTokenTimeoutMs,
  );
  const removers = bounds.endings.map((ending) => ending.watch(() => controller.abort(ending.reason)));
  return {
    controller,
    stopTimer: () => {
      if (timer === undefined) return;
      clearTimeout(timer);
      timer = undefined;
    },
    release: () => {
      clearTimeout(timer);
      for (const remove of removers) remove();
    },
  };
}
