import type { ClassifierReading, CrisisClassifier, KnownSigns } from '../classifier/crisis-classifier.js';
import { crisisPhrases } from '../rules/crisis-phrase-book.js';
import { atLeast, higherRisk, type RiskLevel } from '../safety.types.js';
import { stripFillers } from './filler-stripper.js';
import { toKnownSigns } from './known-signs.js';
import { weighContext, type Finding } from './match-context.js';
import type { PhraseBook } from './phrase-book.js';

/** What one text says alone. */
export interface ScreenFindings {
  level: RiskLevel;
  ruleIds: string[];
  /** A reason for distress that is no risk by itself (a lost job, a parting). */
  stressor: boolean;
  /** A farewell, a time, means at hand: with repeated ideation it raises the level. */
  escalation: boolean;
  /** A question for means that is harmless without distress (the highest bridge). */
  means: boolean;
  /** What rules and classifier said, each for itself, when both were asked. For measuring: `level` has both in. */
  ruleLevel?: RiskLevel;
  reading?: ClassifierReading;
}

/** Of a text in which no rule matches, whatever the session shows: most texts are of this kind. */
const NOTHING: ScreenFindings = {
  level: 'none',
  ruleIds: [],
  stressor: false,
  escalation: false,
  means: false,
};

export interface RuleReading {
  findings: ScreenFindings;
  signs: KnownSigns;
}

const NOTHING_READ: RuleReading = { findings: NOTHING, signs: { excluded: [], named: false } };

/** The curated rules and, when there is one, the trained classifier: pure, no I/O, linear in the text. */
export class CrisisScreen {
  private readonly phrases: PhraseBook = crisisPhrases.load();

  constructor(private readonly classifier?: CrisisClassifier) {}

  /** `distressed`: the session or another field of the request already shows distress. */
  screen(text: string, distressed = false): ScreenFindings {
    if (text === '') return NOTHING;
    const { findings, signs } = this.readRules(text, distressed);
    return this.classifier ? raise(findings, this.classifier.read(text, signs)) : findings;
  }

  /** By the rules alone, with what the classifier should know of them. */
  readRules(text: string, distressed = false): RuleReading {
    const found = this.judge(text, distressed);
    const stripped = stripFillers(text);
    if (stripped === undefined) return found;
    const { findings: hidden } = this.judge(stripped, distressed || found.findings.stressor);
    const saysMore = atLeast(hidden.level, 'medium') && !atLeast(found.findings.level, hidden.level);
    return saysMore ? { findings: hidden, signs: found.signs } : found;
  }

  private judge(text: string, distressed: boolean): RuleReading {
    const scan = this.phrases.scan(text);
    if (scan.matches.length === 0) return NOTHING_READ;
    const findings = weighContext(scan, text);
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
      findings: {
        level,
        ruleIds: raised ? [...ruleIds, 'means.in-distress'] : ruleIds,
        stressor: inDistress && (stressor || risk !== 'none'),
        escalation: findings.some(({ rule }) => rule.cue === 'escalation'),
        means: means.length > 0,
      },
      signs: toKnownSigns(scan, findings, text),
    };
  }
}

/** The higher of both counts. A text the classifier takes for ideation is distress for later questions, too. */
function raise(findings: ScreenFindings, reading: ClassifierReading): ScreenFindings {
  const { level: ruleLevel, ruleIds, stressor, escalation, means } = findings;
  const { ruleId, level } = reading;
  if (ruleId === undefined || atLeast(ruleLevel, level))
    return { level: ruleLevel, ruleIds, stressor, escalation, means, ruleLevel, reading };
  return {
    level,
    ruleIds: [...ruleIds, ruleId],
    stressor: stressor || atLeast(level, 'medium'),
    escalation,
    means,
    ruleLevel,
    reading,
  };
}

function maxLevel(findings: readonly Finding[]): RiskLevel {
  return findings.reduce<RiskLevel>((highest, { level }) => higherRisk(highest, level), 'none');
}
