import { cosineSimilarity } from '../ports/embedder.js';
import type { ListQuery, NearestQuery, NewMemory, StoredMemory } from '../ports/memory-store.js';

/** A stored memory with what it is compared by. */
export interface HeldMemory extends StoredMemory {
  embedder: string;
  vector: Float32Array;
}

/** An entry beside its vector and text: what V8 takes for an object, its fields and its date. */
const OVERHEAD_BYTES = 400;

/** All memories of one user. Never changes: what is told later makes another one. */
export class HeldMemories {
  readonly bytes: number;

  constructor(private readonly rows: readonly HeldMemory[]) {
    this.bytes = rows.reduce(
      (sum, { vector, content }) => sum + vector.byteLength + 2 * content.length + OVERHEAD_BYTES,
      OVERHEAD_BYTES,
    );
  }

  get size(): number {
    return this.rows.length;
  }

  /** As the database does: a sentence is one memory, and a newer telling of it takes it over. */
  with(told: readonly NewMemory[]): HeldMemories {
    const byContent = new Map(this.rows.map((row) => [row.content, row]));
    for (const { messageId: _, ...memory } of told) {
      const known = byContent.get(memory.content);
      if (known === undefined) byContent.set(memory.content, memory);
      else if (memory.createdAt > known.createdAt) {
        const importance = Math.max(memory.importance, known.importance);
        byContent.set(memory.content, { ...memory, id: known.id, importance });
      }
    }
    return new HeldMemories([...byContent.values()]);
  }

  hasOthersThan(sessionId: string): boolean {
    return this.rows.some((row) => row.sessionId !== sessionId);
  }

  nearest({ excludeSessionId, embedder, vector, limit }: NearestQuery) {
    return this.rows
      .filter((row) => row.embedder === embedder && row.sessionId !== excludeSessionId)
      .map((row) => ({ ...toStored(row), similarity: cosineSimilarity(row.vector, vector) }))
      .sort((a, b) => b.similarity - a.similarity || byAge(a, b))
      .slice(0, limit);
  }

  list({ excludeSessionId, kinds, exceptEmbedders, limit }: ListQuery): StoredMemory[] {
    return this.rows
      .filter(
        (row) =>
          row.sessionId !== excludeSessionId &&
          (kinds?.includes(row.kind) ?? true) &&
          !exceptEmbedders?.includes(row.embedder),
      )
      .sort(byAge)
      .slice(0, limit)
      .map(toStored);
  }
}

/** The newest first. */
function byAge(a: StoredMemory, b: StoredMemory): number {
  return b.createdAt.getTime() - a.createdAt.getTime();
}

function toStored({ id, sessionId, kind, content, importance, createdAt }: HeldMemory): StoredMemory {
  return { id, sessionId, kind, content, importance, createdAt };
}
