import { Injectable } from '@nestjs/common';
import { CacheService } from '../../cache/cache.service.js';
import { foldToWords } from '../../platform/language/spelling-fold.js';
import { Embedder } from '../ports/embedder.js';

/**
 * Vectors of what users ask about, by the configured embedder. A vector outlives the recall it was made for: when a
 * user's memories change, the search is done again and the server is not asked again.
 */
@Injectable()
export class TopicVectors {
  constructor(
    readonly embedder: Embedder,
    private readonly cache: CacheService,
  ) {}

  /**
   * @param scope whose vector it is; none for one that may not be kept.
   * @throws when the embedder does; rejects when `signal` aborts.
   */
  async vectorOf(topic: string, scope: string | undefined, signal: AbortSignal): Promise<Float32Array> {
    if (scope === undefined) return this.embed(topic, signal);
    const text = `vector ${this.embedder.id} ${foldToWords(topic)}`;
    const { value } = await this.cache.getOrCompute<string>(
      { strategy: 'default', scope, text },
      async (asking) => toText(await this.embed(topic, asking)),
      signal,
    );
    const vector = fromText(value);
    // An entry may have been written by another version of the service.
    return vector.length === this.embedder.dimensions ? vector : this.embed(topic, signal);
  }

  private async embed(topic: string, signal: AbortSignal): Promise<Float32Array> {
    const [vector] = await this.embedder.embed([topic], signal);
    if (vector === undefined) throw new Error('the embedder gave no vector');
    return vector;
  }
}

/** Little-endian 32-bit floats in base64: a quarter of the digits JSON would take. */
function toText(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}

function fromText(text: unknown): Float32Array {
  if (typeof text !== 'string') return new Float32Array(0);
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
  return new Float32Array(bytes.buffer, 0, Math.floor(bytes.length / Float32Array.BYTES_PER_ELEMENT));
}
