import type { Response } from 'express';
import { atEndOfTurn } from '../../platform/streams/end-of-turn.js';
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
  private pendingBytes = 0;
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
    const bytes = Buffer.byteLength(event);
    if (this.pending !== '' && this.pendingBytes + bytes > this.options.chunkBytes) this.flush();
    this.pending += event;
    this.pendingBytes += bytes;
    if (this.flushScheduled) return;
    this.flushScheduled = true;
    atEndOfTurn(this.flushDue);
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

  private readonly flushDue = () => {
    this.flushScheduled = false;
    this.flush();
  };

  private flush(): void {
    const { response, pending: text, pendingBytes: bytes } = this;
    const { bufferBytes } = this.options;
    if (text === '' || response.writableEnded || response.destroyed) return;
    this.pending = '';
    this.pendingBytes = 0;
    this.lastWriteAt = performance.now();
    const owed = response.writableLength;
    if (owed === 0) this.lastProgressAt = this.lastWriteAt;
    // A client that keeps up takes the bytes at once; only one that lags has to be watched.
    const isWatched = owed > 0 || bytes * 2 > bufferBytes;
    this.send(text, bytes, isWatched ? this.onTaken : undefined);
    if (response.writableLength > bufferBytes) this.pace.pause();
  }

  /**
   * Node writes each part of an HTTP chunk by itself, in the next tick. As one text they leave in one system call, now.
   * There is no socket while answers to earlier requests of the connection are still on their way.
   */
  private send(text: string, bytes: number, onTaken: (() => void) | undefined): void {
    const { response } = this;
    if (response.socket && response.chunkedEncoding) {
      response.socket.write(`${bytes.toString(16)}\r\n${text}\r\n`, onTaken);
    } else {
      response.write(text, onTaken);
    }
  }

  /** Not the `drain` event: it speaks for Node's own mark, which may lie above `bufferBytes`. */
  private readonly onTaken = () => {
    this.lastProgressAt = performance.now();
    if (this.response.writableLength <= this.options.bufferBytes) this.pace.resume();
  };
}
