import { Duplex } from 'node:stream';

/** The thread's side of a connection, as the stream sees it. */
export interface PgliteLink {
  /** False when no thread runs: connecting then fails like a refused port. */
  attach(connection: PgliteConnection): boolean;
  send(session: number, bytes: Uint8Array): void;
  end(session: number): void;
}

const TERMINATE = Buffer.from([0x58, 0, 0, 0, 4]);
let nextSession = 1;

/**
 * The socket `pg` talks to when the server is a thread of this process. It has the few methods of `net.Socket` that
 * `pg` calls. Writes of one tick travel as one message.
 */
export class PgliteConnection extends Duplex {
  readonly session = nextSession++;

  constructor(private readonly link: PgliteLink) {
    super();
  }

  connect(): this {
    if (this.link.attach(this)) process.nextTick(() => this.emit('connect'));
    else this.destroy(networkError('ECONNREFUSED', 'The embedded database is not open'));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  /** The thread is gone. */
  lose(): void {
    this.destroy(networkError('ECONNRESET', 'The embedded database stopped'));
  }

  override _read(): void {
    // Bytes are pushed as they arrive; `pg` never pauses its socket.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    this.deliver([chunk], done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error) => void): void {
    this.deliver(
      chunks.map(({ chunk }) => chunk),
      done,
    );
  }

  override _final(done: (error?: Error) => void): void {
    this.link.end(this.session);
    this.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.link.end(this.session);
    done(error);
  }

  private deliver(chunks: Buffer[], done: (error?: Error) => void): void {
    // Terminate means the end of this connection, not of the one backend that all connections share.
    const kept = chunks.filter((chunk) => !chunk.equals(TERMINATE));
    if (kept.length > 0) this.link.send(this.session, new Uint8Array(Buffer.concat(kept)));
    // Later, so that what `pg` writes in this tick gathers and arrives as one `_writev`.
    process.nextTick(done);
  }
}

function networkError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
