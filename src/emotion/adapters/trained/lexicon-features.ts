import { EMOTIONS } from '../../emotion.types.js';
import type { Weighing } from '../lexicon/emotion-scoring.js';

/** A feeling counts as there, as clear and as strong from these scores on: one faint, one clear, two clear words. */
const STEPS = [0, 0.6, 1.2] as const;
const NOTHING_FOUND = EMOTIONS.length * STEPS.length;
const RAISED_TONE = NOTHING_FOUND + 1;
const LOUD_TONE = NOTHING_FOUND + 2;
/** Three exclamation marks, about. */
const LOUD = 1.2;

/** Number of features there are. Part of the model: changing it, or the lexicon, calls for new training. */
export const LEXICON_FEATURES = NOTHING_FOUND + 3;

/** What the lexicon found, as features for a classifier: indices below LEXICON_FEATURES, each at most once. */
export function toLexiconFeatures({ hits, totals, arousal }: Weighing): number[] {
  const features: number[] = [];
  if (hits.length === 0) features.push(NOTHING_FOUND);
  else
    for (let index = 0; index < EMOTIONS.length; index += 1) {
      const total = totals[EMOTIONS[index]!];
      for (let nth = 0; nth < STEPS.length && total > STEPS[nth]!; nth += 1)
        features.push(index * STEPS.length + nth);
    }
  if (arousal > 0) features.push(RAISED_TONE);
  if (arousal > LOUD) features.push(LOUD_TONE);
  return features;
}
