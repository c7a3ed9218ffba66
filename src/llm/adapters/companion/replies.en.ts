import { FEELINGS_EN } from './feelings.en.js';
import type { ReplyBook } from './reply-book.js';
import { BROKEN_EN, MEMORY_EN, SAFETY_EN, SITUATIONS_EN } from './situations.en.js';
import { STRATEGIES_EN } from './strategies.en.js';
import { TOPICS_EN } from './topics.en.js';
import { VIOLENCE_EN } from './violence.en.js';

export const REPLIES_EN: ReplyBook = {
  feelings: FEELINGS_EN,
  topics: TOPICS_EN,
  strategies: STRATEGIES_EN,
  situations: SITUATIONS_EN,
  memory: MEMORY_EN,
  safety: SAFETY_EN,
  violence: VIOLENCE_EN,
  broken: BROKEN_EN,
  unnamed: { person: 'someone so important', pet: 'your little companion' },
};
