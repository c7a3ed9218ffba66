import type { Subscriber } from 'rxjs';
import type { ChatFrame } from '../frames/chat-frame.js';
import type { StreamPace } from '../frames/stream-pace.js';

/** Where a reader begins, and how fast its transport takes frames. */
export interface Reading {
  /** The number of the last frame it has; 0 for none. */
  after: number;
  pace: StreamPace;
}

/** What is read: frames numbered from 1, of which more may come. */
export interface ReadFrames {
  /** The number of the last frame. */
  readonly last: number;
  /** Whether nothing more comes. */
  readonly ended: boolean;
  at(number: number): ChatFrame | undefined;
  /** Tells a reader that has read everything how it ended. */
  close(subscriber: Subscriber<ChatFrame>): void;
  /** To be called when a reader lags no more. */
  settlePace(): void;
}

/** One reader's place in a log. It goes on while its transport takes frames, and waits where it stands while not. */
export class FrameReader {
  private readonly pace: StreamPace;
  /** The number of the frame it reads next. */
  private next: number;
  private waiting = false;

  constructor(
    private readonly log: ReadFrames,
    private readonly subscriber: Subscriber<ChatFrame>,
    { after, pace }: Reading,
  ) {
    this.pace = pace;
    this.next = after + 1;
  }

  get keepsUp(): boolean {
    return this.pace.blocked === undefined && this.next > this.log.last;
  }

  /** Hands over what there is, at once. Whoever takes a frame may leave, or pause, in the middle of it. */
  readOn(): void {
    const { log, subscriber } = this;
    while (!subscriber.closed) {
      const { blocked } = this.pace;
      if (blocked) return this.waitFor(blocked);
      const frame = log.at(this.next);
      if (frame === undefined) {
        if (log.ended) log.close(subscriber);
        return;
      }
      this.next += 1;
      subscriber.next(frame);
      if (log.ended && this.next > log.last) log.close(subscriber);
    }
  }

  private waitFor(writable: Promise<void>): void {
    if (this.waiting) return;
    this.waiting = true;
    void writable.then(() => {
      this.waiting = false;
      this.readOn();
      this.log.settlePace();
    });
  }
}
