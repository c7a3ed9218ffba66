/** A unit of background work. The payload is JSON and may hold message text, so it is never logged. */
export interface BackgroundTask {
  id: string;
  name: string;
  payload: unknown;
}

/** Runs one task. A throw means "try again" until the attempts are used up. Must be idempotent. */
export type TaskHandler = (payload: unknown, signal: AbortSignal) => Promise<void>;
