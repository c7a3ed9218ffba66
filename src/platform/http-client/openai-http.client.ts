import type { Readable } from 'node:stream';
import type * as Undici from 'undici';
import { lazyPackage } from '../lazy-package.js';
import { withDeadline } from '../resilience/deadline.js';
import { HttpStatusError, parseRetryAfter } from './http-status.error.js';
import { HttpStream } from './http-stream.js';
import { toApiBase } from './openai-url.js';

export interface OpenAiHttpOptions {
  /** With or without the version suffix: `http://localhost:11434` or `http://localhost:11434/v1`. */
  baseUrl: string;
  apiKey?: string | undefined;
  /**
   * Most sockets open at once; further requests wait for one within their own deadline. Unset: as many as are asked for,
   * since admission bounds the turns that ask.
   */
  maxConnections?: number;
}

export interface JsonRequestOptions {
  signal?: AbortSignal;
  timeoutMs: number;
  maxBytes?: number;
}

const DEFAULT_MAX_BYTES = 16 * 1024 * 1024;
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * HTTP to one OpenAI-compatible server over kept-alive connections. Paths are those after the version (`/models`).
 * Every method throws HttpStatusError for an answer outside 2xx, the caller's abort reason at once when its signal
 * aborts (the connection is destroyed), and undici's own errors for a failing network. The API key appears in none.
 */
export class OpenAiHttpClient {
  private readonly pool: Undici.Pool;
  private readonly pathPrefix: string;
  private readonly headers: Record<string, string>;

  constructor(options: OpenAiHttpOptions) {
    const { origin, pathPrefix } = toApiBase(options.baseUrl);
    this.pathPrefix = pathPrefix;
    this.headers = options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` };
    // Deadlines are the callers': the pool's own ones would cut a long wait for a slow model's first token.
    const { Pool } = lazyPackage<typeof Undici>('undici');
    this.pool = new Pool(origin, {
      connections: options.maxConnections ?? null,
      connect: { timeout: CONNECT_TIMEOUT_MS },
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** @throws {DeadlineExceededError} at the deadline. @throws {HttpBodyError} when the answer is not JSON or too large. */
  postJson(path: string, body: unknown, options: JsonRequestOptions): Promise<unknown> {
    return this.exchangeJson('POST', path, JSON.stringify(body), options);
  }

  /** @throws like `postJson`. */
  getJson(path: string, options: JsonRequestOptions): Promise<unknown> {
    return this.exchangeJson('GET', path, undefined, options);
  }

  /** The status a GET is answered with, whatever it is; the body is dropped unread. */
  async getStatus(path: string, options: { signal?: AbortSignal; timeoutMs: number }): Promise<number> {
    return withDeadline(
      async (signal) => {
        const answer = await this.send('GET', path, undefined, signal);
        answer.release();
        return answer.status;
      },
      { what: `GET ${path}`, ...options },
    );
  }

  /** Posts and hands the answer over as it arrives. No deadline of its own: abort the signal. */
  stream(path: string, body: unknown, options: { signal: AbortSignal }): Promise<HttpStream> {
    return this.request('POST', path, JSON.stringify(body), options.signal);
  }

  /** Takes no new requests and resolves when the running ones ended. */
  close(): Promise<void> {
    return this.pool.closed ? Promise.resolve() : this.pool.close();
  }

  /** Ends running requests too. */
  destroy(): Promise<void> {
    return this.pool.destroyed ? Promise.resolve() : this.pool.destroy();
  }

  private exchangeJson(
    method: 'GET' | 'POST',
    path: string,
    payload: string | undefined,
    { maxBytes = DEFAULT_MAX_BYTES, ...deadline }: JsonRequestOptions,
  ): Promise<unknown> {
    return withDeadline(
      async (signal) => {
        const answer = await this.request(method, path, payload, signal);
        return answer.readJson(maxBytes);
      },
      { what: `${method} ${path}`, ...deadline },
    );
  }

  private async request(
    method: 'GET' | 'POST',
    path: string,
    payload: string | undefined,
    signal: AbortSignal,
  ): Promise<HttpStream> {
    const answer = await this.send(method, path, payload, signal);
    if (answer.status >= 200 && answer.status < 300) return answer;
    answer.release();
    throw new HttpStatusError(answer.status, parseRetryAfter(answer.retryAfter, Date.now()));
  }

  /** A request that still waits for a socket when its signal aborts is left behind here; the pool drops it unsent. */
  private async send(
    method: 'GET' | 'POST',
    path: string,
    payload: string | undefined,
    signal: AbortSignal,
  ): Promise<HttpStream> {
    signal.throwIfAborted();
    const answer = new HttpStream(signal);
    const body = payload === undefined ? undefined : Buffer.from(payload);
    this.pool.dispatch(
      {
        method,
        path: `${this.pathPrefix}${path}`,
        headers: {
          accept: 'text/event-stream, application/json',
          'user-agent': 'xinyu',
          ...(body && { 'content-type': 'application/json', 'content-length': String(body.length) }),
          ...this.headers,
        },
        body: body ? (untilSent(body) as unknown as Readable) : null,
      },
      answer,
    );
    return answer.opened;
  }
}

/**
 * A body that is let go once it is sent: undici keeps a buffer until the answer ends, and a prompt is larger than all
 * else a stream needs. It takes iterables, though its types do not say so.
 */
function untilSent(body: Buffer): Iterable<Buffer> {
  // No generator: it would wait, and hold the body, for as long as the answer lasts.
  const left = [body];
  return { [Symbol.iterator]: () => ({ next: () => toResult(left.pop()) }) };
}

function toResult(value: Buffer | undefined): IteratorResult<Buffer> {
  return value === undefined ? { done: true, value } : { done: false, value };
}
