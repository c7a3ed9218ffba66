import type { SessionKey, StickyRisk } from '../session-risk.tracker.js';

/** The levels sessions keep, for other processes and for after a restart. Methods fail when the store does. */
export abstract class SessionRiskStore {
  /** Undefined when the session keeps no level or it has expired. */
  abstract load(key: SessionKey, now: Date, signal?: AbortSignal): Promise<StickyRisk | undefined>;

  /** Never lowers a level that has not expired, in whatever order saves arrive. */
  abstract save(key: SessionKey, risk: StickyRisk, now: Date, signal?: AbortSignal): Promise<void>;

  abstract forget(key: SessionKey, signal?: AbortSignal): Promise<void>;
}
