import { precompiledPhraseBook } from '../screen/precompiled-phrase-book.js';
import { enClasses } from './en-classes.js';
import { enContextRules } from './en-context.rules.js';
import { enDangerRules } from './en-danger.rules.js';
import { enDistressRules } from './en-distress.rules.js';
import { enIdeationRules } from './en-ideation.rules.js';
import { enIndirectRules } from './en-indirect.rules.js';
import { enLastStepRules } from './en-last-steps.rules.js';
import { enSignalRules } from './en-signals.rules.js';
import { enTopicRules } from './en-topics.rules.js';
import { enWishRules } from './en-wish.rules.js';
import { pinyinRules } from './pinyin.rules.js';
import type { PhraseRule } from './rule.types.js';
import { zhClasses } from './zh-classes.js';
import { zhContextRules } from './zh-context.rules.js';
import { zhDangerRules } from './zh-danger.rules.js';
import { zhDistressRules } from './zh-distress.rules.js';
import { zhEverydayRules } from './zh-everyday.rules.js';
import { zhIdeationRules } from './zh-ideation.rules.js';
import { zhIndirectRules } from './zh-indirect.rules.js';
import { zhLastStepRules } from './zh-last-steps.rules.js';
import { zhSelfHarmRules } from './zh-self-harm.rules.js';
import { zhSignalRules } from './zh-signals.rules.js';
import { zhTopicRules } from './zh-topics.rules.js';
import { zhWishRules } from './zh-wish.rules.js';

export const crisisRules: readonly PhraseRule[] = [
  ...zhDangerRules,
  ...zhIdeationRules,
  ...zhSignalRules,
  ...zhIndirectRules,
  ...zhWishRules,
  ...zhSelfHarmRules,
  ...zhLastStepRules,
  ...zhDistressRules,
  ...zhContextRules,
  ...zhEverydayRules,
  ...zhTopicRules,
  ...enDangerRules,
  ...enIdeationRules,
  ...enSignalRules,
  ...enIndirectRules,
  ...enWishRules,
  ...enLastStepRules,
  ...enDistressRules,
  ...enContextRules,
  ...enTopicRules,
  ...pinyinRules,
];

/** All rules of the screen. */
export const crisisPhrases = precompiledPhraseBook('crisis-phrases', crisisRules, {
  compact: zhClasses,
  words: enClasses,
});
