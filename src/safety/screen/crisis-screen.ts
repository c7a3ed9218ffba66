import { Injectable } from '@nestjs/common';
import { buildCrisisPhraseBook } from '../rules/crisis-phrase-book.js';
import { atLeast, higherRisk, type RiskLevel } from '../safety.types.js';
import { stripFillers } from './filler-stripper.js';
import { weighContext, type Finding } from './match-context.js';
import type { PhraseBook } from './phrase-book.js';

/** What the rules say about one text alone. */
export interface ScreenFindings {
  level: RiskLevel;
  ruleIds: string[];
  /** A reason for distress that is no risk by itself (a lost job, a parting). */
  stressor: boolean;
  /** A farewell, a time, means at hand: with repeated ideation it raises the level. */
  escalation: boolean;
  /** A question for means that is harmless without distress (the highest bridge). */
  means: boolean;
}

const NOTHING: ScreenFindings = {
  level: 'none',
  ruleIds: [],
  stressor: false,
  escalation: false,
  means: false,
};

/** The curated rules applied to a text: pure, no I/O, linear in its length. */
@Injectable()
export class CrisisScreen {
  private readonly phrases: PhraseBook = buildCrisisPhraseBook();

  /** `distressed`: the session or another field of the request already shows distress. */
  screen(text: string, distressed = false): ScreenFindings {
    if (text === '') return NOTHING;
    const found = this.judge(text, distressed);
    const stripped = stripFillers(text);
    if (stripped === undefined) return found;
    const hidden = this.judge(stripped, distressed || found.stressor);
    return atLeast(hidden.level, 'medium') && !atLeast(found.level, hidden.level) ? hidden : found;
  }

  private judge(text: string, distressed: boolean): ScreenFindings {
    const findings = weighContext(this.phrases.scan(text), text);
    const stressor = findings.some(({ rule }) => rule.cue === 'stressor');
    const risk = maxLevel(findings.filter(({ rule }) => rule.kind !== 'means'));
    const means = findings.filter(({ rule }) => rule.kind === 'means');
    const inDistress = distressed || stressor || risk !== 'none';
    const raised = means.length > 0 && inDistress;
    const level = raised ? 'high' : higherRisk(risk, maxLevel(means));
    const counted = findings.filter(
      ({ rule, level: own }) => own !== 'none' || (raised && rule.kind === 'means'),
    );
    const ruleIds = [...new Set(counted.map(({ ruleId }) => ruleId))];
    return {
      level,
      ruleIds: raised ? [...ruleIds, 'means.in-distress'] : ruleIds,
      stressor: inDistress && (stressor || risk !== 'none'),
      escalation: findings.some(({ rule }) => rule.cue === 'escalation'),
      means: means.length > 0,
    };
  }
}

function maxLevel(findings: readonly Finding[]): RiskLevel {
  return findings.reduce<RiskLevel>((highest, { level }) => higherRisk(highest, level), 'none');
}
