import { isUnanswered } from '../platform/database/database.errors.js';
import { DeadlineExceededError } from '../platform/resilience/deadline.js';
import type { BackgroundTask, TrackedTask } from './tasks.types.js';

/** The handler gets a copy of the payload, as it would from the store. */
export function toTracked({ id, name, payload }: BackgroundTask): TrackedTask {
  const copy: unknown = payload === undefined ? null : JSON.parse(JSON.stringify(payload));
  return { id, name, payload: copy, attempts: 0, createdAt: new Date() };
}

/** Names a task's own deadline. */
export function deadlineOf(task: BackgroundTask): string {
  return `task ${task.name}`;
}

/** False for a database that did not answer, which is not the task's fault; being cut at its own deadline is. */
export function isOwnFault(task: BackgroundTask, error: unknown): boolean {
  if (error instanceof DeadlineExceededError) return error.what === deadlineOf(task);
  return !isUnanswered(error);
}
