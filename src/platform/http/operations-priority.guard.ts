import { Injectable, type CanActivate } from '@nestjs/common';
import { EventLoopMonitor } from '../profiling/event-loop-monitor.js';
import { ConcurrencyLimiter } from '../resilience/concurrency-limiter.js';
import { LoadRefusals } from '../resilience/load-refusals.js';
import { isSaturated } from '../resilience/saturation.js';

/** Refuses what can wait while turns need all the time there is. */
@Injectable()
export class OperationsPriorityGuard implements CanActivate {
  constructor(
    private readonly eventLoop: EventLoopMonitor,
    private readonly limiter: ConcurrencyLimiter,
    private readonly refusals: LoadRefusals,
  ) {}

  /** @throws {DomainError} `overloaded` with Retry-After. */
  canActivate(): boolean {
    const recentP95Ms = this.eventLoop.recentP95Ms();
    const { waiting: turnsWaiting } = this.limiter.stats();
    if (isSaturated({ recentP95Ms, turnsWaiting })) throw this.refusals.refuse('operations_shed');
    return true;
  }
}
