import { cosineSimilarity } from '../../src/memory/ports/embedder.js';
import {
  MemoryStore,
  SourceMissingError,
  type ListQuery,
  type NearestQuery,
  type NewMemory,
  type StoredMemory,
  type TrimOptions,
  type Whereabouts,
} from '../../src/memory/ports/memory-store.js';

type Row = NewMemory & StoredMemory & { userScope: string };

/** The memory port over an array; held to the same contract as the Postgres adapter. */
export class InMemoryMemoryStore extends MemoryStore {
  private rows: Row[] = [];
  /** Thrown by every method until cleared. */
  failure: Error | undefined;
  /** Whether the message of a memory is stored; all are, unless a test says otherwise. */
  hasMessage: (messageId: string) => boolean = () => true;

  async save(userScope: string, memories: readonly NewMemory[], signal: AbortSignal): Promise<number> {
    this.check(signal);
    if (memories.length === 0) return 0;
    for (const memory of memories.filter(({ messageId }) => this.hasMessage(messageId))) {
      const known = this.rows.find((row) => row.userScope === userScope && row.content === memory.content);
      if (!known) this.rows.push({ ...memory, userScope });
      else if (memory.createdAt > known.createdAt) {
        const importance = Math.max(memory.importance, known.importance);
        Object.assign(known, memory, { id: known.id, importance });
      }
    }
    if (memories.some(({ messageId }) => !this.hasMessage(messageId))) throw new SourceMissingError();
    return this.rows.filter((row) => row.userScope === userScope).length;
  }

  async whereabouts(_query: object, signal: AbortSignal): Promise<Whereabouts> {
    signal.throwIfAborted();
    return 'away';
  }

  async nearest(
    query: NearestQuery,
    signal: AbortSignal,
  ): Promise<(StoredMemory & { similarity: number })[]> {
    this.check(signal);
    return this.rows
      .filter((row) => row.userScope === query.userScope && row.sessionId !== query.excludeSessionId)
      .filter((row) => row.embedder === query.embedder)
      .map((row) => ({ ...toStored(row), similarity: cosineSimilarity(row.vector, query.vector) }))
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, query.limit);
  }

  async list(query: ListQuery, signal: AbortSignal): Promise<StoredMemory[]> {
    this.check(signal);
    return this.rows
      .filter((row) => row.userScope === query.userScope && row.sessionId !== query.excludeSessionId)
      .filter((row) => query.kinds?.includes(row.kind) ?? true)
      .filter((row) => !query.exceptEmbedders?.includes(row.embedder))
      .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
      .slice(0, query.limit)
      .map(toStored);
  }

  async trim({ userScope, keep, now, halfLifeMs }: TrimOptions, signal: AbortSignal): Promise<number> {
    this.check(signal);
    // As a logarithm: the plain product of a very old row underflows.
    const worth = (row: Row) =>
      Math.log2(Math.max(1e-6, row.importance)) -
      Math.max(0, now.getTime() - row.createdAt.getTime()) / halfLifeMs;
    const dropped = this.rows
      .filter((row) => row.userScope === userScope)
      .sort((a, b) => worth(b) - worth(a))
      .slice(keep);
    this.rows = this.rows.filter((row) => !dropped.includes(row));
    return dropped.length;
  }

  async forgetSession(userScope: string, sessionId: string, signal: AbortSignal): Promise<number> {
    this.check(signal);
    const before = this.rows.length;
    this.rows = this.rows.filter((row) => row.userScope !== userScope || row.sessionId !== sessionId);
    return before - this.rows.length;
  }

  letGo(): void {
    // There is nothing behind it.
  }

  private check(signal: AbortSignal): void {
    signal.throwIfAborted();
    if (this.failure) throw this.failure;
  }
}

function toStored({ id, sessionId, kind, content, importance, createdAt }: Row): StoredMemory {
  return { id, sessionId, kind, content, importance, createdAt };
}
