import type { ThrottlerStorage } from '@nestjs/throttler';
import { LRUCache } from 'lru-cache';

type ThrottlerStorageRecord = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/** Clients counted at the same time; the one heard of longest ago is forgotten first. */
const MAX_CLIENTS = 100_000;

interface Rate {
  /** Of the window under way. */
  windowStart: number;
  hits: number;
  /** Of the window before it. */
  hitsBefore: number;
  blockedUntil: number;
}

/**
 * Counts requests in constant time and space a client: what the last window still weighs is taken to be spread evenly
 * over it. (The throttler's own store keeps the time of each request and goes through all of them at the next one: at
 * hundreds of requests a second from one proxy that takes longer than anything else.) A client over its limit is blocked
 * for `blockDuration`, counted from the request that went over; what it asks meanwhile does not count.
 */
export class RequestRates implements ThrottlerStorage {
  /** By size, since a bound by number takes all its memory at once. */
  private readonly rates = new LRUCache<string, Rate>({ maxSize: MAX_CLIENTS, sizeCalculation: () => 1 });

  constructor(private readonly now: () => number = Date.now) {}

  increment(key: string, ttl: number, limit: number, blockDuration: number): Promise<ThrottlerStorageRecord> {
    const now = this.now();
    const rate = this.rateOf(key, ttl, now);
    const blocked = () => rate.blockedUntil > now;
    if (!blocked()) {
      rate.hits += 1;
      if (hitsInWindow(rate, ttl, now) > limit) {
        Object.assign(rate, { hits: 0, hitsBefore: 0, blockedUntil: now + blockDuration });
      }
    }
    return Promise.resolve({
      totalHits: blocked() ? limit + 1 : hitsInWindow(rate, ttl, now),
      timeToExpire: toSeconds(rate.windowStart + ttl - now),
      isBlocked: blocked(),
      timeToBlockExpire: blocked() ? toSeconds(rate.blockedUntil - now) : 0,
    });
  }

  /** The client's rate, moved on to the window of now. */
  private rateOf(key: string, ttl: number, now: number): Rate {
    const known = this.rates.get(key);
    if (known !== undefined && now < known.windowStart + ttl) return known;
    const isNext = known !== undefined && now < known.windowStart + 2 * ttl;
    const rate: Rate = {
      windowStart: isNext ? known.windowStart + ttl : now,
      hits: 0,
      hitsBefore: isNext ? known.hits : 0,
      blockedUntil: known?.blockedUntil ?? 0,
    };
    this.rates.set(key, rate);
    return rate;
  }
}

/** Rounded down, so that a client at its limit, but not over it, is never blocked. */
function hitsInWindow({ windowStart, hits, hitsBefore }: Rate, ttl: number, now: number): number {
  return hits + Math.floor(hitsBefore * (1 - (now - windowStart) / ttl));
}

function toSeconds(ms: number): number {
  return Math.ceil(ms / 1000);
}
