import type { Response } from 'express';
import type { StreamPace } from './stream-pace.js';

export interface SseWriterOptions {
  /** Most bytes joined into one write. */
  chunkBytes: number;
  /** Bytes the client may lag before the producer pauses. */
  bufferBytes: number;
}

/**
 * Writes events to one response. What arrives within one turn of the event loop leaves in as few writes as
 * `chunkBytes` allows; the pace is paused while the client lags more than `bufferBytes`.
 */
export class SseWriter {
  private lastProgressAt = performance.now();
  private lastWriteAt = performance.now();
  private pending = '';
  private flushScheduled = false;

  constructor(
    private readonly response: Response,
    private readonly pace: StreamPace,
    private readonly options: SseWriterOptions,
  ) {}

  open(headers: Record<string, string>): void {
    this.response.writeHead(200, headers);
    this.response.flushHeaders();
  }

  write(event: string): void {
    if (this.pending !== '' && this.pending.length + event.length > this.options.chunkBytes) this.flush();
    this.pending += event;
    if (this.flushScheduled) return;
    this.flushScheduled = true;
    setImmediate(() => {
      this.flushScheduled = false;
      this.flush();
    });
  }

  end(event: string): void {
    this.response.end(this.pending + event);
    this.pending = '';
  }

  /** Milliseconds for which the client owed bytes and took none; 0 when it owes nothing. */
  stuckMs(now: number): number {
    return this.response.writableLength > 0 ? now - this.lastProgressAt : 0;
  }

  silentMs(now: number): number {
    return this.response.writableEnded ? 0 : now - this.lastWriteAt;
  }

  drop(): void {
    this.response.destroy();
  }

  private flush(): void {
    if (this.pending === '' || this.response.writableEnded || this.response.destroyed) return;
    this.lastWriteAt = performance.now();
    if (this.response.writableLength === 0) this.lastProgressAt = this.lastWriteAt;
    this.response.write(this.pending, this.onTaken);
    this.pending = '';
    if (this.response.writableLength > this.options.bufferBytes) this.pace.pause();
  }

  /** Not the `drain` event: it speaks for Node's own mark, which may lie above `bufferBytes`. */
  private readonly onTaken = () => {
    this.lastProgressAt = performance.now();
    if (this.response.writableLength <= this.options.bufferBytes) this.pace.resume();
  };
}
