/** A unit of background work. The payload is JSON and may hold message text, so it is never logged. */
export interface BackgroundTask {
  id: string;
  name: string;
  payload: unknown;
}

/** Work that follows from something and is stored in the same transaction, so that neither exists without the other. */
export interface FollowUp extends BackgroundTask {
  /** To be done also where what it follows from is gone by then, or was stored before. */
  evenIfGone?: true;
}

/** How long a task is kept for the process that took it; longer while that process lives. */
export const TASK_LEASE_MS = 60_000;

/** A task with its history. */
export interface TrackedTask extends BackgroundTask {
  /** Attempts used up. */
  attempts: number;
  /** Failures in this process, those that cost no attempt included. */
  failures?: number;
  createdAt: Date;
  /** Until when the store keeps this task from other processes (ms since the epoch); absent when it was never stored. */
  leasedUntil?: number;
}

/** Runs one task. A throw means "try again" until the attempts are used up. Must be idempotent. */
export type TaskHandler = (payload: unknown, signal: AbortSignal) => Promise<void>;

export interface TaskOptions {
  /** Attempts before the task is given up; 5 unless said. */
  attempts?: number;
  /** What becomes of a task given up: `park` unless said. `drop` where the payload must not outlive its purpose. */
  whenGivenUp?: 'park' | 'drop';
  /** Longest run of one attempt; 30 000 unless said. */
  timeoutMs?: number;
  /** Wait before the second attempt; doubles each time, with jitter, up to 30 s; 500 unless said. */
  backoffMs?: number;
}

export interface TaskRegistration extends Required<TaskOptions> {
  handler: TaskHandler;
}

export interface TaskCounts {
  completed: number;
  /** Attempts that failed. */
  failed: number;
  retried: number;
  /** Tasks that found the queue full and went to the store. */
  overflowed: number;
  /** Tasks that used up their attempts and wait in the store for an operator. */
  parked: number;
  /** Tasks that used up their attempts and are gone, as they asked for. */
  dropped: number;
  /** Tasks given up because queue, store and overflow were all out of room. */
  lost: number;
}

/** What the store holds of one task name, whichever process put it there. */
export interface StoredTaskFigures {
  name: string;
  queued: number;
  parked: number;
  /** Of those queued; `null` when there are none. */
  oldestAgeSeconds: number | null;
}

/** A task that is not run any more, without its payload. */
export interface ParkedTask {
  id: string;
  name: string;
  attempts: number;
  errorCode: string | null;
  createdAt: Date;
}

/** Of this process. */
export interface TaskQueueStats extends TaskCounts {
  queued: number;
  running: number;
  /** `null` when nothing waits or runs. */
  oldest_age_seconds: number | null;
  by_task: Record<string, TaskCounts & { queued: number; running: number }>;
}
