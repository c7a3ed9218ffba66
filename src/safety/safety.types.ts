import type { Region } from '../config/config.slices.js';
import type { Language } from '../platform/language/language.js';

/** L0 none, L1 low, L2 medium, L3 high: see docs/safety.md for what each means. */
export const RISK_LEVELS = ['none', 'low', 'medium', 'high'] as const;
export type RiskLevel = (typeof RISK_LEVELS)[number];

export function atLeast(level: RiskLevel, floor: RiskLevel): boolean {
  return RISK_LEVELS.indexOf(level) >= RISK_LEVELS.indexOf(floor);
}

export function higherRisk(a: RiskLevel, b: RiskLevel): RiskLevel {
  return atLeast(a, b) ? a : b;
}

export interface HelpResource {
  name: string;
  phone: string;
  hours: string;
  region: Region;
  languages: readonly string[];
}

/** What the screen found in one turn. */
export interface SafetyVerdict {
  /** What this turn is treated as: the message's own level, raised by what the session already showed. */
  level: RiskLevel;
  /** What the message alone says. */
  messageLevel: RiskLevel;
  /** True when the level comes from earlier turns and not from this message. */
  carried: boolean;
  /** Ids of the rules that matched; no text. */
  ruleIds: readonly string[];
  /** Set when the text was taken for another language than the one it speaks (pinyin): answer in this one. */
  language?: Language;
  /** True when a step of the screening failed and the cautious path was taken. */
  degraded: boolean;
  /** Set when a moderator was asked and failed: the screen stands alone, and nothing follows from that. */
  moderationFailed?: true;
}

/**
 * What this turn shows by itself: the message, words sent one by one, a third mention within the session. Without what
 * is only carried over from earlier turns.
 */
export function ownLevel({ level, messageLevel, carried }: SafetyVerdict): RiskLevel {
  return carried ? messageLevel : level;
}

/** Somebody may be in danger now: nothing may refuse or delay the answer. */
export function isUrgent(verdict: SafetyVerdict): boolean {
  return atLeast(ownLevel(verdict), 'medium');
}

/** The card a person in danger sees first. */
export interface ResourceCard {
  level: RiskLevel;
  /** One or two reviewed sentences, the emergency number first at level high. */
  message: string;
  resources: readonly HelpResource[];
}

export interface ScreenInput {
  userScope: string;
  sessionId: string;
  /** The message. */
  message: string;
  /** Every other free text of the request (strings inside metadata). */
  otherTexts: readonly string[];
  language: Language;
}
