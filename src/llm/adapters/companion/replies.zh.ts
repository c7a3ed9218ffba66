import { FEELINGS_ZH } from './feelings.zh.js';
import type { ReplyBook } from './reply-book.js';
import { BROKEN_ZH, MEMORY_ZH, SAFETY_ZH, SITUATIONS_ZH } from './situations.zh.js';
import { STRATEGIES_ZH } from './strategies.zh.js';
import { TOPICS_ZH } from './topics.zh.js';
import { VIOLENCE_ZH } from './violence.zh.js';

export const REPLIES_ZH: ReplyBook = {
  feelings: FEELINGS_ZH,
  topics: TOPICS_ZH,
  strategies: STRATEGIES_ZH,
  situations: SITUATIONS_ZH,
  memory: MEMORY_ZH,
  safety: SAFETY_ZH,
  violence: VIOLENCE_ZH,
  broken: BROKEN_ZH,
  unnamed: { person: '这么重要的人', pet: '陪着你的小家伙' },
};
