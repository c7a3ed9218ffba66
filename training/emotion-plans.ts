import {
  DAIR_TO_EMOTION,
  GO_EMOTIONS,
  LABEL_SETS,
  SMP_TO_EMOTION,
} from '../src/emotion/adapters/trained/emotion-labels.js';
import type { HeadName } from '../src/emotion/adapters/trained/emotion-model.js';
import { toLexiconFeatures } from '../src/emotion/adapters/trained/lexicon-features.js';
import { weighText } from '../src/emotion/adapters/lexicon/emotion-scoring.js';
import { Lexicon } from '../src/emotion/adapters/lexicon/lexicon.js';
import type { Example, HeadPlan } from './emotion-head-plan.js';
import { readChinese, readFeelings, readGoEmotions } from './emotion-sources.js';

const lexicon = Lexicon.load();
const readLexicon = (text: string) => toLexiconFeatures(weighText(text, lexicon));

const itself = (labels: readonly string[]) => ({
  labels,
  judged: labels,
  judgedAs: labels.map((_, index) => index),
});

export interface HeadRecipe {
  plan: HeadPlan;
  readExamples: (folder: string) => Example[];
}

/** How each head is trained. What was tried instead is in docs/decisions. */
export const RECIPES: Readonly<Record<HeadName, HeadRecipe>> = {
  zh: {
    plan: {
      name: 'zh',
      ...itself(Object.keys(SMP_TO_EMOTION)),
      features: { bits: 18, maxGram: 2, skipPairs: true, maxWordGram: 2 },
      network: { hidden: 24, buckets: 2 ** 15, share: 0.2 },
      cost: 0.2,
      balance: 0.5,
      groupCosts: [1, 1.5],
      epochs: 7,
      seed: 3,
      readLexicon,
    },
    readExamples: readChinese,
  },
  en: {
    plan: {
      name: 'en',
      labels: Object.keys(GO_EMOTIONS),
      judged: LABEL_SETS.ekman,
      judgedAs: Object.values(GO_EMOTIONS).map(({ ekman }) =>
        (LABEL_SETS.ekman as readonly string[]).indexOf(ekman),
      ),
      features: { bits: 16, maxGram: 3, skipPairs: false, maxWordGram: 2 },
      cost: 0.1,
      balance: 0.5,
      groupCosts: [1],
      epochs: 7,
      seed: 4,
      readLexicon,
    },
    readExamples: readGoEmotions,
  },
  'en-feelings': {
    plan: {
      name: 'en-feelings',
      ...itself(Object.keys(DAIR_TO_EMOTION)),
      features: { bits: 16, maxGram: 3, skipPairs: false, maxWordGram: 2 },
      cost: 0.3,
      balance: 0.5,
      groupCosts: [1],
      epochs: 7,
      seed: 5,
      readLexicon,
    },
    readExamples: readFeelings,
  },
};
