import { WebSocket } from 'ws';
import type { TurnInput, TurnOutcome } from './load.types.js';
import { StreamScanner, type Wire } from './wire.js';

/** One client over one WebSocket, which stays open between its turns. */
export class SocketLoadConnection {
  private opening: Promise<WebSocket> | undefined;

  constructor(
    private readonly port: number,
    private readonly wire: Wire,
  ) {}

  async send(turn: TurnInput): Promise<TurnOutcome> {
    const startedAt = performance.now();
    const scanner = new StreamScanner(this.wire);
    const failure = await this.exchange(turn, scanner);
    const { firstTokenAt = Number.NaN, tokens } = scanner;
    const times = { firstTokenMs: firstTokenAt - startedAt, totalMs: performance.now() - startedAt };
    return { ...times, tokens, ...(failure && { failure }) };
  }

  close(): void {
    void this.opening?.then(
      (socket) => socket.terminate(),
      () => undefined,
    );
    this.opening = undefined;
  }

  private async exchange(turn: TurnInput, scanner: StreamScanner): Promise<string | undefined> {
    let socket: WebSocket;
    try {
      socket = await (this.opening ??= this.open());
    } catch {
      this.opening = undefined;
      return 'connection';
    }
    return new Promise((resolve) => {
      const finish = (failure: string | undefined) => {
        socket.off('message', onMessage).off('close', onClose);
        resolve(failure);
      };
      const onMessage = (data: Buffer) => {
        scanner.take(data);
        if (scanner.failed) finish('error frame');
        else if (scanner.ended) finish(undefined);
      };
      const onClose = () => {
        this.opening = undefined;
        finish('cut');
      };
      socket.on('message', onMessage).once('close', onClose);
      socket.send(this.wire.toBody(turn));
    });
  }

  private open(): Promise<WebSocket> {
    const url = `ws://127.0.0.1:${this.port}${this.wire.path}`;
    const socket = new WebSocket(url, { perMessageDeflate: false, skipUTF8Validation: true });
    return new Promise((resolve, reject) => {
      socket.once('open', () => resolve(socket));
      socket.on('error', reject);
    });
  }
}
