import type { CrisisThresholds } from '../src/safety/classifier/crisis-classifier.js';
import { atLeast } from '../src/safety/safety.types.js';
import type { GradedExample } from './crisis-trainer.js';

export interface UnseenScores {
  ideation: Float64Array;
  danger: Float64Array;
}

/** What share of the texts of an ordinary source the classifier may flag on top of the rules. */
const FLAGGED_AT_MOST: Readonly<Record<string, number>> = {
  smp_usual: 0.0023,
  dair: 0.0027,
  smilechat: 0.0055,
};
/** What share of ordinary posts may be unsure, beside those flagged. */
const UNSURE_AT_MOST = 0.0005;
/** What share of people who wish to die but are not in acute danger may be taken for it. */
const DANGER_AT_MOST = 0.008;
/** How much less the classifier must be sure of where suicide or self-harm is named. */
const NAMED_ADVANTAGE = 0.5;

/** The lowest thresholds that keep these shares on texts the model has not seen. */
export function chooseThresholds(examples: readonly GradedExample[], scores: UnseenScores): CrisisThresholds {
  const indices = [...examples.keys()];
  const scoresOf = (source: string) =>
    indices
      .filter((index) => examples[index]!.source === source)
      .map((index) =>
        isFlaggedByRules(examples[index]!) ? Number.NEGATIVE_INFINITY : scores.ideation[index]!,
      );
  const ideation = Math.max(
    ...Object.entries(FLAGGED_AT_MOST).map(([source, most]) => exceededBy(scoresOf(source), most)),
  );
  const unsure = exceededBy(scoresOf('smp_usual'), FLAGGED_AT_MOST.smp_usual! + UNSURE_AT_MOST);
  const inNoDanger = indices.filter((index) => {
    const { source, ideation: wish, danger, label } = examples[index]!;
    return danger < 0 && wish > 0 && (source === 'psysuicide' || (source === 'sos1k' && Number(label) <= 5));
  });
  const danger = exceededBy(
    inNoDanger.map((index) => scores.danger[index]!),
    DANGER_AT_MOST,
  );
  return {
    unsure: Math.min(unsure, ideation),
    ideation,
    ideationWhenNamed: ideation - NAMED_ADVANTAGE,
    danger,
  };
}

function isFlaggedByRules({ rules }: GradedExample): boolean {
  return atLeast(rules.findings.level, 'medium');
}

/** The least threshold, in hundredths, that no more than this share of the scores reaches. */
export function exceededBy(scores: readonly number[], share: number): number {
  const falling = scores.toSorted((a, b) => b - a);
  const next = falling[Math.floor(share * falling.length)] ?? 0;
  return Math.floor(next * 100 + 1) / 100;
}
