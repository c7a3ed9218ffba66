import type { Emotion } from '../../emotion.types.js';

export type Strength = 'faint' | 'clear' | 'strong';

/**
 * How a negator changes what follows: `full` (不, not), `emphatic` (一点也不, not at all), `partial` (不太, not very),
 * `ended` (不再, no longer), `after` (stands behind the word: 开心不起来).
 */
export type Negation = 'full' | 'emphatic' | 'partial' | 'ended' | 'after';

/**
 * What a word of the lexicon does. A word may play several parts ("fucking" is a degree and a sign of anger). A word
 * with no part at all is a mask: it keeps the words inside it from being read (天气 hides 气, 不得不 hides 不).
 */
export interface Term {
  feelings: { emotion: Emotion; strength: Strength }[];
  /** Factor on the feeling that follows. */
  degree?: number;
  /** Factor on the feeling before it. */
  degreeAfter?: number;
  negation?: Negation;
  /** "never felt so": reads like a negation, is a superlative. */
  superlative?: true;
  /** What came before counts less. */
  contrast?: true;
  /** The rest of this clause counts less: although, if, 以前. */
  concession?: true;
  /** Ends the reach of negators and degree words without a comma. */
  break?: true;
  /** Lets negators and degree words reach through. */
  bridge?: true;
  sarcasm?: true;
  question?: true;
  interjection?: true;
}
