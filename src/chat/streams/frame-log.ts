import { Observable, type Subscriber } from 'rxjs';
import { isTerminal, type ChatFrame } from '../frames/chat-frame.js';
import { StreamPace } from '../frames/stream-pace.js';
import { FrameReader, type ReadFrames, type Reading } from './frame-reader.js';
import { PackedFrames } from './packed-frames.js';

/** Told when somebody begins to read a log that nobody read, and when the last one left before the end. */
export interface Audience {
  attended(): void;
  abandoned(): void;
}

/**
 * The frames of one stream, numbered from 1, and whoever reads them. Each reader goes at its own pace over what is
 * kept; the log's pace, which is the turn's, is paused only while there are readers and all of them lag.
 */
export class FrameLog implements ReadFrames {
  readonly pace = new StreamPace();
  private readonly frames = new PackedFrames();
  private readonly readers = new Set<FrameReader>();
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

  /** What its packed frames take in memory: all of them once it is packed. */
  get packedBytes(): number {
    return this.frames.packedBytes;
  }

  get readerCount(): number {
    return this.readers.size;
  }

  at(number: number): ChatFrame | undefined {
    return this.frames.at(number - this.before - 1);
  }

  /** At most `count` frames after the one of this number. */
  slice(after: number, count: number): ChatFrame[] {
    const frames: ChatFrame[] = [];
    for (let number = after + 1; number <= after + count; number += 1) {
      const frame = this.at(number);
      if (frame === undefined) break;
      frames.push(frame);
    }
    return frames;
  }

  /** Passes the frame to every reader that keeps up, before it returns. A terminal frame is the last. */
  append(frame: ChatFrame): void {
    if (this.over) return;
    this.frames.push(frame);
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

  /** To be called when nothing more comes and it is kept: what its readers still have to read takes little memory then. */
  pack(): void {
    this.frames.pack();
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
