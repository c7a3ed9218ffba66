import type { RiskLevel } from '../safety.types.js';

/** What a moderator found about self-harm; nothing else it judges is used. */
export interface Moderation {
  level: RiskLevel;
  /** Stable ids such as `moderation.self-harm-intent`; no text. */
  ruleIds: readonly string[];
}

export const NOTHING_FOUND: Moderation = { level: 'none', ruleIds: [] };

export interface ModerationRequest {
  /** The message first, then the other texts of the request. */
  texts: readonly string[];
  /** The user scope that "nothing found" may be remembered for; none in a crisis. */
  rememberFor?: string;
  /** Asks for an answer sooner than the moderator's own deadline. */
  patienceMs?: number;
}

/**
 * A second opinion on a turn, besides the local screen and never in its place. It may only raise a level, so its absence
 * lowers nothing. Fails when it cannot answer in time; text leaves the process for it.
 */
export abstract class Moderator {
  /** True when a server is asked, which takes longer than everything else that is known of a turn. */
  abstract readonly asksServer: boolean;
  abstract moderate(request: ModerationRequest, signal: AbortSignal): Promise<Moderation>;
}
