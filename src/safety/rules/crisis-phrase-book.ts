import { PhraseBook } from '../screen/phrase-book.js';
import { enClasses } from './en-classes.js';
import { enContextRules } from './en-context.rules.js';
import { enDangerRules } from './en-danger.rules.js';
import { enDistressRules } from './en-distress.rules.js';
import { enIdeationRules } from './en-ideation.rules.js';
import { enIndirectRules } from './en-indirect.rules.js';
import { enSignalRules } from './en-signals.rules.js';
import { pinyinRules } from './pinyin.rules.js';
import type { PhraseRule } from './rule.types.js';
import { zhClasses } from './zh-classes.js';
import { zhContextRules } from './zh-context.rules.js';
import { zhDangerRules } from './zh-danger.rules.js';
import { zhDistressRules } from './zh-distress.rules.js';
import { zhEverydayRules } from './zh-everyday.rules.js';
import { zhIdeationRules } from './zh-ideation.rules.js';
import { zhIndirectRules } from './zh-indirect.rules.js';
import { zhSignalRules } from './zh-signals.rules.js';

export const crisisRules: readonly PhraseRule[] = [
  ...zhDangerRules,
  ...zhIdeationRules,
  ...zhSignalRules,
  ...zhIndirectRules,
  ...zhDistressRules,
  ...zhContextRules,
  ...zhEverydayRules,
  ...enDangerRules,
  ...enIdeationRules,
  ...enSignalRules,
  ...enIndirectRules,
  ...enDistressRules,
  ...enContextRules,
  ...pinyinRules,
];

/** All rules of the screen, compiled. */
export function buildCrisisPhraseBook(): PhraseBook {
  return new PhraseBook(crisisRules, { compact: zhClasses, words: enClasses });
}
