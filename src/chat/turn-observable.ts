import { Observable, type Subscriber } from 'rxjs';
import { DomainError } from '../platform/errors/domain-error.js';
import { isTerminal, type ChatFrame } from './frames/chat-frame.js';
import { errorFrame } from './frames/frame-factory.js';
import type { StreamPace } from './frames/stream-pace.js';

export interface TurnBounds {
  pace: StreamPace;
  requestId: string;
  /** Longest time until the first token. */
  firstTokenTimeoutMs: number;
  /** Signals that end the turn early, each with what the client is told. */
  endings: readonly { signal: AbortSignal; reason: DomainError }[];
}

/**
 * A cold Observable over the frames of one turn. One AbortController per subscription: it aborts when the subscriber
 * leaves (silently), when one of the endings does, or when no token came in time (both with one `error` frame). A
 * fault before the first frame is an Observable error, so that HTTP can still answer with a status; after it, an
 * `error` frame. The next frame is pulled only while the pace allows.
 */
export function toObservable(
  frames: (signal: AbortSignal) => AsyncGenerator<ChatFrame>,
  bounds: TurnBounds,
): Observable<ChatFrame> {
  return new Observable((subscriber) => {
    const bounded = boundedController(bounds);
    const { signal } = bounded.controller;
    void deliver(frames(signal), { subscriber, signal, bounds, onToken: bounded.stopTimer }).finally(
      bounded.release,
    );
    return () => bounded.controller.abort(new Error('client gone'));
  });
}

async function deliver(
  frames: AsyncGenerator<ChatFrame>,
  to: { subscriber: Subscriber<ChatFrame>; signal: AbortSignal; bounds: TurnBounds; onToken: () => void },
): Promise<void> {
  const { subscriber, signal, bounds } = to;
  let started = false;
  try {
    for await (const frame of frames) {
      if (subscriber.closed) return;
      if (frame.type === 'token') to.onToken();
      started = true;
      subscriber.next(frame);
      if (isTerminal(frame)) break;
      if (bounds.pace.blocked) await untilWritable(bounds.pace.blocked, signal);
      signal.throwIfAborted();
    }
    subscriber.complete();
  } catch (error) {
    if (subscriber.closed) return;
    if (!started) {
      subscriber.error(error);
      return;
    }
    subscriber.next(errorFrame(error, bounds.requestId));
    subscriber.complete();
  }
}

/** Waits for the client to catch up. @throws the signal's reason when it aborts first. */
async function untilWritable(writable: Promise<void>, signal: AbortSignal): Promise<void> {
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
  const tooLate = new DomainError('timeout', 'The reply took too long. Please try again.');
  const timer = setTimeout(() => controller.abort(tooLate), bounds.firstTokenTimeoutMs);
  const removers = bounds.endings.map(({ signal, reason }) => {
    const end = () => controller.abort(reason);
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    return () => signal.removeEventListener('abort', end);
  });
  return {
    controller,
    stopTimer: () => clearTimeout(timer),
    release: () => {
      clearTimeout(timer);
      for (const remove of removers) remove();
    },
  };
}
