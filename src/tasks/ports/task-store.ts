import type { ParkedTask, StoredTaskFigures, TrackedTask } from '../tasks.types.js';

/**
 * Where tasks survive the process. Several processes may share one: a claimed task is hidden from the others until its
 * lease ends, so the tasks of a process that died are found again. All methods throw when the store is away.
 */
export abstract class TaskStore {
  abstract readonly available: boolean;

  /** Calls `listener` each time the store becomes available. */
  abstract onAvailable(listener: () => void): void;
  /**
   * Keeps tasks for whoever claims them next; known ids are updated and their lease ends. One that was stored before
   * and is not there any more (its session was deleted) stays away.
   */
  abstract save(tasks: readonly TrackedTask[]): Promise<void>;
  /** Keeps a task that is not to be run again without an operator, unless it was removed from the store. */
  abstract park(task: TrackedTask, errorCode: string): Promise<void>;
  /**
   * Takes the longest waiting tasks with one of these names. Being taken costs an attempt that only `save` and `park`
   * give back, so that a task which kills its process runs out of them. A task that cannot be read is parked.
   */
  abstract claim(names: readonly string[], limit: number, leaseMs: number): Promise<TrackedTask[]>;
  abstract extend(ids: readonly string[], leaseMs: number): Promise<void>;
  abstract remove(ids: readonly string[]): Promise<void>;
  /** Ends the leases of tasks stored before this time, where their holder can only be dead; else does nothing. */
  abstract releaseAbandoned(storedBefore: Date): Promise<void>;

  abstract figures(): Promise<StoredTaskFigures[]>;
  /** The newest first. */
  abstract parked(limit: number): Promise<ParkedTask[]>;
  /** Gives parked tasks, of one name or of all, all their attempts again; returns how many. */
  abstract retryParked(name: string | undefined): Promise<number>;
  abstract removeParked(name: string | undefined): Promise<number>;
}
