export const ANONYMOUS = 'anonymous';

/**
 * Whose data a turn may touch. A named user is one scope across sessions; an anonymous user's scope is one session
 * alone. `/` cannot occur in an id, so no two users or sessions share a scope.
 */
export function toUserScope(userId: string, sessionId: string): string {
  return userId === ANONYMOUS ? `${ANONYMOUS}/${sessionId}` : userId;
}

/** The scope of requests of nobody in no session yet. No session id is empty, so it is no session's. */
export const UNNAMED_SCOPE = `${ANONYMOUS}/`;
