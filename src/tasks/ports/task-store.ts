import type { TrackedTask } from '../tasks.types.js';

/**
 * Where tasks survive the process. Several processes may share one: a claimed task is hidden from the others until its
 * lease ends, so the tasks of a process that died are found again. All methods throw when the store is away.
 */
export abstract class TaskStore {
  abstract readonly available: boolean;

  /** Calls `listener` each time the store becomes available. */
  abstract onAvailable(listener: () => void): void;
  /** Keeps tasks for whoever claims them next; known ids are updated and their lease ends. */
  abstract save(tasks: readonly TrackedTask[]): Promise<void>;
  /** Keeps a task that is not to be run again without an operator. */
  abstract park(task: TrackedTask, errorCode: string): Promise<void>;
  /** Takes the longest waiting tasks with one of these names. */
  abstract claim(names: readonly string[], limit: number, leaseMs: number): Promise<TrackedTask[]>;
  abstract extend(ids: readonly string[], leaseMs: number): Promise<void>;
  abstract remove(ids: readonly string[]): Promise<void>;
}
