import { Injectable, Logger } from '@nestjs/common';
import { Moderator, NOTHING_FOUND, type Moderation } from './ports/moderator.js';
import { SessionRiskStore } from './ports/session-risk-store.js';
import { atLeast, higherRisk, ownLevel, type SafetyVerdict } from './safety.types.js';
import { SessionRiskTracker, type SessionKey } from './session-risk.tracker.js';

export interface AssessmentRequest extends SessionKey {
  /** What the screen said. */
  verdict: SafetyVerdict;
  /** The message first, then the other texts of the request. None: no moderator is asked. */
  texts?: readonly string[];
}

/** Less than a turn in a crisis waits for its context, so that a slow moderator is not taken for a failed step. */
const CRISIS_PATIENCE_MS = 500;

/** What lies outside of this process may add to a verdict: the session's past in the store, and a moderator. */
@Injectable()
export class RiskAssessor {
  private readonly logger = new Logger(RiskAssessor.name);

  constructor(
    private readonly tracker: SessionRiskTracker,
    private readonly store: SessionRiskStore,
    private readonly moderator: Moderator,
  ) {}

  get asksServer(): boolean {
    return this.moderator.asksServer;
  }

  /**
   * Asks both side by side; neither lowers anything. What a moderator raises is said at once, store or not: the store
   * could not raise it further. A moderator that fails leaves the verdict as it is, with a note.
   * @throws when the store fails and the moderator raised nothing: the caller takes the cautious path.
   */
  async assess(request: AssessmentRequest, signal: AbortSignal): Promise<SafetyVerdict> {
    const { verdict, userScope, sessionId } = request;
    const key = { userScope, sessionId };
    const stored = this.readStore(key, signal);
    stored.catch((error: unknown) => this.warn('A session level was not read', error));
    const moderation = await this.moderate(request, signal);
    if (moderation && ownLevel(raise(verdict, moderation)) !== ownLevel(verdict)) {
      this.tracker.raise(key, moderation.level);
      return raise(verdict, moderation);
    }
    const noted = moderation ? raise(verdict, moderation) : { ...verdict, moderationFailed: true as const };
    if (!(await stored)) return noted;
    const level = higherRisk(verdict.level, this.tracker.carried(key));
    return level === verdict.level ? noted : { ...noted, level, carried: true };
  }

  async forget(key: SessionKey, signal?: AbortSignal): Promise<void> {
    this.tracker.forget(key);
    await this.store.forget(key, signal);
  }

  /** False when this process knows the session well enough. */
  private async readStore(key: SessionKey, signal: AbortSignal): Promise<boolean> {
    if (!this.tracker.needsStore(key)) return false;
    this.tracker.merge(key, await this.store.load(key, new Date(), signal));
    return true;
  }

  /** Undefined when the moderator failed. What is high already has nothing to gain and is sent nowhere. */
  private async moderate(
    { verdict, texts = [], userScope }: AssessmentRequest,
    signal: AbortSignal,
  ): Promise<Moderation | undefined> {
    if (texts.length === 0 || ownLevel(verdict) === 'high') return NOTHING_FOUND;
    const crisis = atLeast(verdict.level, 'medium');
    try {
      const request = crisis ? { texts, patienceMs: CRISIS_PATIENCE_MS } : { texts, rememberFor: userScope };
      return await this.moderator.moderate(request, signal);
    } catch (error) {
      signal.throwIfAborted();
      this.warn('The local verdict stands alone', error);
      return undefined;
    }
  }

  private warn(what: string, error: unknown): void {
    this.logger.warn(`${what} (${error instanceof Error ? error.name : 'unknown error'})`);
  }
}

/** The verdict as if the screen had found this as well. */
function raise(verdict: SafetyVerdict, { level: found, ruleIds }: Moderation): SafetyVerdict {
  if (ruleIds.length === 0) return verdict;
  const own = higherRisk(ownLevel(verdict), found);
  const level = higherRisk(verdict.level, own);
  return {
    ...verdict,
    level,
    messageLevel: higherRisk(verdict.messageLevel, found),
    carried: level !== own,
    ruleIds: [...new Set([...verdict.ruleIds, ...ruleIds])],
  };
}
