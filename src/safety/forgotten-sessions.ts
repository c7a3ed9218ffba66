import type { SessionKey } from './session-risk.tracker.js';

const MAX_SESSIONS = 10_000;

/**
 * Which sessions were deleted lately, so that a record still waiting in the queue does not bring a level back. Turns
 * after the deletion count again. Bounded: the oldest deletions are dropped first.
 */
export class ForgottenSessions {
  private readonly forgottenAt = new Map<string, number>();

  add(session: SessionKey, at: Date): void {
    const key = toKey(session);
    this.forgottenAt.delete(key);
    this.forgottenAt.set(key, at.getTime());
    if (this.forgottenAt.size <= MAX_SESSIONS) return;
    const [oldest] = this.forgottenAt.keys();
    if (oldest !== undefined) this.forgottenAt.delete(oldest);
  }

  /** True when the session was deleted at or after `occurredAt`. */
  has(session: SessionKey, occurredAt: Date): boolean {
    const forgottenAt = this.forgottenAt.get(toKey(session));
    return forgottenAt !== undefined && occurredAt.getTime() <= forgottenAt;
  }
}

function toKey({ userScope, sessionId }: SessionKey): string {
  return JSON.stringify([userScope, sessionId]);
}
