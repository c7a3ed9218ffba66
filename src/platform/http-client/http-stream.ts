import type { Dispatcher } from 'undici';
import { HttpBodyError } from './http-status.error.js';

/** How long a finished answer may take to end before its connection is given up instead of kept. */
const RELEASE_TIMEOUT_MS = 1000;
const RELEASE_MAX_BYTES = 64 * 1024 * 1024;

/** The body of an answer. Exactly one of `release` and `destroy` must follow when it is not read to its end. */
export class HttpStream {
  constructor(
    /** The `Content-Type` header, empty when there was none. */
    readonly contentType: string,
    private readonly body: Dispatcher.ResponseData['body'],
  ) {
    // An abort destroys the body with an error; without a listener that would end the process while nobody reads.
    this.body.on('error', () => undefined);
  }

  /** The bytes as they arrive. Leaving the loop early keeps the connection open: call `release` or `destroy`. */
  chunks(): AsyncIterable<Buffer> {
    return { [Symbol.asyncIterator]: () => this.body.iterator({ destroyOnReturn: false }) };
  }

  /** Nothing more is wanted: reads the short rest in the background so that the connection can serve the next request. */
  release(): void {
    const signal = AbortSignal.timeout(RELEASE_TIMEOUT_MS);
    // A rest that is too long or breaks off destroys the connection, which is all there is to do about it.
    this.body.dump({ limit: RELEASE_MAX_BYTES, signal }).catch(() => this.destroy());
  }

  /** Closes the connection: the server sees the client hang up. */
  destroy(): void {
    this.body.destroy();
  }

  /** @throws {HttpBodyError} when the text is not JSON or has more than `maxBytes`. */
  async readJson(maxBytes: number): Promise<unknown> {
    const parts: Buffer[] = [];
    let size = 0;
    for await (const part of this.chunks()) {
      parts.push(part);
      size += part.length;
      if (size > maxBytes) {
        this.destroy();
        throw new HttpBodyError('too_large');
      }
    }
    try {
      return JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown;
    } catch {
      // The parser's own message would quote the answer.
      throw new HttpBodyError('not_json');
    }
  }
}
