import type * as Redis from 'redis';
import { lazyPackage } from '../lazy-package.js';

export type RedisClient = ReturnType<typeof Redis.createClient>;

const CONNECT_TIMEOUT_MS = 1000;
/** With the probe that notices it and those that follow, Redis is used again within five seconds of its return. */
const STUCK_OPENING_MS = 1000;

/**
 * One connection to Redis, from its opening to its end; it never reconnects itself (whoever holds it replaces a closed
 * one). Opening happens in the background. The error listener is attached before anything else, since an `error`
 * event nobody listens to ends the process; the offline queue is off, since it would hold commands until Redis is back.
 */
export class RedisLink {
  readonly client: RedisClient;
  /** Commands sent and not answered. */
  inFlight = 0;
  readonly openedAt = performance.now();
  lastUsedAt = this.openedAt;
  lastErrorCode: string | undefined;
  private connected = false;
  private ended = false;

  constructor(url: string, onReady: () => void = () => undefined) {
    this.client = lazyPackage<typeof Redis>('redis').createClient({
      url,
      name: 'xinyu',
      disableOfflineQueue: true,
      socket: { connectTimeout: CONNECT_TIMEOUT_MS, reconnectStrategy: false },
    });
    this.client.on('error', (error: unknown) => (this.lastErrorCode = toErrorCode(error)));
    this.client.on('connect', () => {
      this.connected = true;
      if (this.ended) this.client.disconnect().catch((error: unknown) => this.noteFault(error));
    });
    this.client.on('ready', () => {
      if (!this.ended) onReady();
    });
    this.client.connect().catch((error: unknown) => {
      this.noteFault(error);
      this.ended = true;
    });
  }

  get ready(): boolean {
    return !this.ended && this.client.isReady;
  }

  /** What was sent into nowhere is not answered later: who holds this link replaces it. */
  get stuckOpening(): boolean {
    return !this.ready && !this.closed && performance.now() - this.openedAt > STUCK_OPENING_MS;
  }

  get closed(): boolean {
    return this.ended || !this.client.isOpen;
  }

  /** Ends the connection; unanswered commands fail. A connection still being opened ends as soon as it is open. */
  close(): void {
    if (this.ended) return;
    this.ended = true;
    if (this.connected && this.client.isOpen) {
      this.client.disconnect().catch((error: unknown) => this.noteFault(error));
    }
  }

  private noteFault(error: unknown): void {
    this.lastErrorCode = toErrorCode(error);
  }
}

/** What may be logged of a Redis failure: its code or its first word, never an address or a credential. */
export function toErrorCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = (error as NodeJS.ErrnoException).code;
  if (typeof code === 'string') return code;
  const reply = /^[A-Z]{3,}(?= )/.exec(error.message);
  return reply ? reply[0] : error.constructor.name;
}
