import { foldText } from '../text/fold-text.js';

/*
 * Two kinds of text are never remembered. Crisis talk: the safety module has its own far finer matching and such turns
 * are not offered at all; this is the second lock on the same door, so it may be blunt. Secrets: whoever reads the
 * table must not find a card or a password.
 */
const CRISIS =
  /自杀|自尽|轻生|寻短见|寻死|不想活|想死|去死|求死|找死|自残|自伤|割腕|割自己|划自己|伤害自己|跳楼|跳桥|跳河|上吊|吞药|安眠药|烧炭|遗书|遗言|结束生命|结束自己|结束这一切|活不下去|活着没意思|活着好累|活够了|不如死|死了算|死了就|死掉|一了百了|了结|紫砂|自鲨|想4|想亖|没出生|消失就好|想消失|死亡/u;
const CRISIS_LATIN =
  /\b(?:suicid\w*|kill(?:ing)? (?:my|him|her|them)sel\w*|kms|unaliv\w*|self[- ]?harm\w*|cut(?:ting)? myself|hurt(?:ing)? myself|burn(?:ing)? myself|end(?:ing)? (?:my life|it all|my own life|everything)|want(?:ed)? to (?:die|disappear)|wanna die|wish i (?:was|were) (?:dead|never born)|wish i(?:'d| had) never been born|overdos\w*|hang(?:ing|ed)? myself|better off (?:dead|without me)|(?:don't|dont|do not) (?:want|wanna)(?: to)? (?:live|be alive|be here|exist)|no reason to live|jump off|slit my|goodbye letter|(?:wo )?xiang si|zi ?sha)\b/u;

const SECRET_WORD =
  /密码|口令|验证码|身份证|银行卡|信用卡号|卡号|账号|护照号|社保号|手机号|电话号码|电话是|微信号|qq号|支付宝|密钥|安全码|\b(?:password|passcode|passphrase|pin(?: code| number)?|cvv|ssn|social security|credit card|card number|account number|iban|routing number|passport|api[ _-]?key|secret key|private key|access token|phone number|verification code|otp|driver's license number)\b/u;
const LONG_NUMBER = /(?:\d[ \-.·]?){8,}\d/u;
const SPELLED_NUMBER = /[零〇一二三四五六七八九幺]{7,}/u;
const ADDRESS_OR_KEY =
  /[\w.+-]{1,64}@[\w-]{1,63}\.\w|\b(?:sk|pk|ghp|xox[bp])[-_]\w{8,}|\b(?=\w{0,60}\d)(?=\w{0,60}[a-z])\w{20,}\b/u;

/** True when any word of the message touches suicide or self-harm. */
export function mentionsCrisis(message: string): boolean {
  const folded = foldText(message);
  return CRISIS_LATIN.test(folded) || CRISIS.test(folded.replace(/[^\p{L}\p{N}]/gu, ''));
}

/** True when the sentence holds, or announces, a number or word that must stay secret. */
export function holdsSecret(sentence: string): boolean {
  const folded = foldText(sentence);
  return (
    SECRET_WORD.test(folded) ||
    LONG_NUMBER.test(folded) ||
    SPELLED_NUMBER.test(folded) ||
    ADDRESS_OR_KEY.test(folded)
  );
}

/** True for what could be the secret itself when another sentence of the message announced one. */
export function couldBeSecret(sentence: string): boolean {
  return /\d{3}|[零〇一二三四五六七八九幺]{3,}|(?=\S*\d)(?=\S*[a-z])\S{6,}/iu.test(
    sentence.normalize('NFKC'),
  );
}
