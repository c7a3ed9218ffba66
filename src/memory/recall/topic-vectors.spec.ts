import type { TestingModule } from '@nestjs/testing';
import { cacheOf, startCache } from '../../../test/support/cache.js';
import { Embedder, EMBEDDING_DIMENSIONS } from '../ports/embedder.js';
import { TopicVectors } from './topic-vectors.js';

const { signal } = new AbortController();

class CountingEmbedder extends Embedder {
  readonly id = 'counting';
  readonly similarityFloor = 0;
  readonly askedSimilarityFloor = 0;
  readonly asked: string[] = [];

  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    this.asked.push(...texts);
    return texts.map((text) =>
      Float32Array.from({ length: EMBEDDING_DIMENSIONS }, (_, at) => text.length / (at + 3)),
    );
  }
}

describe('TopicVectors', () => {
  let cache: TestingModule;
  let embedder: CountingEmbedder;
  let vectors: TopicVectors;

  beforeEach(async () => {
    cache = await startCache();
    embedder = new CountingEmbedder();
    vectors = new TopicVectors(embedder, cacheOf(cache));
  });

  afterEach(() => cache.close());

  it('asks once a user and wording, and gives back the very numbers', async () => {
    const first = await vectors.vectorOf('我的猫，叫什么', 'user-1', signal);
    expect(first).toEqual((await embedder.embed(['我的猫，叫什么']))[0]);
    embedder.asked.length = 0;
    expect(await vectors.vectorOf('我的貓 叫什麼。', 'user-1', signal)).toEqual(first);
    expect(embedder.asked).toEqual([]);
    await vectors.vectorOf('我的猫，叫什么', 'user-2', signal);
    await vectors.vectorOf('我的狗，叫什么', 'user-1', signal);
    expect(embedder.asked).toHaveLength(2);
  });

  it('keeps nothing where it may not', async () => {
    await vectors.vectorOf('好累', undefined, signal);
    await vectors.vectorOf('好累', undefined, signal);
    expect(embedder.asked).toHaveLength(2);
  });
});
