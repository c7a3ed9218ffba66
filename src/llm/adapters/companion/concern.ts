import type { Language } from '../../../platform/language/language.js';
import { wordsOf } from './message-reading.js';
import { touchesCrisis } from './safe-fragment.js';

const REPORTED_ZH =
  /我(?:真的|很|好|特别|非常|有点)?(?:担心|害怕|怕|发现|觉得|听说|看到|知道|感觉)|(?:跟|和|对|告诉|给|向)我(?:说|讲|发|打|提)?/gu;
const REPORTED_EN =
  /\b(?:i'?m|i am) (?:so |really |very )?(?:worried|scared|afraid|concerned)(?: about| that| for)?|\bi (?:just )?(?:think|found|heard|saw|know|noticed)\b|\b(?:told|tells|texted|called|messaged|said to|to|asked) me\b/gi;
const OTHER_ZH = /[他她它]|\bta\b|有人|网友/iu;
const OTHER_EN = /\b(?:he|she|they|him|her|them|someone)\b/i;
const PERSON_MARK = '\u0001';

/**
 * Whether the danger in a message is another person's, and who that is. Follows the subject from clause to clause;
 * whatever is unclear is taken as the user's own.
 */
export function readOtherInDanger(message: string, language: Language): { name?: string } | undefined {
  const words = wordsOf(language);
  let other = false;
  let othersDanger = false;
  let name: string | undefined;
  for (const clause of message
    .slice(0, 2000)
    .normalize('NFKC')
    .split(/[。！？!?\n,，;；.]/u)) {
    let text = clause.replace(language === 'zh' ? REPORTED_ZH : REPORTED_EN, '');
    for (const person of words.persons) {
      if (!person.pattern.test(text)) continue;
      name ??= person.name;
      text = text.replace(
        new RegExp(`(?:我(?:的|家)?(?:一个|那个)?)?(?:${person.pattern.source})`, 'giu'),
        PERSON_MARK,
      );
    }
    const self = language === 'zh' ? text.includes('我') : /\b(?:i|i'm|me|my|myself)\b/i.test(text);
    if (self) other = false;
    else if (text.includes(PERSON_MARK) || (language === 'zh' ? OTHER_ZH : OTHER_EN).test(text)) other = true;
    if (!touchesCrisis(clause)) continue;
    if (!other) return undefined;
    othersDanger = true;
  }
  if (!othersDanger) return undefined;
  return name === undefined ? {} : { name };
}

const NOT_SAFE = /不安全|不太安全|\b(?:not safe|unsafe|not really safe)\b/iu;
const NO =
  /^(?:我)?(?:没有|没(?!人)|不会|我没事|没事|安全|还好|现在没有)|^(?:no|nope|not really|i'?m safe|i'?m (?:okay|ok|fine)|safe)\b(?! one)/iu;
const YES =
  /^(?:有(?:的|过|一点|时候|时|点)?|是的?|嗯+|对|想过?)(?:[。,，!！\s]|$)|^(?:yes|yeah|yep|i do|i am|i have|sometimes|kind of|a bit)\b/iu;

/** How a short message answers a question about safety; `undefined` when it does not, or not clearly. */
export function readSafetyAnswer(message: string): 'yes' | 'no' | undefined {
  const text = message.normalize('NFKC').trim();
  if (text.length > 40) return undefined;
  if (NOT_SAFE.test(text)) return 'yes';
  if (NO.test(text)) return 'no';
  return YES.test(text) ? 'yes' : undefined;
}
