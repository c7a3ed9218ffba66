import { EMBEDDING_DIMENSIONS, FallbackEmbedder } from '../../ports/embedder.js';
import { foldText } from '../../text/fold-text.js';
import { CONCEPT_COUNT, toConceptFeatures } from './concept-lexicon.js';
import { hashFeature } from './hash-feature.js';
import { toTextFeatures } from './text-features.js';

/** Longer texts are embedded by their beginning: a remembered sentence is far shorter. */
const MAX_CHARACTERS = 2000;
/** Leading dimensions that belong to concepts; the rest is hashed into. */
export const CONCEPT_DIMENSIONS = 96;
/** What concepts and wording contribute to the squared length when a text has both. */
const CONCEPT_SHARE = 0.6;

/**
 * The built-in embedder: hashed character n-grams say how alike two texts are worded, and a bilingual lexicon of
 * everyday concepts says what they are about, so 宠物 finds 橘猫 and "pet" finds both. No model, no network.
 */
export class HashedNgramEmbedder extends FallbackEmbedder {
  readonly id = 'hashed-ngram-1';
  readonly similarityFloor = 0.3;
  readonly askedSimilarityFloor = 0.14;

  async embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    signal.throwIfAborted();
    return texts.map((text) => this.embedNow(text));
  }

  embedNow(text: string): Float32Array {
    const { grams, concepts } = toTextFeatures(foldText(text.slice(0, MAX_CHARACTERS)));
    const vector = new Float32Array(EMBEDDING_DIMENSIONS);
    for (const [dimension, weight] of toConceptFeatures(concepts)) vector[dimension]! += weight;
    for (const [gram, { count, weight }] of grams) {
      const hash = hashFeature(gram);
      const dimension = CONCEPT_DIMENSIONS + ((hash >>> 1) % (EMBEDDING_DIMENSIONS - CONCEPT_DIMENSIONS));
      vector[dimension]! += (hash & 1 ? -1 : 1) * weight * (1 + Math.log(count));
    }
    return balance(vector);
  }
}

/** Gives both parts their share and the whole length 1. A text without any feature points along the last dimension. */
function balance(vector: Float32Array): Float32Array {
  const conceptPart = vector.subarray(0, CONCEPT_DIMENSIONS);
  const wordingPart = vector.subarray(CONCEPT_DIMENSIONS);
  const hasConcepts = lengthOf(conceptPart) > 0;
  const hasWording = lengthOf(wordingPart) > 0;
  if (!hasConcepts && !hasWording) vector[vector.length - 1] = 1;
  else if (!hasWording) scale(conceptPart, 1);
  else {
    scale(conceptPart, Math.sqrt(CONCEPT_SHARE));
    scale(wordingPart, hasConcepts ? Math.sqrt(1 - CONCEPT_SHARE) : 1);
  }
  return vector;
}

function lengthOf(part: Float32Array): number {
  let sum = 0;
  for (const value of part) sum += value * value;
  return Math.sqrt(sum);
}

function scale(part: Float32Array, length: number): void {
  const current = lengthOf(part);
  if (current === 0) return;
  for (let index = 0; index < part.length; index += 1) part[index]! *= length / current;
}

if (CONCEPT_COUNT > CONCEPT_DIMENSIONS) throw new Error('the concept lexicon outgrew its dimensions');
