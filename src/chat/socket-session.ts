import { Subscription } from 'rxjs';
import type { WebSocket } from 'ws';
import { DomainError } from '../platform/errors/domain-error.js';
import { newSecretId } from '../platform/identity/identifiers.js';
import { atEndOfTurn } from '../platform/streams/end-of-turn.js';
import { StreamPace } from './frames/stream-pace.js';
import { CONFLICT } from './idempotency/refusals.js';

/** How long a cancel waits for the turn it names. */
const EARLY_CANCEL_MS = 1000;
const MAX_EARLY_CANCELS = 64;

const TAKEN_PROBLEM = 'belongs to a turn that is still running';
const TAKEN = new DomainError('invalid_request', `request_id ${TAKEN_PROBLEM}`, {
  faults: [{ field: 'request_id', problem: TAKEN_PROBLEM }],
});

/** Of so many turns that ended a socket remembers what they were asked. */
const MAX_REMEMBERED = 256;

/** One turn's place on a socket. */
export interface TurnClaim {
  /** What its frames are sent under. */
  requestId: string;
  /** Why the id that was asked for cannot be had: this is another one. */
  refusal: DomainError | undefined;
  fingerprint: string | undefined;
  cancel: AbortController;
  subscription: Subscription;
  pace: StreamPace;
}

export interface SocketSessionOptions {
  /** Most bytes that wait for the end of a turn of the event loop. */
  chunkBytes: number;
  /** Bytes the client may lag before its turns pause. */
  bufferBytes: number;
}

/** One connected client: the turns it has running and how well it keeps up. */
export class SocketSession {
  private readonly turns = new Map<string, TurnClaim>();
  private readonly asked = new Map<string, string>();
  private readonly earlyCancels = new Map<string, number>();
  private lastProgressAt = performance.now();
  private awaitingPong = false;
  /** What is sent within this turn of the event loop. */
  private pending: string[] = [];
  private pendingBytes = 0;
  private isFlushDue = false;

  constructor(
    private readonly socket: WebSocket,
    private readonly options: SocketSessionOptions,
  ) {
    socket.on('pong', () => {
      this.awaitingPong = false;
    });
  }

  get runningTurns(): number {
    return this.turns.size;
  }

  /**
   * Takes an id for a turn that is about to run, given back by unsubscribing. `undefined` where the turn that has it was
   * asked the same: its frames are on their way. A turn that may not have the id gets another one, to be refused under:
   * frames of two turns under one could not be told apart.
   * @param fingerprint of what is asked, where the id is a key.
   */
  claim(requestId: string, fingerprint?: string): TurnClaim | undefined {
    const running = this.turns.get(requestId);
    if (running) {
      if (fingerprint !== undefined && running.fingerprint === fingerprint) return undefined;
      return this.take(newSecretId(), { fingerprint, refusal: TAKEN });
    }
    const before = fingerprint === undefined ? undefined : this.asked.get(requestId);
    return this.take(requestId, {
      fingerprint,
      refusal: before === undefined || before === fingerprint ? undefined : CONFLICT,
    });
  }

  /** To be called once a turn runs: then its id cannot mean another request on this socket. */
  remember({ requestId, fingerprint, refusal }: TurnClaim): void {
    if (fingerprint === undefined || refusal) return;
    this.asked.delete(requestId);
    this.asked.set(requestId, fingerprint);
    for (const oldest of this.asked.keys()) {
      if (this.asked.size <= MAX_REMEMBERED) break;
      this.asked.delete(oldest);
    }
  }

  private take(requestId: string, asked: Pick<TurnClaim, 'fingerprint' | 'refusal'>): TurnClaim {
    const claim: TurnClaim = {
      ...asked,
      requestId,
      cancel: new AbortController(),
      subscription: new Subscription(),
      pace: new StreamPace(),
    };
    this.turns.set(requestId, claim);
    claim.subscription.add(() => this.turns.delete(requestId));
    if (this.wasCancelledEarly(requestId)) claim.cancel.abort();
    return claim;
  }

  /** Ends a turn with a `cancelled` frame. One that is not known may be in the same packet, still on its way here. */
  cancel(requestId: string): void {
    const turn = this.turns.get(requestId);
    if (turn) {
      turn.cancel.abort();
      return;
    }
    if (this.earlyCancels.size >= MAX_EARLY_CANCELS) this.earlyCancels.clear();
    this.earlyCancels.set(requestId, performance.now());
  }

  /**
   * It leaves at the end of this turn of the event loop, when what arrived together has been read: written in between,
   * each message would wake its reader for itself.
   */
  send(text: string): void {
    const bytes = Buffer.byteLength(text);
    if (this.pendingBytes > 0 && this.pendingBytes + bytes > this.options.chunkBytes) this.flush();
    this.pending.push(text);
    this.pendingBytes += bytes;
    if (this.isFlushDue) return;
    this.isFlushDue = true;
    atEndOfTurn(this.flushDue);
  }

  /**
   * Pings a peer; drops one that did not answer the last ping. One that is owed bytes is left to `dropIfStuck`: the ping
   * would wait behind them.
   */
  beat(): void {
    if (this.socket.bufferedAmount > 0) return;
    if (this.awaitingPong) {
      this.socket.terminate();
      return;
    }
    this.awaitingPong = true;
    this.socket.ping();
  }

  dropIfStuck(now: number, patienceMs: number): void {
    if (this.socket.bufferedAmount > 0 && now - this.lastProgressAt > patienceMs) this.socket.terminate();
  }

  /** The peer is gone: its turns stop without a word. */
  end(): void {
    for (const turn of [...this.turns.values()]) turn.subscription.unsubscribe();
  }

  close(code: number): void {
    this.flush();
    this.socket.close(code);
  }

  private readonly flushDue = () => {
    this.isFlushDue = false;
    this.flush();
  };

  private flush(): void {
    const { pending } = this;
    this.pending = [];
    this.pendingBytes = 0;
    for (const text of pending) this.write(text);
  }

  private write(text: string): void {
    const { socket } = this;
    const { bufferBytes } = this.options;
    if (socket.readyState !== socket.OPEN) return;
    const owed = socket.bufferedAmount;
    if (owed === 0) this.lastProgressAt = performance.now();
    // A client that keeps up takes the bytes at once; only one that lags has to be watched.
    const isWatched = owed > 0 || Buffer.byteLength(text) * 2 > bufferBytes;
    socket.send(text, isWatched ? this.onTaken : undefined);
    if (socket.bufferedAmount > bufferBytes) this.turns.forEach((turn) => turn.pace.pause());
  }

  private wasCancelledEarly(requestId: string): boolean {
    const at = this.earlyCancels.get(requestId);
    this.earlyCancels.delete(requestId);
    return at !== undefined && performance.now() - at < EARLY_CANCEL_MS;
  }

  private readonly onTaken = () => {
    this.lastProgressAt = performance.now();
    if (this.socket.bufferedAmount <= this.options.bufferBytes)
      this.turns.forEach((turn) => turn.pace.resume());
  };
}
