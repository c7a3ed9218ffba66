import { Injectable } from '@nestjs/common';
import { DomainError } from '../../platform/errors/domain-error.js';
import { Lifecycle } from '../../platform/lifecycle/lifecycle.js';
import { Profile } from '../../platform/profiling/profile.decorator.js';
import { ConcurrencyLimiter, type Permit } from '../../platform/resilience/concurrency-limiter.js';
import { StartPace } from '../../platform/resilience/start-pace.js';
import { atLeast, isUrgent, type SafetyVerdict } from '../../safety/safety.types.js';
import type { Turn } from '../turn.js';

export interface Place extends Pick<Permit, 'release' | 'modelAnswered'> {
  /** False when the load forbids the model: the built-in companion answers instead. */
  mayUseModel: boolean;
}

/**
 * Step 2. Decides whether a turn may run now. A message that shows a crisis always may, whatever the load, the
 * client's rate or the shutdown; all that the load can take from it is the model's wording. So may what is said after one
 * in its session, but for the shutdown, from which another replica takes over. Any other waits for its caller's share of
 * the places. What is refused here has cost a screening and no more.
 */
@Injectable()
export class AdmitStep {
  private readonly starts = new StartPace();

  constructor(
    private readonly limiter: ConcurrencyLimiter,
    private readonly lifecycle: Lifecycle,
  ) {}

  /** @throws {DomainError} `shutting_down`, `rate_limited` or `overloaded`, each with Retry-After. */
  @Profile('turn.admit')
  async admit(turn: Turn, verdict: SafetyVerdict, signal: AbortSignal): Promise<Place> {
    if (isUrgent(verdict) || (isCarriedCrisis(verdict) && this.lifecycle.phase !== 'draining')) {
      const permit = this.limiter.acquireAlways();
      return { ...permit, mayUseModel: !permit.overLimit && turn.retryAfterSeconds === undefined };
    }
    if (this.lifecycle.phase === 'draining') {
      throw new DomainError('shutting_down', 'The service is restarting. Please try again in a moment.', {
        retryAfterSeconds: 5,
      });
    }
    if (turn.retryAfterSeconds !== undefined) {
      throw new DomainError('rate_limited', 'Too many messages in a short time. Please wait a little.', {
        retryAfterSeconds: turn.retryAfterSeconds,
      });
    }
    const { caller, sessionId: session } = turn;
    const permit = await this.limiter.acquire({ caller, session }, signal);
    await this.starts.next();
    if (signal.aborted) permit.release();
    signal.throwIfAborted();
    return { ...permit, mayUseModel: true };
  }
}

/** Nothing in this message, but the session showed a crisis before: "are you still there?" must not be turned away. */
function isCarriedCrisis({ level }: SafetyVerdict): boolean {
  return atLeast(level, 'medium');
}
