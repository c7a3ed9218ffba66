import { connect, type Socket } from 'node:net';
import type { TurnBody } from '../../support/client.js';
import { breakOff } from '../../support/break-off.js';

/** A bare HTTP client that reads as slowly, and leaves as rudely, as it is told. */
export class RawClient {
  bytesRead = 0;
  private timer: NodeJS.Timeout | undefined;

  private constructor(private readonly socket: Socket) {
    socket.on('error', () => undefined);
    socket.on('close', () => clearInterval(this.timer));
  }

  /** Sends the turns over one connection without waiting for any answer, and reads nothing yet. */
  static send(url: string, path: string, bodies: readonly TurnBody[]): RawClient {
    const { hostname, port, host } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port) });
    socket.pause();
    for (const body of bodies) {
      const json = JSON.stringify(body);
      socket.write(
        `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n` +
          `Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`,
      );
    }
    return new RawClient(socket);
  }

  /** The socket's own buffer is refilled in larger steps, so what the kernel sees is uneven, and as slow. */
  readSlowly(bytesPerSecond: number): void {
    const TICKS_PER_SECOND = 4;
    this.timer = setInterval(() => {
      const bytes = this.socket.read(Math.ceil(bytesPerSecond / TICKS_PER_SECOND)) as Buffer | null;
      this.bytesRead += bytes?.length ?? 0;
    }, 1000 / TICKS_PER_SECOND);
  }

  /** Vanishes once this many bytes have come. */
  vanishAfter(bytes: number): Promise<void> {
    this.socket.on('data', (chunk: Buffer) => {
      this.bytesRead += chunk.length;
      if (this.bytesRead >= bytes) this.leave();
    });
    this.socket.resume();
    return new Promise((resolve) => this.socket.once('close', () => resolve()));
  }

  get gone(): boolean {
    return this.socket.destroyed;
  }

  leave(): void {
    clearInterval(this.timer);
    breakOff(this.socket);
  }
}
