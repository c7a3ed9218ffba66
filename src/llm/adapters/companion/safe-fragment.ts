import type { Language } from '../../../platform/language/language.js';

export const MAX_QUOTE_CHARACTERS = 30;
export const MAX_MEMORY_CHARACTERS = 80;

// Anything that touches self-harm or death is never said back, not even in quotes. Single characters on purpose: a
// quote that is left out costs nothing.
const CRISIS_ZH =
  /[死杀殺割吊绳繩刀炭遗遺枪槍毒血亖鲨鯊嘎噶]|活|自残|自殘|自害|轻生|輕生|跳[楼樓河桥橋下江海]|[楼樓]顶|天台|结束|結束|解脱|解脫|消失|了断|了斷|伤害|傷害|人世|世界|累赘|拖累|没意义|沒意義|[药藥]|紫砂|[桥橋]|寻短|尋短|想不开|想不開|不在了|离开|離開|命/u;
const HARMLESS_ZH = /生活|活动|活動|干活|活泼|活潑|灵活|靈活/gu;
// Where somebody lives is not how they live.
const HARMLESS_EN =
  /\b(?:i|we|i'm|am|who|family|parents)(?: (?:currently|now|still|also|both|used to|have))* (?:live|lives|lived|living) (?:in|near|at|by|with my) (?!a? ?(?:fear|hell|pain|misery|agony|dark\w*|nightmare|lie|this|guilt|shame))/gi;
const CRISIS_EN =
  /\b(?:kill\w*|suicid\w*|die|died|dies|dying|dead|death|hang\w*|overdos\w*|pills?|cut\w*|jump\w*|bridge|knife|gun|rope|hurt\w*|harm\w*|end(?:ing)? (?:it|my|this)|unalive\w*|kms|disappear\w*|blades?|razor|noose|poison|worthless|burden|better off|liv(?:e|ing)|life|alive|exist\w*|wake up|anymore|no point|pointless|blood|bleed\w*|goodbye|slit\w*|drown\w*|starv\w*)\b/i;
const INSULTS_ZH =
  /傻[逼屄子叉]|煞笔|贱|賤|滚|畜生|混蛋|王八|狗日|[操艹肏]|妈的|媽的|他妈|他媽|婊|垃圾|变态|變態|蠢|白痴|脑残|腦殘|人渣|废物|廢物|恶心|噁心|黑鬼|支那|阿三|棒子|鬼子|基佬|去你|丑|肥|恨|讨厌|討厭|骗子|神经病|神經病|猪|豬|狗|屎|屁|蛋/u;
const INSULTS_EN =
  /\b(?:idiots?|stupid|bitch\w*|bastards?|assholes?|ass|fuck\w*|shit\w*|cunts?|whores?|sluts?|morons?|dumb|retard\w*|nigg\w*|fag\w*|trann\w*|chinks?|jerks?|losers?|trash|scum|pigs?|ugly|hate\w*|disgusting|crazy|psycho|liars?|damn|crap|dick|pussy|rap(?:e|ed|ist))\b/i;
// Words that address the companion or a model: a quote must never carry an instruction into a transcript.
const INSTRUCTIONS_ZH =
  /[你您]|指令|规则|規則|系统|系統|提示|忽略|扮演|假装|假裝|复述|重复|輸出|输出|回答|说出|翻译|照着|模式|密码|密碼/u;
const INSTRUCTIONS_EN =
  /\b(?:you|your|you're|ignore|instructions?|system|prompt|pretend|act as|repeat|print|output|say|rules?|mode|password|assistant|developer)\b/i;

const ONLY_HAN = /^[\p{Script=Han}、]+$/u;
const ONLY_WORDS = /^[A-Za-z][A-Za-z' ]*$/;

/** True when `text` speaks, or may speak, of self-harm, suicide or dying. Errs towards true. */
export function touchesCrisis(text: string): boolean {
  const bare = text.normalize('NFKC').replace(/[\s\p{P}\p{Cf}]/gu, '');
  return (
    CRISIS_ZH.test(bare.replace(HARMLESS_ZH, '')) ||
    CRISIS_EN.test(text.normalize('NFKC').replace(/’/g, "'").replace(HARMLESS_EN, ' '))
  );
}

export function isUnkind(text: string): boolean {
  return INSULTS_ZH.test(text) || INSULTS_EN.test(text);
}

/** A short run of the user's own words that may stand between quotation marks, or nothing. */
export function toSafeQuote(fragment: string, language: Language): string | undefined {
  const text = fragment.normalize('NFKC').trim().replace(/’/g, "'");
  const length = [...text].length;
  const plain = language === 'zh' ? ONLY_HAN : ONLY_WORDS;
  if (length > MAX_QUOTE_CHARACTERS || length < (language === 'zh' ? 4 : 8) || !plain.test(text))
    return undefined;
  const instruction = language === 'zh' ? INSTRUCTIONS_ZH : INSTRUCTIONS_EN;
  if (instruction.test(text) || touchesCrisis(text) || isUnkind(text)) return undefined;
  return text;
}

const CONTROL = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;
const NOT_PROSE = /[^\p{L}\p{M}\p{N} ,，、'’.-]/gu;
const ADDRESS = /https?:|www\.|@|\p{L}\.(?:com|cn|net|org|io)\b|[\\/]{2}/iu;
const INSTRUCTIONS_IN_MEMORY =
  /忽略|指令|系统提示|扮演|\b(?:ignore|disregard) (?:all|any|the|previous|prior)|\bsystem prompt|\binstructions?\b/i;

/**
 * Something the user said before, made fit to be said back: one line, no links, no long numbers, nothing of a crisis,
 * no insult. Short numbers stay, since an age or a date is what people ask about.
 */
export function toSafeMemory(content: string): string | undefined {
  const text = content
    .slice(0, 400)
    .normalize('NFKC')
    .replace(/[\r\n\t]+/g, ' ')
    .replace(CONTROL, '');
  if (ADDRESS.test(text) || /\d(?:[\s-]?\d){4,}/.test(text) || INSTRUCTIONS_IN_MEMORY.test(text))
    return undefined;
  const insulting = INSULTS_EN.test(text) || INSULTS_ZH.test(text.replace(/狗|猪|蛋(?!$)|不?讨厌/gu, ''));
  if (insulting) return undefined;
  const clauses = text.split(/(?<=[,，。.!！?？;；])/u);
  let kept = '';
  for (const clause of clauses) {
    if (kept.length + clause.length > MAX_MEMORY_CHARACTERS) break;
    kept += clause;
  }
  const tidy = (kept || text.slice(0, MAX_MEMORY_CHARACTERS))
    .replace(/[。！!？?；;:：]+/gu, (mark) =>
      /\p{Script=Han}/u.test(text) ? '，' : mark.replace(/[^,]+/, ','),
    )
    .replace(NOT_PROSE, '')
    .replace(/, */g, /\p{Script=Han}/u.test(text) ? '，' : ', ')
    .replace(/\s{2,}/g, ' ')
    .replace(/^[\s,，、.]+|[\s,，、.]+$/gu, '');
  if ([...tidy].length < 2 || touchesCrisis(tidy)) return undefined;
  return tidy;
}
