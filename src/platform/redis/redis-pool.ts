import { RedisLink } from './redis-link.js';

/** One connection carries many commands at a time; beyond this backlog another connection pays. */
const BUSY_IN_FLIGHT = 32;
const IDLE_CLOSE_MS = 30_000;

/**
 * The connections commands travel on: one, and more while it is busy, never more than `maxLinks`. Connections beyond
 * the first close after 30 idle seconds.
 */
export class RedisPool {
  private links: RedisLink[] = [];
  /** Why the last closed connection ended. */
  lastErrorCode: string | undefined;

  constructor(
    private readonly url: string,
    private readonly maxLinks: number,
    private readonly onReady: () => void,
  ) {}

  /** The connection probes run on; opened anew when it has closed. */
  primary(): RedisLink {
    this.dropClosed();
    return this.links[0] ?? this.open(this.onReady);
  }

  /** The least busy usable connection, or `undefined` when none is open yet. Opens another one when all are busy. */
  pick(): RedisLink | undefined {
    let best: RedisLink | undefined;
    for (const link of this.links) {
      if (link.ready && (best === undefined || link.inFlight < best.inFlight)) best = link;
    }
    const opening = this.links.some((link) => !link.ready && !link.closed);
    if (best && best.inFlight >= BUSY_IN_FLIGHT && !opening) {
      this.dropClosed();
      if (this.links.length < this.maxLinks) this.open();
    }
    if (best) best.lastUsedAt = performance.now();
    return best;
  }

  get size(): number {
    return this.links.filter((link) => !link.closed).length;
  }

  closeIdle(): void {
    const cutoff = performance.now() - IDLE_CLOSE_MS;
    for (const link of this.links.slice(1)) {
      if (link.inFlight === 0 && link.lastUsedAt < cutoff) link.close();
    }
    this.dropClosed();
  }

  closeAll(): void {
    for (const link of this.links) link.close();
    this.links = [];
  }

  private open(onReady?: () => void): RedisLink {
    const link = new RedisLink(this.url, onReady);
    this.links.push(link);
    return link;
  }

  private dropClosed(): void {
    for (const link of this.links) if (link.closed) this.lastErrorCode = link.lastErrorCode;
    this.links = this.links.filter((link) => !link.closed);
  }
}
