import type { Language } from '../../platform/language/language.js';
import type { RiskLevel } from '../safety.types.js';

/** That something happened in a turn: no text, and the user only as a keyed hash. */
export interface CrisisEvent {
  id: string;
  occurredAt: Date;
  level: RiskLevel;
  language: Language;
  userHash: string;
  ruleIds: readonly string[];
  cardShown: boolean;
  /** The level came from earlier turns: it was counted there already. */
  carried: boolean;
}

export interface CrisisCount {
  /** YYYY-MM, UTC. */
  month: string;
  kind: 'level' | 'card';
  level: RiskLevel;
  count: number;
}

/** Events and durable counters. Recording the same event id again changes nothing. */
export abstract class CrisisLedger {
  abstract record(event: CrisisEvent, signal?: AbortSignal): Promise<void>;

  /** All counters, by month, kind and level. */
  abstract counts(signal?: AbortSignal): Promise<CrisisCount[]>;
}
