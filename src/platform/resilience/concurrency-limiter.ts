import { Injectable } from '@nestjs/common';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { DomainError } from '../errors/domain-error.js';
import { toError } from './deadline.js';
import { Metrics } from '../metrics/metrics.js';

export interface Permit {
  /** True when it was granted beyond the limit. */
  readonly overLimit: boolean;
  /** Gives the place back; further calls do nothing. */
  release(): void;
}

interface Waiter {
  grant(): void;
  refuse(error: unknown): void;
}

/** Waiting turns per running turn: beyond it a newcomer is refused at once instead of being kept for nothing. */
const WAITING_PER_PLACE = 10;

/**
 * Bounds the turns that run at once to RuntimeSettings.effectiveMaxConcurrent. A turn over the limit waits in order of
 * arrival, at most half the request timeout, so that its reply still has the other half.
 */
@Injectable()
export class ConcurrencyLimiter {
  private running = 0;
  private refusedCount = 0;
  private readonly waiters = new Set<Waiter>();

  constructor(
    private readonly settings: RuntimeSettings,
    metrics: Metrics,
  ) {
    metrics.gauge('turns_running', 'Turns holding a place', () => this.running);
    metrics.gauge('turns_waiting', 'Turns waiting for a place', () => this.waiters.size);
    settings.onChange(() => this.wakeWaiters());
  }

  stats(): { running: number; waiting: number; limit: number; refused: number } {
    return {
      running: this.running,
      waiting: this.waiters.size,
      limit: this.settings.effectiveMaxConcurrent,
      refused: this.refusedCount,
    };
  }

  /**
   * @throws {DomainError} `overloaded` with Retry-After when there are too many waiting or the wait was too long;
   * the signal's reason when it aborts first.
   */
  async acquire(signal: AbortSignal): Promise<Permit> {
    signal.throwIfAborted();
    if (this.running < this.settings.effectiveMaxConcurrent && this.waiters.size === 0) return this.grant();
    if (this.waiters.size >= this.settings.effectiveMaxConcurrent * WAITING_PER_PLACE) throw this.refusal();
    return this.wait(signal);
  }

  /** A place at once, whatever the load: for people in crisis. */
  acquireAlways(): Permit {
    return this.grant();
  }

  private wait(signal: AbortSignal): Promise<Permit> {
    return new Promise<Permit>((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        this.waiters.delete(waiter);
      };
      const waiter: Waiter = {
        grant: () => {
          settle();
          resolve(this.grant());
        },
        refuse: (error) => {
          settle();
          reject(toError(error));
        },
      };
      const onAbort = () => waiter.refuse(signal.reason);
      const timer = setTimeout(
        () => waiter.refuse(this.refusal()),
        this.settings.current.requestTimeoutMs / 2,
      );
      signal.addEventListener('abort', onAbort, { once: true });
      this.waiters.add(waiter);
    });
  }

  private grant(): Permit {
    this.running += 1;
    let held = true;
    return {
      overLimit: this.running > this.settings.effectiveMaxConcurrent,
      release: () => {
        if (!held) return;
        held = false;
        this.running -= 1;
        this.wakeWaiters();
      },
    };
  }

  private wakeWaiters(): void {
    for (const waiter of this.waiters) {
      if (this.running >= this.settings.effectiveMaxConcurrent) return;
      waiter.grant();
    }
  }

  private refusal(): DomainError {
    this.refusedCount += 1;
    return new DomainError('overloaded', 'Too many conversations at once. Please try again in a moment.', {
      retryAfterSeconds: 2,
    });
  }
}
