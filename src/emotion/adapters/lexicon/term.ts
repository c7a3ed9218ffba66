import type { Emotion } from '../../emotion.types.js';

export type Strength = 'faint' | 'clear' | 'strong';

/** A feeling with its share in the vote (`score`) and how strong it is felt (`strength`, on the scale of intensity). */
export interface Feeling {
  emotion: Emotion;
  score: number;
  strength: number;
}

/**
 * How a negator changes what follows: `full` (不, not), `emphatic` (一点也不, not at all), `partial` (不太, not very),
 * `ended` (不再, no longer), `after` (stands behind the word: 开心不起来).
 */
export type Negation = 'full' | 'emphatic' | 'partial' | 'ended' | 'after';

/**
 * What a word of the lexicon does. A word may play several parts ("fucking" is a degree and a sign of anger). A word
 * with no part at all is a mask: it keeps the words inside it from being read (天气 hides 气, 不得不 hides 不).
 *
 * Every word has every field, in the same order: objects of one shape are read several times faster.
 */
export class Term {
  readonly feelings: Feeling[] = [];
  /** Factor on the feeling that follows. */
  degree: number | undefined = undefined;
  /** Factor on the feeling before it. */
  degreeAfter: number | undefined = undefined;
  negation: Negation | undefined = undefined;
  /** "never felt so": reads like a negation, is a superlative. */
  superlative = false;
  /** What came before counts less. */
  contrast = false;
  /** The rest of this clause counts less: although, if, 以前. */
  concession = false;
  /** Ends the reach of negators and degree words without a comma. */
  break = false;
  /** Lets negators and degree words reach through. */
  bridge = false;
  sarcasm = false;
  question = false;
  interjection = false;
}
