import type { RiskLevel } from '../src/safety/safety.types.js';

/** What a rule is worth beside the classifier's score, by its level. */
const WORTH_OF_RULES: Readonly<Record<RiskLevel, number>> = { none: 0, low: 0.2, medium: 2, high: 2.5 };

/** Continuous evidence of both: the rules by their level, the classifier by how sure it is. */
export function combinedScore(ruleLevel: RiskLevel, classifierScore: number): number {
  return WORTH_OF_RULES[ruleLevel] + classifierScore;
}
