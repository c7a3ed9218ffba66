import { Injectable, Logger } from '@nestjs/common';
import { SLOT_KINDS, slotOf, type MemorySlot } from '../extraction/memory-slot.js';
import type { RecallQuery, RecalledMemory } from '../memory.types.js';
import { cosineSimilarity, Embedder, FallbackEmbedder } from '../ports/embedder.js';
import { MemoryStore, type StoredMemory } from '../ports/memory-store.js';
import { readMemoryQuestion } from './memory-question.js';
import { rankMemories, type Candidate } from './rank-memories.js';
import { TopicVectors } from './topic-vectors.js';

const CANDIDATES = 24;
/** Rows of other embedders that are compared by their text instead, newest first. */
const COMPARED_BY_TEXT = 200;
const SLOT_ROWS = 200;

/** Finds and ranks what a user said earlier. Always asks the store; caching is the service's affair. */
@Injectable()
export class MemoryFinder {
  private readonly logger = new Logger(MemoryFinder.name);

  constructor(
    private readonly vectors: TopicVectors,
    private readonly builtIn: FallbackEmbedder,
    private readonly store: MemoryStore,
  ) {}

  async find(query: RecallQuery, now: Date, signal: AbortSignal): Promise<RecalledMemory[]> {
    const { asked, topic } = readMemoryQuestion(query.text);
    const candidates =
      topic === '' ? await this.everything(query, signal) : await this.near(query, topic, asked, signal);
    if (candidates.length === 0) return [];
    const newestOfSlot = await this.newestOfSlot(query.userScope, candidates, signal);
    return rankMemories(candidates, { now, limit: query.limit, newestOfSlot });
  }

  /** "What do you know about me?": nothing to compare with, so importance and recency decide. */
  private async everything(query: RecallQuery, signal: AbortSignal): Promise<Candidate[]> {
    const rows = await this.store.list({ ...this.scopeOf(query), limit: COMPARED_BY_TEXT }, signal);
    return rows.map((row) => ({ ...row, similarity: 0, floor: 0 }));
  }

  /**
   * Rows of the configured embedder and rows of the built-in one (written while the configured one was away) are
   * compared by vector. Rows of any other embedder, or of one that does not answer now, are compared by their text.
   */
  private async near(
    query: RecallQuery,
    topic: string,
    asked: boolean,
    signal: AbortSignal,
  ): Promise<Candidate[]> {
    const builtInVector = this.builtIn.embedNow(topic);
    const probes: [Embedder, Float32Array][] = [[this.builtIn, builtInVector]];
    const { embedder: configured } = this.vectors;
    if (configured.id !== this.builtIn.id) {
      const vector = await this.embedRemotely(topic, query, signal);
      if (vector) probes.push([configured, vector]);
    }
    const floorOf = (embedder: Embedder) =>
      asked ? embedder.askedSimilarityFloor : embedder.similarityFloor;
    const byVector = probes.map(async ([embedder, vector]) => {
      const found = await this.store.nearest(
        { ...this.scopeOf(query), embedder: embedder.id, vector, limit: CANDIDATES },
        signal,
      );
      return found.map((row) => ({ ...row, floor: floorOf(embedder) }));
    });
    const byText = this.compareTexts(query, probes, builtInVector, signal).then((rows) =>
      rows.map((row) => ({ ...row, floor: floorOf(this.builtIn) })),
    );
    return (await Promise.all([...byVector, byText])).flat();
  }

  private async embedRemotely(
    topic: string,
    { userScope, cacheable = true }: RecallQuery,
    signal: AbortSignal,
  ): Promise<Float32Array | undefined> {
    try {
      return await this.vectors.vectorOf(topic, cacheable ? userScope : undefined, signal);
    } catch (error) {
      signal.throwIfAborted();
      this.logger.warn(`embedding failed, recall uses the built-in embedder: ${nameOf(error)}`);
      return undefined;
    }
  }

  private async compareTexts(
    query: RecallQuery,
    probes: readonly [Embedder, Float32Array][],
    vector: Float32Array,
    signal: AbortSignal,
  ): Promise<(StoredMemory & { similarity: number })[]> {
    const exceptEmbedders = probes.map(([embedder]) => embedder.id);
    const rows = await this.store.list(
      { ...this.scopeOf(query), exceptEmbedders, limit: COMPARED_BY_TEXT },
      signal,
    );
    return rows
      .map((row) => ({ ...row, similarity: cosineSimilarity(this.builtIn.embedNow(row.content), vector) }))
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, CANDIDATES);
  }

  /** Asks only when a candidate fills a slot; looks into this session too, where the update may have been said. */
  private async newestOfSlot(
    userScope: string,
    candidates: readonly Candidate[],
    signal: AbortSignal,
  ): Promise<Map<MemorySlot, Date>> {
    const newest = new Map<MemorySlot, Date>();
    if (!candidates.some(({ kind, content }) => slotOf(kind, content))) return newest;
    const rows = await this.store.list({ userScope, kinds: SLOT_KINDS, limit: SLOT_ROWS }, signal);
    for (const { kind, content, createdAt } of [...rows, ...candidates]) {
      const slot = slotOf(kind, content);
      if (slot && createdAt > (newest.get(slot) ?? new Date(0))) newest.set(slot, createdAt);
    }
    return newest;
  }

  private scopeOf({ userScope, excludeSessionId }: RecallQuery) {
    return { userScope, excludeSessionId };
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown error';
}
