import { Injectable, Logger } from '@nestjs/common';
import { newOrderedId } from '../platform/identity/identifiers.js';
import { MemoryPicker } from './memory-picker.js';
import type { FinishedTurn } from './memory.types.js';
import { Embedder, FallbackEmbedder } from './ports/embedder.js';
import { MemoryStore, type NewMemory } from './ports/memory-store.js';
import { RECENCY_HALF_LIFE_MS } from './recall/rank-memories.js';

/** Memories one user may have; beyond it the least important and oldest go. */
export const MAX_MEMORIES_PER_USER = 2000;

/** Picks, embeds and stores what is worth keeping of one turn. Doing it twice changes nothing. */
@Injectable()
export class MemoryWriter {
  private readonly logger = new Logger(MemoryWriter.name);

  constructor(
    private readonly picker: MemoryPicker,
    private readonly embedder: Embedder,
    private readonly builtIn: FallbackEmbedder,
    private readonly store: MemoryStore,
  ) {}

  /** False when `remember` would keep nothing. */
  mayKeep(turn: FinishedTurn): boolean {
    return this.picker.mayFind(turn);
  }

  /** Returns how many sentences were kept. They are dated by when they were said, however late this runs. */
  async remember(turn: FinishedTurn, signal: AbortSignal): Promise<number> {
    const extracted = await this.picker.pick(turn, signal);
    if (extracted.length === 0) return 0;
    const contents = extracted.map(({ content }) => content);
    const { embedder, vectors } = await this.embed(contents, signal);
    const memories: NewMemory[] = extracted.map((memory, index) => ({
      ...memory,
      id: newOrderedId(),
      sessionId: turn.sessionId,
      messageId: turn.messageId,
      embedder,
      vector: vectors[index]!,
      createdAt: turn.receivedAt,
    }));
    const atMost = await this.store.save(turn.userScope, memories, signal);
    if (atMost > MAX_MEMORIES_PER_USER) await this.trim(turn, signal);
    return memories.length;
  }

  private async trim(turn: FinishedTurn, signal: AbortSignal): Promise<void> {
    await this.store.trim(
      {
        userScope: turn.userScope,
        keep: MAX_MEMORIES_PER_USER,
        now: turn.receivedAt,
        halfLifeMs: RECENCY_HALF_LIFE_MS,
      },
      signal,
    );
  }

  private async embed(
    contents: readonly string[],
    signal: AbortSignal,
  ): Promise<{ embedder: string; vectors: Float32Array[] }> {
    try {
      return { embedder: this.embedder.id, vectors: await this.embedder.embed(contents, signal) };
    } catch (error) {
      signal.throwIfAborted();
      const reason = error instanceof Error ? error.name : 'unknown error';
      this.logger.warn(`embedding failed, the built-in embedder stands in: ${reason}`);
      return {
        embedder: this.builtIn.id,
        vectors: contents.map((content) => this.builtIn.embedNow(content)),
      };
    }
  }
}
