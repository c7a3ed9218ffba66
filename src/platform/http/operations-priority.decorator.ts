import { UseGuards } from '@nestjs/common';
import { OperationsPriorityGuard } from './operations-priority.guard.js';

/**
 * A route that is served last. Crises come first and are never refused; then the streams in progress, which nothing
 * ends; then new turns and what people read of their own, which wait; then these, which are refused with 503 while the
 * process is saturated. Health, metrics and what an operator changes settings with are never marked so. Guards run
 * from the lowest decorator up: written above `@AdminRoute()` and below a throttler.
 */
export function OperationsPriority(): MethodDecorator & ClassDecorator {
  return UseGuards(OperationsPriorityGuard);
}
