import { Observable, type Subscriber } from 'rxjs';
import { isTerminal, type ChatFrame } from '../frames/chat-frame.js';
import { StreamPace } from '../frames/stream-pace.js';
import { FrameReader, type ReadFrames, type Reading } from './frame-reader.js';

/** Told when somebody begins to read a log that nobody read, and when the last one left before the end. */
export interface Audience {
  attended(): void;
  abandoned(): void;
}

/** What a frame weighs besides its text: the object, its strings' heads, its place in the list. */
const FRAME_OVERHEAD_BYTES = 120;

/**
 * The frames of one stream, numbered from 1, and whoever reads them. Each reader goes at its own pace over what is
 * kept; the log's pace, which is the turn's, is paused only while there are readers and all of them lag.
 */
export class FrameLog implements ReadFrames {
  readonly pace = new StreamPace();
  private readonly frames: ChatFrame[] = [];
  private readonly readers = new Set<FrameReader>();
  private sizeBytes = 0;
  private over = false;
  private fault: { error: unknown } | undefined;

  /** @param before the number of the frame before the first one kept here. */
  constructor(
    private readonly audience: Audience,
    private readonly before = 0,
  ) {}

  get last(): number {
    return this.before + this.frames.length;
  }

  get ended(): boolean {
    return this.over;
  }

  /** What it weighs in memory, roughly. */
  get bytes(): number {
    return this.sizeBytes;
  }

  get readerCount(): number {
    return this.readers.size;
  }

  at(number: number): ChatFrame | undefined {
    return this.frames[number - this.before - 1];
  }

  /** At most `count` frames after the one of this number. */
  slice(after: number, count: number): ChatFrame[] {
    const from = after - this.before;
    return this.frames.slice(from, from + count);
  }

  /** Passes the frame to every reader that keeps up, before it returns. A terminal frame is the last. */
  append(frame: ChatFrame): void {
    if (this.over) return;
    this.frames.push(frame);
    this.sizeBytes += sizeOf(frame);
    if (isTerminal(frame)) this.over = true;
    for (const reader of this.readers) reader.readOn();
    this.settlePace();
  }

  /** Nothing more comes, for a reader who has the terminal frame already. */
  finish(): void {
    if (this.over) return;
    this.over = true;
    for (const reader of this.readers) reader.readOn();
  }

  /** Ends the log for its readers, once they have read what is kept. */
  fail(error: unknown): void {
    if (this.over) return;
    this.fault = { error };
    this.finish();
  }

  read(reading: Reading): Observable<ChatFrame> {
    return new Observable((subscriber) => this.join(subscriber, reading));
  }

  close(subscriber: Subscriber<ChatFrame>): void {
    if (this.fault) subscriber.error(this.fault.error);
    else subscriber.complete();
  }

  settlePace(): void {
    for (const reader of this.readers) {
      if (reader.keepsUp) return this.pace.resume();
    }
    if (this.readers.size > 0) this.pace.pause();
    else this.pace.resume();
  }

  private join(subscriber: Subscriber<ChatFrame>, reading: Reading): () => void {
    const reader = new FrameReader(this, subscriber, reading);
    this.readers.add(reader);
    if (this.readers.size === 1) this.audience.attended();
    reader.readOn();
    this.settlePace();
    return () => {
      this.readers.delete(reader);
      this.settlePace();
      if (this.readers.size === 0 && !this.over) this.audience.abandoned();
    };
  }
}

function sizeOf(frame: ChatFrame): number {
  const text = frame.type === 'token' ? frame.content.length : JSON.stringify(frame).length;
  return FRAME_OVERHEAD_BYTES + 2 * text;
}
