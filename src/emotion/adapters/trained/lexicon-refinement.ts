import { EMOTIONS, type Emotion } from '../../emotion.types.js';
import type { Weighing } from '../lexicon/emotion-scoring.js';
import { ASKED_WEIGHT, type Hit } from '../lexicon/reading.js';

/** Finer feelings that the training data does not part: what the model gives to the first may belong to the others. */
const FINER: readonly (readonly [Emotion, readonly Emotion[]])[] = [
  ['happy', ['excited', 'grateful']],
  ['sad', ['lonely', 'frustrated']],
  ['angry', ['frustrated']],
  ['anxious', ['confused', 'frustrated']],
  ['surprised', ['confused', 'excited']],
  ['neutral', ['confused']],
];
/** What speaks for the coarse label when the lexicon found no word of it. */
const COARSE_SCORE = 0.3;
/** The most the lexicon counts beside the model, and the sum of scores at which it counts two thirds of that. */
const WORDS = { most: 0.6, clear: 1 };
/** In a text shorter than what the model learned from (好担心) a word says more than the model's impression. */
const WORDS_OF_NOTE = { most: 0.8, clear: 0.6 };
/** Denials and contrasts (我不难过, "sad but better") are what rules read better than counts of words. */
const RULES = { most: 0.75, clear: 0.3 };
/** What neutral gets where all feelings are asked of the reader. */
const ASKED_SHARE = 0.6;
/** Notes and greetings in a chat are shorter than the posts the heads know: without a word of feeling they are calm. */
const BARE_SHARE = 0.4;

const NEUTRAL = EMOTIONS.indexOf('neutral');
const places = FINER.map(([coarse, finer]) => ({
  from: EMOTIONS.indexOf(coarse),
  finer: finer.map((emotion) => EMOTIONS.indexOf(emotion)),
}));
const totalsByIndex = new Float64Array(EMOTIONS.length);

/**
 * What model and lexicon say together, written into `chances` (in the order of EMOTIONS, together 1): coarse feelings
 * are parted by the words found, and clear words count beside the model's impression of the whole. `isNote` says that
 * the text is shorter than what the model learned from.
 */
export function refine(chances: Float64Array, { hits, totals }: Weighing, isNote: boolean): void {
  if (hits.length === 0) {
    if (isNote) calm(chances, BARE_SHARE);
    return;
  }
  let isRuled = false;
  let isAsked = true;
  for (const { denied, weight } of hits) {
    if (denied || weight < 1) isRuled = true;
    if (weight > ASKED_WEIGHT) isAsked = false;
  }
  let sum = 0;
  for (let index = 0; index < EMOTIONS.length; index += 1) {
    totalsByIndex[index] = totals[EMOTIONS[index]!];
    sum += totalsByIndex[index]!;
  }
  partFinerFeelings(chances);
  if (isAsked) calm(chances, ASKED_SHARE);
  else if (sum > 0) {
    const { most, clear } = isRuled ? RULES : isNote ? WORDS_OF_NOTE : WORDS;
    const share = most * (1 - Math.exp(-sum / clear));
    for (let index = 0; index < chances.length; index += 1)
      chances[index] = (1 - share) * chances[index]! + (share * totalsByIndex[index]!) / sum;
  }
  if (hits.some(isMeasured)) feelRatherThanNot(chances);
}

/** Somebody who says how much of a feeling there is (比较焦虑, so so tired) has it. */
function isMeasured({ measured, denied, weight, emotion }: Hit): boolean {
  return measured && !denied && weight === 1 && emotion !== 'neutral';
}

/** The best feeling the words speak for gets as much as neutral has, where it has less. */
function feelRatherThanNot(chances: Float64Array): void {
  let best = -1;
  for (let index = 0; index < NEUTRAL; index += 1)
    if (totalsByIndex[index]! > 0 && (best < 0 || chances[index]! > chances[best]!)) best = index;
  if (best < 0 || chances[best]! >= chances[NEUTRAL]!) return;
  const half = (chances[best]! + chances[NEUTRAL]!) / 2;
  chances[best] = half;
  chances[NEUTRAL] = half;
}

function partFinerFeelings(chances: Float64Array): void {
  for (const { from, finer } of places) {
    const own = Math.max(COARSE_SCORE, totalsByIndex[from]!);
    let whole = own;
    for (const to of finer) whole += totalsByIndex[to]!;
    const chance = chances[from]!;
    for (const to of finer) chances[to]! += (chance * totalsByIndex[to]!) / whole;
    chances[from] = (chance * own) / whole;
  }
}

/** Gives a share of everything to neutral. */
function calm(chances: Float64Array, share: number): void {
  for (let index = 0; index < chances.length; index += 1) chances[index]! *= 1 - share;
  chances[NEUTRAL]! += share;
}
