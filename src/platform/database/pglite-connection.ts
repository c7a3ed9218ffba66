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
 * `pg` calls.
 */
export class PgliteConnection extends Duplex {
  readonly session = nextSession++;
  private outgoing: Buffer[] = [];

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

  /** Everything that is written in one tick, such as several statements, is one message. */
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    // Terminate means the end of this connection, not of the one backend that all connections share.
    if (!chunk.equals(TERMINATE)) {
      if (this.outgoing.length === 0) process.nextTick(() => this.deliver());
      this.outgoing.push(chunk);
    }
    done();
  }

  override _final(done: (error?: Error) => void): void {
    this.deliver();
    this.link.end(this.session);
    this.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.outgoing = [];
    this.link.end(this.session);
    done(error);
  }

  private deliver(): void {
    if (this.outgoing.length === 0) return;
    const bytes = new Uint8Array(Buffer.concat(this.outgoing));
    this.outgoing = [];
    this.link.send(this.session, bytes);
  }
}

function networkError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
