import type { OnApplicationShutdown } from '@nestjs/common';
import { z } from 'zod';
import type { OpenAiHttpClient } from '../../platform/http-client/openai-http.client.js';
import type { DependencyStatus } from '../../platform/dependencies/dependency-registry.js';
import { EMBEDDING_DIMENSIONS, Embedder } from '../ports/embedder.js';
import { projectToDimensions } from './vector-projection.js';

const responseSchema = z.object({
  data: z.array(z.object({ index: z.number().int().nonnegative(), embedding: z.array(z.number()).min(1) })),
});

export interface OpenAiEmbedderOptions {
  model: string;
  /** Deadline of one request; shorter than the caller's, so that time is left for the built-in embedder. */
  timeoutMs: number;
  /** How long a failed server is left alone. */
  pauseMs?: number;
  now?: () => number;
}

/** The server answered with something that is not one vector per text. */
export class EmbeddingResponseError extends Error {
  constructor(problem: string) {
    super(`embedding server: ${problem}`);
    this.name = 'EmbeddingResponseError';
  }
}

/** The server failed a moment ago and is not asked again yet. */
export class EmbeddingPausedError extends Error {
  constructor() {
    super('embedding server: left alone after a failure');
    this.name = 'EmbeddingPausedError';
  }
}

/**
 * Vectors of an OpenAI-compatible `/embeddings` server, brought to 512 dimensions. Throws on every failure; who calls
 * falls back to the built-in embedder. After a failure the server is left alone for a while, so that an outage costs
 * one deadline and not one per turn.
 */
export class OpenAiEmbedder extends Embedder implements OnApplicationShutdown {
  readonly id: string;
  /** Sentence models place unrelated everyday sentences around 0.1-0.3; see docs/memory.md. */
  readonly similarityFloor = 0.35;
  readonly askedSimilarityFloor = 0.2;
  private readonly now: () => number;
  private readonly pauseMs: number;
  private failedAt: number | undefined;
  private succeeded = false;

  constructor(
    private readonly client: Pick<OpenAiHttpClient, 'postJson' | 'destroy'>,
    private readonly options: OpenAiEmbedderOptions,
  ) {
    super();
    this.id = `openai:${options.model}:${EMBEDDING_DIMENSIONS}`;
    this.now = options.now ?? Date.now;
    this.pauseMs = options.pauseMs ?? 15_000;
  }

  async embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    signal.throwIfAborted();
    if (texts.length === 0) return [];
    if (this.failedAt !== undefined && this.now() - this.failedAt < this.pauseMs) {
      throw new EmbeddingPausedError();
    }
    try {
      const body = { model: this.options.model, input: texts, encoding_format: 'float' };
      const { timeoutMs } = this.options;
      const answer = await this.client.postJson('/embeddings', body, { signal, timeoutMs });
      const vectors = readVectors(answer, texts.length);
      this.failedAt = undefined;
      this.succeeded = true;
      return vectors;
    } catch (error) {
      // A caller that left says nothing about the server.
      if (!signal.aborted) this.failedAt = this.now();
      throw error;
    }
  }

  onApplicationShutdown(): Promise<void> {
    return this.client.destroy();
  }

  /** What the last request saw; `null` before the first. */
  status(): DependencyStatus {
    const healthy = this.failedAt !== undefined ? false : this.succeeded ? true : null;
    return { healthy, details: { embedder: this.id } };
  }
}

function readVectors(answer: unknown, count: number): Float32Array[] {
  const parsed = responseSchema.safeParse(answer);
  if (!parsed.success) throw new EmbeddingResponseError('the answer is not an embedding list');
  const vectors = new Array<Float32Array | undefined>(count).fill(undefined);
  for (const { index, embedding } of parsed.data.data) {
    if (index < count) vectors[index] = projectToDimensions(embedding, EMBEDDING_DIMENSIONS);
  }
  return vectors.map((vector) => {
    if (!vector) throw new EmbeddingResponseError('a text has no usable vector');
    return vector;
  });
}
