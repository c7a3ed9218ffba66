import { addChineseConcepts, addEnglishConcepts } from './concept-lexicon.js';
import { CHINESE_FUNCTION_CHARACTERS, ENGLISH_STOP_WORDS } from './stop-words.js';

export interface TextFeatures {
  /** Weighted counts of n-grams and words. */
  grams: Map<string, { count: number; weight: number }>;
  /** Counts of concept ids. */
  concepts: Map<string, number>;
}

const RUNS = /\p{Script=Han}+|[^\p{Script=Han}]+/gu;
const HAN = /^\p{Script=Han}/u;
const WORDS = /[\p{L}\p{N}\p{M}]+(?:'[\p{L}]+)?/gu;
const SYMBOLS = /[^\s\p{P}\p{L}\p{N}\p{M}]/gu;

/** Han n-grams by length 1-3: single characters are ambiguous, triples are rare. */
const HAN_WEIGHTS = [0.4, 1, 0.8] as const;
const WORD_WEIGHT = 1;
const WORD_PART_WEIGHT = 0.3;
const STOP_WEIGHT = 0.08;
const SYMBOL_WEIGHT = 0.3;

/** What a folded text consists of, linear in its length. */
export function toTextFeatures(folded: string): TextFeatures {
  const features: TextFeatures = { grams: new Map(), concepts: new Map() };
  for (const [run] of folded.matchAll(RUNS)) {
    if (HAN.test(run)) addHanRun(run, features);
    else addWords(run, features);
  }
  return features;
}

function addHanRun(run: string, { grams, concepts }: TextFeatures): void {
  addChineseConcepts(run, concepts);
  const characters = [...run];
  const common = characters.map((character) => CHINESE_FUNCTION_CHARACTERS.has(character));
  for (let start = 0; start < characters.length; start += 1) {
    let gram = '';
    let commonCount = 0;
    for (let length = 1; length <= 3 && start + length <= characters.length; length += 1) {
      gram += characters[start + length - 1]!;
      if (common[start + length - 1]) commonCount += 1;
      const topical = 1 - commonCount / length;
      add(grams, `h${gram}`, HAN_WEIGHTS[length - 1]! * Math.max(STOP_WEIGHT, topical));
    }
  }
}

function addWords(run: string, { grams, concepts }: TextFeatures): void {
  const words = Array.from(run.matchAll(WORDS), ([word]) => word);
  addEnglishConcepts(words, concepts);
  for (const word of words) {
    if (ENGLISH_STOP_WORDS.has(word)) {
      add(grams, `w${word}`, STOP_WEIGHT);
      continue;
    }
    add(grams, `w${word}`, WORD_WEIGHT);
    const padded = `^${word.slice(0, 40)}$`;
    for (const length of [3, 4]) {
      for (let start = 0; start + length <= padded.length; start += 1) {
        add(grams, `c${padded.slice(start, start + length)}`, WORD_PART_WEIGHT);
      }
    }
  }
  for (const [symbol] of run.matchAll(SYMBOLS)) add(grams, `s${symbol}`, SYMBOL_WEIGHT);
}

function add(grams: TextFeatures['grams'], gram: string, weight: number): void {
  const known = grams.get(gram);
  if (known) known.count += 1;
  else grams.set(gram, { count: 1, weight });
}
