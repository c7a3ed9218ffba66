import { LRUCache } from 'lru-cache';
import { atLeast, higherRisk, RISK_LEVELS, type RiskLevel } from './safety.types.js';

/** Sessions remembered in this process; older ones are read from the store again. */
const MAX_SESSIONS = 50_000;
const MAX_FRAGMENTS = 12;
const MAX_FRAGMENT_LENGTH = 14;
const MAX_TAIL_LENGTH = 64;
/** Letters typed one by one belong together only when they come soon after one another. */
const FRAGMENT_AGE_MS = 60 * 60_000;
/** Ideation told this often, this time with a farewell, a time or means, is treated as intent. */
const REPEATED_IDEATION = 3;
/** How long what the store said about a session is believed; another process may have raised it since. */
const STORE_FRESH_MS = 60_000;

interface SessionRisk {
  level: RiskLevel;
  expiresAt: number;
  ideationCount: number;
  distressedUntil: number;
  fragments: { text: string; at: number }[];
  storeReadAt: number;
}

/** What one turn adds to its session. */
export interface TurnSigns {
  level: RiskLevel;
  distressed: boolean;
  escalation: boolean;
}

export interface SessionKey {
  userScope: string;
  sessionId: string;
}

/** The level a session keeps, and until when. */
export interface StickyRisk {
  level: RiskLevel;
  expiresAt: Date;
}

/**
 * What earlier turns of a session mean for the next one. A level stays for the crisis window, counted from the last
 * turn at that level or above; nothing said later lowers it. In memory and synchronous: the screen must not wait.
 */
export class SessionRiskTracker {
  /** By size, since a bound by number takes all its memory at once. */
  private readonly sessions = new LRUCache<string, SessionRisk>({
    maxSize: MAX_SESSIONS,
    sizeCalculation: () => 1,
  });

  constructor(
    private readonly windowMs: number,
    private readonly now: () => number,
  ) {}

  isDistressed(key: SessionKey): boolean {
    const session = this.current(key);
    return session.distressedUntil > this.now() || session.level !== 'none';
  }

  /**
   * The short messages before this one, to be read together with it; '' when there are none or this one is long. Keeps
   * this one for the next turn.
   */
  joinFragments(key: SessionKey, message: string): string {
    if (!isFragment(message)) return '';
    const text = message.trim();
    const session = this.current(key);
    const now = this.now();
    const recent = session.fragments.filter(({ at }) => now - at <= FRAGMENT_AGE_MS);
    session.fragments = [...recent, { text, at: now }].slice(-MAX_FRAGMENTS);
    while (session.fragments.reduce((sum, { text: part }) => sum + part.length, 0) > MAX_TAIL_LENGTH) {
      session.fragments.shift();
    }
    return session.fragments.length > 1 ? session.fragments.map((part) => part.text).join(' ') : '';
  }

  /** After fragments made a finding they must not make it again on every later short message. */
  clearFragments(key: SessionKey): void {
    this.current(key).fragments = [];
  }

  /**
   * Adds a turn. Returns the level of the turn in its session: its own, raised to high when ideation was told again
   * and again and now escalates, and never below what the session carries.
   */
  add(key: SessionKey, signs: TurnSigns): { level: RiskLevel; raised: boolean; carried: boolean } {
    const session = this.current(key);
    if (signs.level === 'medium') session.ideationCount += 1;
    const raised = signs.level === 'medium' && session.ideationCount >= REPEATED_IDEATION && signs.escalation;
    const own = raised ? 'high' : signs.level;
    const level = higherRisk(own, carriedLevel(session.level));
    if (signs.distressed) session.distressedUntil = this.now() + this.windowMs;
    this.stick(session, own);
    return { level, raised, carried: level !== own };
  }

  /** Adds what was found out about a turn after `add`, as if it had been known then. */
  raise(key: SessionKey, level: RiskLevel): void {
    const session = this.current(key);
    if (level === 'medium') session.ideationCount += 1;
    this.stick(session, level);
  }

  /** What the session keeps now. */
  sticky(key: SessionKey): StickyRisk {
    const { level, expiresAt } = this.current(key);
    return { level, expiresAt: new Date(expiresAt) };
  }

  /** The level later turns are treated as at least. */
  carried(key: SessionKey): RiskLevel {
    return carriedLevel(this.current(key).level);
  }

  needsStore(key: SessionKey): boolean {
    return this.now() - this.current(key).storeReadAt > STORE_FRESH_MS;
  }

  /** Adds what the store knows of the session, from before this process or from another one. */
  merge(key: SessionKey, stored: StickyRisk | undefined): void {
    const session = this.current(key);
    session.storeReadAt = this.now();
    if (!stored || stored.expiresAt.getTime() <= this.now()) return;
    if (atLeast(stored.level, session.level)) {
      session.expiresAt =
        stored.level === session.level
          ? Math.max(session.expiresAt, stored.expiresAt.getTime())
          : stored.expiresAt.getTime();
      session.level = stored.level;
    }
  }

  forget(key: SessionKey): void {
    this.sessions.delete(toId(key));
  }

  private stick(session: SessionRisk, level: RiskLevel): void {
    if (level === 'none' || RISK_LEVELS.indexOf(level) < RISK_LEVELS.indexOf(stickyFloor(session.level)))
      return;
    session.level = higherRisk(session.level, level);
    session.expiresAt = this.now() + this.windowMs;
  }

  private current(key: SessionKey): SessionRisk {
    const id = toId(key);
    const known = this.sessions.get(id);
    if (known && (known.expiresAt > this.now() || known.level === 'none')) return known;
    const fresh: SessionRisk = {
      level: 'none',
      expiresAt: 0,
      ideationCount: 0,
      distressedUntil: known?.distressedUntil ?? 0,
      fragments: known?.fragments ?? [],
      storeReadAt: known?.storeReadAt ?? Number.NEGATIVE_INFINITY,
    };
    this.sessions.set(id, fresh);
    return fresh;
  }
}

/** Short enough to be a part of something that is typed bit by bit. */
export function isFragment(message: string): boolean {
  const text = message.trim();
  return text !== '' && Array.from(text).length <= MAX_FRAGMENT_LENGTH;
}

/** A carried crisis is met with support and the resource line; the fixed reply is for the turn that shows it. */
function carriedLevel(sticky: RiskLevel): RiskLevel {
  return sticky === 'high' ? 'medium' : sticky;
}

/** Each new ideation renews the window of a high level; distress renews only its own. */
function stickyFloor(sticky: RiskLevel): RiskLevel {
  return carriedLevel(sticky);
}

/** `/` cannot occur in a session id. */
function toId({ userScope, sessionId }: SessionKey): string {
  return `${sessionId}/${userScope}`;
}
