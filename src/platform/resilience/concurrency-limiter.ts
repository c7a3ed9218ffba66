import { Injectable } from '@nestjs/common';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { Metrics } from '../metrics/metrics.js';
import { AdaptiveLimit } from './adaptive-limit.js';
import { toError } from './deadline.js';
import { FairQueue, type PlaceOwner, type QueueBounds } from './fair-queue.js';
import { LoadRefusals, type RefusalReason } from './load-refusals.js';
import { QueuePatience } from './queue-patience.js';

export interface Permit {
  /** True when it was granted beyond the limit. */
  readonly overLimit: boolean;
  /** Gives the place back; further calls do nothing. */
  release(): void;
  /** The model began to answer, or gave up under load: what the limit learns from. Heard once. */
  modelAnswered(outcome: 'began' | 'gave_up'): void;
}

interface Waiter {
  grant(): void;
  refuse(error: unknown): void;
}

/** Waiting turns per place: beyond it a newcomer is refused at once instead of being kept for nothing. */
const WAITING_PER_PLACE = 10;
/** Nobody has so much to say at once: one caller may fill a quarter of the queue. */
const SHARE_OF_QUEUE = 0.25;

/**
 * Bounds the turns that run at once to the adaptive limit. A turn over it waits, at most half the request timeout, so
 * that its reply still has the other half; one that would not get its place in time is refused at once. Places go to
 * callers in turn: nobody's flood keeps others waiting.
 */
@Injectable()
export class ConcurrencyLimiter {
  private running = 0;
  private refusedCount = 0;
  private readonly queue = new FairQueue<Waiter>();
  private readonly patience: QueuePatience;

  constructor(
    settings: RuntimeSettings,
    private readonly limit: AdaptiveLimit,
    private readonly refusals: LoadRefusals,
    metrics: Metrics,
  ) {
    this.patience = new QueuePatience(() => settings.current.requestTimeoutMs);
    metrics.gauge('turns_running', 'Turns holding a place', () => this.running);
    metrics.gauge('turns_waiting', 'Turns waiting for a place', () => this.queue.size);
    metrics.gauge('turns_waiting_callers', 'Different callers with a turn waiting', () => this.queue.callers);
    limit.onChange(() => this.wakeWaiters());
  }

  stats(): { running: number; waiting: number; waitingCallers: number; limit: number; refused: number } {
    return {
      running: this.running,
      waiting: this.queue.size,
      waitingCallers: this.queue.callers,
      limit: this.limit.current(),
      refused: this.refusedCount,
    };
  }

  /**
   * @throws {DomainError} `overloaded` with Retry-After when there are too many waiting or the wait was too long;
   * the signal's reason when it aborts first.
   */
  async acquire(owner: PlaceOwner, signal: AbortSignal): Promise<Permit> {
    signal.throwIfAborted();
    if (this.running < this.limit.current() && this.queue.size === 0) return this.grant(owner);
    const expectedMs = this.expectedWaitMs(owner);
    const acceptableMs = this.patience.acceptableWaitMs(performance.now(), this.queue.isStranger(owner));
    if (expectedMs > acceptableMs) {
      throw this.refusal('too_late', expectedMs);
    }
    return this.wait(owner, signal);
  }

  /** A place at once, whatever the load: for people in crisis. It is nobody's share, and the limit learns nothing. */
  acquireAlways(): Permit {
    return this.grant(undefined);
  }

  private wait(owner: PlaceOwner, signal: AbortSignal): Promise<Permit> {
    return new Promise<Permit>((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        this.queue.remove(owner, waiter);
        this.patience.queueChanged(this.queue.size, performance.now());
      };
      const waiter: Waiter = {
        grant: () => {
          settle();
          resolve(this.grant(owner));
        },
        refuse: (error) => {
          settle();
          reject(toError(error));
        },
      };
      const onAbort = () => waiter.refuse(signal.reason);
      const timer = setTimeout(
        () => waiter.refuse(this.refusal('waited_too_long', this.expectedWaitMs(owner))),
        this.patience.longestWaitMs(),
      );
      signal.addEventListener('abort', onAbort, { once: true });
      this.enqueue(owner, waiter);
      this.wakeWaiters(); // the limit may have risen since a place was given back
    });
  }

  private enqueue(owner: PlaceOwner, waiter: Waiter): void {
    const { refused, share } = this.queue.push(owner, waiter, this.bounds());
    this.patience.queueChanged(this.queue.size, performance.now());
    refused?.refuse(this.refusal(share ? 'user_share' : 'queue_full', this.expectedWaitMs(owner)));
  }

  private bounds(): QueueBounds {
    const all = this.limit.current() * WAITING_PER_PLACE;
    return { all, each: Math.ceil(all * SHARE_OF_QUEUE) };
  }

  private expectedWaitMs(owner: PlaceOwner): number {
    return this.patience.expectedWaitMs(this.queue.ahead(owner), this.limit.current());
  }

  private grant(owner: PlaceOwner | undefined): Permit {
    this.running += 1;
    if (owner) this.queue.hold(owner);
    const grantedAt = performance.now();
    let held = true;
    let heard = owner === undefined;
    return {
      overLimit: this.running > this.limit.current(),
      modelAnswered: (outcome) => {
        if (heard) return;
        heard = true;
        const waitedMs = performance.now() - grantedAt;
        this.limit.record({ waitedMs, gaveUp: outcome === 'gave_up', inFlight: this.running });
      },
      release: () => {
        if (!held) return;
        held = false;
        this.running -= 1;
        if (owner) {
          this.queue.letGo(owner);
          this.patience.placeHeld(performance.now() - grantedAt);
        }
        this.wakeWaiters();
      },
    };
  }

  private wakeWaiters(): void {
    while (this.running < this.limit.current()) {
      const waiter = this.queue.shift();
      if (!waiter) return;
      waiter.grant();
    }
  }

  private refusal(reason: RefusalReason, expectedWaitMs: number) {
    this.refusedCount += 1;
    return this.refusals.refuse(reason, expectedWaitMs);
  }
}
