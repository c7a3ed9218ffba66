import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { DomainError } from '../errors/domain-error.js';
import { Metrics } from '../metrics/metrics.js';

/**
 * `queue_full`: too many wait. `user_share`: this caller has its share of those waiting. `too_late`: its turn would not
 * come in time. `waited_too_long`: it did not come. `operations_shed`: not a turn, and turns come first.
 */
export type RefusalReason = 'queue_full' | 'user_share' | 'too_late' | 'waited_too_long' | 'operations_shed';

const LONGEST_RETRY_SECONDS = 30;

/** What the load makes the service refuse, counted by reason. The client is told the same whatever the reason. */
@Injectable()
export class LoadRefusals {
  private readonly counter: Counter<'reason'>;

  constructor(metrics: Metrics) {
    this.counter = metrics.counter('load_refusals_total', 'Requests refused because of the load', ['reason']);
  }

  refuse(reason: RefusalReason, expectedWaitMs = 0): DomainError {
    this.counter.inc({ reason });
    const retryAfterSeconds = Math.min(LONGEST_RETRY_SECONDS, Math.max(2, Math.ceil(expectedWaitMs / 1000)));
    return new DomainError('overloaded', 'Too many conversations at once. Please try again in a moment.', {
      retryAfterSeconds,
    });
  }
}
