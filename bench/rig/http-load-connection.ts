import { connect, type Socket } from 'node:net';
import type { TurnInput, TurnOutcome } from './load.types.js';
import { StreamScanner, type Wire } from './wire.js';

const HEAD_END = '\r\n\r\n';
const LAST_CHUNK = Buffer.from('0\r\n\r\n');

/** One client over one kept-alive connection, with as little of HTTP as the measurement needs. */
export class HttpLoadConnection {
  private socket: Socket | undefined;

  constructor(
    private readonly port: number,
    private readonly wire: Wire,
    private readonly keepBody: boolean,
  ) {}

  send(turn: TurnInput): Promise<TurnOutcome> {
    const body = this.wire.toBody(turn);
    const head =
      `POST ${this.wire.path} HTTP/1.1\r\nHost: 127.0.0.1:${this.port}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
    const startedAt = performance.now();
    return new Promise((resolve) => {
      const socket = this.connection();
      const scanner = new StreamScanner(this.wire);
      const reader = new AnswerReader(scanner, this.keepBody);
      const finish = (failure: string | undefined) => {
        socket.off('data', onData).off('error', onEnd).off('close', onEnd);
        const { firstTokenAt = Number.NaN, asksModelAt = Number.NaN, tokens, degraded, fallback } = scanner;
        const times = {
          firstTokenMs: firstTokenAt - startedAt,
          asksModelMs: asksModelAt - startedAt,
          totalMs: performance.now() - startedAt,
        };
        resolve({
          ...times,
          tokens,
          degraded,
          fallback,
          ...(failure && { failure }),
          ...(this.keepBody && { body: reader.body }),
        });
      };
      const onData = (data: Buffer) => {
        reader.take(data);
        if (reader.whole) finish(reader.failure);
      };
      const onEnd = () => {
        this.close();
        finish(reader.status === undefined ? 'connection' : 'cut');
      };
      socket.on('data', onData).once('error', onEnd).once('close', onEnd);
      socket.write(head + body);
    });
  }

  close(): void {
    this.socket?.destroy();
    this.socket = undefined;
  }

  private connection(): Socket {
    if (this.socket === undefined || this.socket.destroyed) {
      this.socket = connect({ port: this.port, host: '127.0.0.1', noDelay: true });
      this.socket.on('error', () => undefined);
    }
    return this.socket;
  }
}

/** Finds an answer's status and end. */
class AnswerReader {
  status: number | undefined;
  whole = false;
  body = '';
  private head = '';
  private remaining: number | undefined;

  constructor(
    private readonly scanner: StreamScanner,
    private readonly keepBody: boolean,
  ) {}

  get failure(): string | undefined {
    if (this.status !== 200) return `http ${this.status}`;
    if (this.scanner.failed) return 'error frame';
    return this.scanner.ended ? undefined : 'cut';
  }

  take(data: Buffer): void {
    let body = data;
    if (this.status === undefined) {
      this.head += data.toString('latin1');
      const end = this.head.indexOf(HEAD_END);
      if (end === -1) return;
      body = data.subarray(data.length - (this.head.length - end - HEAD_END.length));
      this.status = Number(this.head.slice(9, 12));
      const length = /\r\ncontent-length: *(\d+)/i.exec(this.head.slice(0, end))?.[1];
      if (length !== undefined) this.remaining = Number(length);
    }
    if (body.length > 0) this.scanner.take(body);
    if (this.keepBody) this.body += body.toString('latin1');
    if (this.remaining !== undefined) this.whole = (this.remaining -= body.length) <= 0;
    else this.whole = this.scanner.tail.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK);
  }
}
