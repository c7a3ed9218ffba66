/** Length of every vector. The column of the table has the same. */
export const EMBEDDING_DIMENSIONS = 512;

/**
 * Turns texts into vectors whose cosine says how much two texts are about the same thing. Vectors have length 1 and
 * are only comparable under the same `id`, which names the technique and its version and is stored with each row.
 * Remote adapters honour `signal` and own their deadline.
 */
export abstract class Embedder {
  abstract readonly id: string;
  readonly dimensions = EMBEDDING_DIMENSIONS;
  /** Cosine below which two texts have nothing to do with each other. */
  abstract readonly similarityFloor: number;
  /** The floor when the user asks for a memory outright: a weak match is better than "I don't know". */
  abstract readonly askedSimilarityFloor: number;
  abstract embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]>;
}

/** The embedder that is always there: offline, deterministic, well under a millisecond for a message. */
export abstract class FallbackEmbedder extends Embedder {
  abstract embedNow(text: string): Float32Array;
}

/** Cosine of two vectors of length 1. */
export function cosineSimilarity(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += a[index]! * b[index]!;
  return sum;
}
