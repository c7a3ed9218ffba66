import { Catch } from '@nestjs/common';
import type { Request } from 'express';
import { ProblemFilter } from '../platform/http/problem.filter.js';
import { RefusedMessage } from './refused-message.js';
import type { Throttled } from './turn-throttler.guard.js';

/** The problem of a message that is not answered, with the help its writer may need. */
@Catch()
export class TurnProblemFilter extends ProblemFilter {
  constructor(private readonly refused: RefusedMessage) {
    super();
  }

  protected override extensionsFor({ body, retryAfterSeconds }: Request & Throttled): object {
    return this.refused.helpFor(body, retryAfterSeconds !== undefined);
  }
}
