import type { Language } from '../../../platform/language/language.js';

const SHIFTS_ZH: Record<string, string> = {
  我们: '你们',
  咱们: '你们',
  你们: '我们',
  俺: '你',
  我: '你',
  你: '我',
  您: '我',
};
const SHIFTS_EN: Record<string, string> = {
  "i'm": "you're",
  "i've": "you've",
  "i'll": "you'll",
  "i'd": "you'd",
  'i am': 'you are',
  'i was': 'you were',
  'am i': 'are you',
  i: 'you',
  me: 'you',
  my: 'your',
  mine: 'yours',
  myself: 'yourself',
};
const LOWERED =
  /^(?:The|A|An|There|It|This|That|These|When|Since|Last|Next|Every|In|At|On|For|After|Before|One|Some|Lately|Usually|Sometimes|You|Your|You're|You've|You'll|You'd)\b/;

/**
 * Turns what a user said about themselves into what the companion says about them: 我 → 你, my → your. Answers nothing
 * where the words alone do not tell who is meant ("we", "you", a remark quoted inside, a time that has moved on): such
 * a sentence is quoted as it was.
 */
export function toSecondPerson(text: string, language: Language): string | undefined {
  return language === 'zh' ? shiftChinese(text) : shiftEnglish(text);
}

function shiftChinese(text: string): string | undefined {
  if (/今[天晚早年]|明[天早晚年]|昨[天晚]|刚[刚才]|现在|后天|下周|这周|[自忘]我|我国/u.test(text))
    return undefined;
  if (!/\p{Script=Han}/u.test(text)) return undefined;
  return text.replace(/我们|咱们|你们|俺|我|你|您/gu, (word) => SHIFTS_ZH[word] ?? word);
}

function shiftEnglish(text: string): string | undefined {
  if (/\b(?:we|us|our|ours|you|your|today|tonight|tomorrow|yesterday|now|just)\b/i.test(text))
    return undefined;
  if (/\p{Script=Han}/u.test(text)) return undefined;
  const shifted = text
    .replace(/’/g, "'")
    .replace(
      /\b(?:i'm|i've|i'll|i'd|i am|i was|am i|i|me|my|mine|myself)\b/gi,
      (word) => SHIFTS_EN[word.toLowerCase()] ?? word,
    )
    .replace(/\byou (also|really|never|always|still|only) am\b/g, 'you $1 are')
    .replace(/\byou (also|really|never|always|still|once|only) was\b/g, 'you $1 were');
  if (/\bam\b|\byou was\b/i.test(shifted)) return undefined;
  return LOWERED.test(shifted) ? shifted.charAt(0).toLowerCase() + shifted.slice(1) : shifted;
}
