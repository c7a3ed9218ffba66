import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { Observable, defer, finalize } from 'rxjs';
import { Profiler } from '../profiling/profiler.js';
import { requestContext } from './request-context.js';

/**
 * Marks the first thing a handler emits, names the phases of a whole answer in Server-Timing and gives the handler's
 * duration to the profiler. A stream is handled when its answer begins.
 */
@Injectable()
export class TimingInterceptor implements NestInterceptor {
  constructor(private readonly profiler: Profiler) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (execution.getType() !== 'http') return next.handle();
    const response = execution.switchToHttp().getResponse<Response>();
    const context = requestContext(response);
    const name = `${execution.getClass().name}.${execution.getHandler().name}`;
    return defer(() => {
      const startedAt = performance.now();
      let outcome: 'ok' | 'failed' | 'unfinished' = 'unfinished';
      return new Observable<unknown>((subscriber) =>
        next.handle().subscribe({
          next: (value) => {
            context.markFirstByte();
            if (!response.headersSent) response.setHeader('Server-Timing', context.serverTiming());
            subscriber.next(value);
          },
          error: (error: unknown) => {
            outcome = 'failed';
            subscriber.error(error);
          },
          complete: () => {
            outcome = 'ok';
            subscriber.complete();
          },
        }),
      ).pipe(finalize(() => this.profiler.record(name, performance.now() - startedAt, outcome === 'failed')));
    });
  }
}
