import type { Language } from '../../../platform/language/language.js';
import { isUnkind, touchesCrisis } from './safe-fragment.js';

const ANIMAL_ZH = '(?:橘猫|黑猫|白猫|花猫|小猫|猫咪|猫|小狗|狗狗|金毛|柯基|泰迪|柴犬|狗|仓鼠|兔子|鹦鹉|乌龟)';
const OWNED_ZH = new RegExp(
  `(?:养|领养|收养|捡|有)(?:了|着|过)?[^，。！？我]{0,12}?(${ANIMAL_ZH})|我(?:家)?的?(${ANIMAL_ZH})(?:叫|很|今天|又|最近)`,
  'u',
);
const NAME_ZH = /(?:名字叫|名字是|名叫|叫做|叫)([\p{Script=Han}A-Za-z]{1,6}?)(?:的|$|[，,。！!、；;\s])/u;
const ANIMAL_EN = '(?:cat|kitten|dog|puppy|hamster|rabbit|parrot|turtle|corgi|beagle|poodle|retriever)';
const OWNED_EN = new RegExp(
  `\\b(?:i|we)(?:'ve| have)? (?:just )?(?:have|had|got|adopted|own) (?:an? |two |three )?(?:\\w+ ){0,3}?(${ANIMAL_EN})s?\\b|\\bmy (?:\\w+ )?(${ANIMAL_EN})\\b`,
  'i',
);
const NAME_EN = /\b(?:named|called|name is|name's) ([A-Z][a-z]{1,11})\b/u;

/** The animal the user says they live with: its name, or a plain word for it. */
export function readPet(text: string, language: Language): string | undefined {
  const owned = (language === 'zh' ? OWNED_ZH : OWNED_EN).exec(text);
  const animal = owned?.[1] ?? owned?.[2];
  if (animal === undefined) return undefined;
  const name = (language === 'zh' ? NAME_ZH : NAME_EN).exec(text)?.[1];
  if (name !== undefined && !touchesCrisis(name) && !isUnkind(name)) return name;
  return language === 'zh' ? `这只${animal}` : `your ${animal.toLowerCase()}`;
}
