import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { HttpBodyError } from './http-status.error.js';

/** How long a finished answer may take to end before its connection is given up instead of kept. */
const RELEASE_TIMEOUT_MS = 1000;
const RELEASE_MAX_BYTES = 64 * 1024 * 1024;

/** Takes a part of the body. True: go on. False: enough. A promise: the server has to wait for the answer. */
export type TakeBytes = (bytes: Buffer) => boolean | Promise<boolean>;

/**
 * One request's answer, handed over by calls in the turn of the event loop in which it is read: a stream object with
 * its iterator costs several promises for each token. Exactly one of `release` and `destroy` must follow when the body
 * is not read to its end. Once the signal aborts it hangs up, and whatever is waited for rejects with the reason.
 */
export class HttpStream implements Dispatcher.DispatchHandler {
  status = 0;
  /** The `Content-Type` header, empty when there was none. */
  contentType = '';
  /** The `Retry-After` header. */
  retryAfter: string | undefined;
  /** Settles when the answer begins. */
  readonly opened: Promise<this>;
  private open!: (stream: this) => void;
  private refuse!: (error: unknown) => void;
  private controller: Dispatcher.DispatchController | undefined;
  private take: TakeBytes | undefined;
  private settle: { resolve: (read: boolean) => void; reject: (error: unknown) => void } | undefined;
  /** `over`: to its end, or hung up. */
  private state: 'reading' | 'releasing' | 'over' = 'reading';
  private fault: Error | undefined;
  private restBytes = 0;
  private restTimer: NodeJS.Timeout | undefined;

  constructor(private readonly signal: AbortSignal) {
    this.opened = new Promise((resolve, reject) => {
      this.open = resolve;
      this.refuse = reject;
    });
    signal.addEventListener('abort', this.onAbort);
  }

  /** Calls `take` with the bytes as they arrive. True when the body is at its end, false when `take` had enough. */
  forEach(take: TakeBytes): Promise<boolean> {
    return new Promise((resolve, reject) => {
      if (this.fault !== undefined) return reject(this.fault);
      if (this.state === 'over') return resolve(true);
      this.take = take;
      this.settle = { resolve, reject };
      this.controller?.resume();
    });
  }

  /** Nothing more is wanted: reads the short rest in the background so that the connection can serve the next request. */
  release(): void {
    if (this.state !== 'reading') return;
    this.state = 'releasing';
    this.restTimer = setTimeout(() => this.destroy(), RELEASE_TIMEOUT_MS);
    this.controller?.resume();
  }

  /** Closes the connection: the server sees the client hang up. */
  destroy(): void {
    this.fail(new Error('the answer is not wanted any more'));
  }

  /** @throws {HttpBodyError} when the text is not JSON or has more than `maxBytes`. */
  async readJson(maxBytes: number): Promise<unknown> {
    const parts: Buffer[] = [];
    let size = 0;
    const whole = await this.forEach((part) => {
      parts.push(part);
      size += part.length;
      return size <= maxBytes;
    });
    if (!whole) {
      this.destroy();
      throw new HttpBodyError('too_large');
    }
    try {
      return JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown;
    } catch {
      // The parser's own message would quote the answer.
      throw new HttpBodyError('not_json');
    }
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.fault !== undefined) controller.abort(this.fault);
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    if (status < 200) return;
    this.status = status;
    this.contentType = first(headers['content-type']) ?? '';
    this.retryAfter = first(headers['retry-after']);
    controller.rawHeaders = null; // they hold on to all that was read with them, for as long as the stream lasts
    controller.pause();
    this.open(this);
  }

  onResponseData(controller: Dispatcher.DispatchController, bytes: Buffer): void {
    if (this.state === 'reading') this.handOver(controller, bytes);
    else if ((this.restBytes += bytes.length) > RELEASE_MAX_BYTES) this.destroy();
  }

  onResponseEnd(): void {
    this.finish();
    this.settle?.resolve(true);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(error);
  }

  private handOver(controller: Dispatcher.DispatchController, bytes: Buffer): void {
    let more: boolean | Promise<boolean>;
    try {
      more = this.take!(bytes);
    } catch (error) {
      this.fail(error as Error);
      return;
    }
    if (more === true) return;
    controller.pause();
    if (more === false) {
      this.settle?.resolve(false);
      return;
    }
    more.then(
      (wanted) => {
        if (!wanted) this.settle?.resolve(false);
        else if (this.state !== 'over') controller.resume();
      },
      (error: unknown) => this.settle?.reject(error),
    );
  }

  private readonly onAbort = () => this.fail(this.signal.reason as Error);

  /** A signal's reason may be anything; it is passed on as it is. */
  private fail(error: Error): void {
    if (this.state === 'over') return;
    this.finish();
    this.fault = error;
    this.refuse(error);
    this.settle?.reject(error);
    this.controller?.abort(error);
  }

  private finish(): void {
    this.state = 'over';
    clearTimeout(this.restTimer);
    this.signal.removeEventListener('abort', this.onAbort);
  }
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
