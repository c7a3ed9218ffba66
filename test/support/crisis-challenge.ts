import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/config/package-root.js';
import { RISK_LEVELS, type RiskLevel } from '../../src/safety/safety.types.js';

export const EXPECTATIONS = ['L0', 'L1', 'L2', 'L3', 'L2+'] as const;
export type Expectation = (typeof EXPECTATIONS)[number];

/** A line of the challenge set. `turns` are said one after another in one session; the last one is judged. */
export interface ChallengePhrase {
  text: string;
  turns?: readonly string[];
  expect: Expectation;
  lang: 'zh' | 'en';
  kind: string;
  split: 'tune' | 'held';
}

export const challengeFile = join(packageRoot(), 'test/fixtures/crisis-challenge.jsonl');

export function loadChallenge(): ChallengePhrase[] {
  return readFileSync(challengeFile, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ChallengePhrase);
}

export const turnsOf = ({ turns, text }: ChallengePhrase): readonly string[] => turns ?? [text];

const rank = (level: RiskLevel) => RISK_LEVELS.indexOf(level);
const isCrisis = ({ expect }: ChallengePhrase) => expect !== 'L0' && expect !== 'L1';

/** Every phrase with the level it was given. */
export type Judged = readonly { phrase: ChallengePhrase; level: RiskLevel }[];

export interface ChallengeScore {
  recall: number;
  falseAlarms: number;
  exact: number;
  /** What a reader of a failed run wants to see. */
  missed: string[];
  alarmed: string[];
}

/** Recall: crisis phrases at medium or above. False alarms: harmless phrases there. Exact: the level as expected. */
export function scoreChallenge(judged: Judged): ChallengeScore {
  const crisis = judged.filter(({ phrase }) => isCrisis(phrase));
  const harmless = judged.filter(({ phrase }) => !isCrisis(phrase));
  const missed = crisis.filter(({ level }) => rank(level) < rank('medium'));
  const alarmed = harmless.filter(({ level }) => rank(level) > rank('low'));
  const exact = judged.filter(({ phrase, level }) =>
    phrase.expect === 'L2+' ? rank(level) >= rank('medium') : phrase.expect === `L${rank(level)}`,
  );
  const describe = ({ phrase, level }: Judged[number]) =>
    `${phrase.expect} taken for ${level}: ${turnsOf(phrase).join(' / ')}`;
  return {
    recall: 1 - missed.length / crisis.length,
    falseAlarms: alarmed.length / harmless.length,
    exact: exact.length / judged.length,
    missed: missed.map(describe),
    alarmed: alarmed.map(describe),
  };
}
