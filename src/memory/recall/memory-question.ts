/*
 * Phrases that ask for a memory outright. They are cut out of the text before it is embedded: "do you remember" says
 * nothing about what is looked for.
 */
const ASKING = [
  /(你|妳)?(还|還)?(记不记得|記不記得|记得吗|記得嗎)/gu,
  /(你|妳)(还|還|是否|应该|應該)?(记得|記得|记着|記著|记住|記住|有印象)/gu,
  /(还|還)(记得|記得|有印象)/gu,
  /我?(之前|以前|上次|曾经|曾經|刚才|昨天|前几天|那天)?(跟|和|对|對|向)(你|妳)(说|說|提|讲|講|聊|分享)(起|到)?(过|過)?(的)?/gu,
  /我(之前|以前|上次|曾经|曾經)(说|說|提|讲|講)(起|到)?(过|過)?(的)?/gu,
  /我(有|都)?(没有|没|沒有)?(说|說|提|讲|講|告诉|告訴)(起|到)?(过|過)(你|妳)?(的)?/gu,
  /(你|妳)(知道|了解|认识|認識)我/gu,
  /\b(?:do|can|could|did|will) (?:you|u) (?:still |even |really )?(?:remember|recall|know)\b/giu,
  /\b(?:still )?remember (?=me\b|my\b|what\b|when\b|where\b|who\b|that\b|how\b|i\b)/giu,
  /\b(?:did|have|had|what|where|who) (?:did )?i (?:ever |already |just )?(?:tell|told|mention|mentioned|say|said|share|shared)(?: (?:to )?you)?(?: about)?\b/giu,
  /\bi (?:told|mentioned to|shared with) you(?: about)?\b/giu,
  /\bwhat do you (?:know|remember|recall)(?: about)?\b/giu,
  /\b(?:remind|tell) me (?:again )?(?=what\b|who\b|where\b|when\b|about my\b)/giu,
];

/** A question about the user's own things, such as 我叫什么 or "what's my dog's name". */
const OWN_QUESTION = [
  /我(的|家|最|现在|現在|平时|平時|是|在|有|养|養|住|叫|喜欢|喜歡|讨厌|討厭|怕|对|對)?[^。！!\n]{0,15}(什么|什麼|谁|誰|哪|几|幾|多大|多少|怎么称呼)/u,
  /\b(?:what|what's|who|who's|where|when|which|how old)\b.{0,30}\b(?:my|i|me)\b/iu,
];

const EMPTY_TOPIC =
  /^(?:我|你|妳|的|了|吗|嗎|呢|吧|啊|呀|么|什么|什麼|哪些|事|事情|一些|关于|關於|谁|誰|是|about|me|my|i|you|am|who|what|things?|anything|everything|something|a|the|of|do|that|it|is|are|and|[\s\p{P}\p{S}])*$/iu;

export interface MemoryQuestion {
  /** The user asks for a memory outright, so a weak match is worth more than none. */
  asked: boolean;
  /** The text without the asking phrases; empty when nothing else is left ("what do you know about me?"). */
  topic: string;
}

const MAX_CHARACTERS = 2000;

export function readMemoryQuestion(text: string): MemoryQuestion {
  const original = text.slice(0, MAX_CHARACTERS);
  let topic = original;
  for (const phrase of ASKING) topic = topic.replace(phrase, ' ');
  const asked = topic !== original;
  if (!asked) return { asked: OWN_QUESTION.some((pattern) => pattern.test(original)), topic: original };
  return { asked, topic: EMPTY_TOPIC.test(topic) ? '' : topic.trim() };
}
