const MAX_SESSIONS = 10_000;

/**
 * Which sessions were deleted lately, so that a turn still waiting in the background does not bring one back. Turns
 * observed after the deletion count again. Bounded: the oldest deletions are dropped first.
 */
export class ForgottenSessions {
  private readonly forgottenAt = new Map<string, number>();

  add(userScope: string, sessionId: string, atMs: number): void {
    const key = JSON.stringify([userScope, sessionId]);
    this.forgottenAt.delete(key);
    this.forgottenAt.set(key, atMs);
    if (this.forgottenAt.size > MAX_SESSIONS) {
      const [oldest] = this.forgottenAt.keys();
      if (oldest !== undefined) this.forgottenAt.delete(oldest);
    }
  }

  /** True when the session was deleted at or after `saidAtMs`. */
  has(userScope: string, sessionId: string, saidAtMs: number): boolean {
    const forgottenAt = this.forgottenAt.get(JSON.stringify([userScope, sessionId]));
    return forgottenAt !== undefined && saidAtMs <= forgottenAt;
  }
}
