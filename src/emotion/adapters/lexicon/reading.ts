import type { Feeling } from './term.js';

/** Weight of a feeling that is asked of the reader (你开心吗): most of it is not the writer's. */
export const ASKED_WEIGHT = 0.3;

/** One feeling found in the text, after degree words and negators. */
export interface Hit extends Feeling {
  /** A negator turned or weakened it. */
  denied: boolean;
  /** A degree word says how much of it there is. */
  measured: boolean;
  /** Stretch of the original text: the word, with its negator where there is one. */
  start: number;
  end: number;
  sentence: number;
  /** 1, or less when a contrast, a concession or a question takes back what was said. */
  weight: number;
}

/** What one pass over a text found. */
export interface Reading {
  hits: Hit[];
  exclamations: number;
  /** Runs of two or more question marks. */
  pressingQuestions: number;
  /** Runs that mix ! and ?. */
  startledQuestions: number;
  interjections: number;
  /** Sentences with a mark of sarcasm. */
  sarcastic: ReadonlySet<number>;
}
