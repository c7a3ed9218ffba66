import { Injectable } from '@nestjs/common';
import { and, cosineDistance, desc, eq, inArray, ne, notInArray, sql } from 'drizzle-orm';
import { Database } from '../../platform/database/database.js';
import { memories } from '../../platform/database/schema/index.js';
import type { MemoryKind } from '../memory.types.js';
import {
  MemoryStore,
  SourceMissingError,
  type ListQuery,
  type NearestQuery,
  type NewMemory,
  type StoredMemory,
  type TrimOptions,
} from '../ports/memory-store.js';
import { saveMemories } from './memory-statements.js';

const storedColumns = {
  id: memories.id,
  sessionId: memories.sessionId,
  kind: sql<MemoryKind>`${memories.kind}`,
  content: memories.content,
  importance: memories.importance,
  createdAt: memories.createdAt,
};

/** Memories in the `memories` table. The user scope is part of every statement. */
@Injectable()
export class PostgresMemoryStore extends MemoryStore {
  constructor(private readonly database: Database) {
    super();
  }

  async save(userScope: string, newMemories: readonly NewMemory[], signal: AbortSignal): Promise<void> {
    if (newMemories.length === 0) return signal.throwIfAborted();
    const sources = new Set(newMemories.map(({ messageId }) => messageId));
    const { rows } = await this.database.run(
      'save memories',
      (db) => db.execute(saveMemories(userScope, newMemories)),
      signal,
    );
    if (rows.length < sources.size) throw new SourceMissingError();
  }

  nearest(query: NearestQuery, signal: AbortSignal): Promise<(StoredMemory & { similarity: number })[]> {
    const distance = cosineDistance(memories.embedding, Array.from(query.vector));
    return this.database.run(
      'find memories',
      (db) =>
        db
          .select({ ...storedColumns, similarity: sql<number>`1 - (${distance})`.mapWith(Number) })
          .from(memories)
          .where(
            and(
              eq(memories.userScope, query.userScope),
              ne(memories.sessionId, query.excludeSessionId),
              eq(memories.embedder, query.embedder),
            ),
          )
          .orderBy(distance)
          .limit(query.limit),
      signal,
    );
  }

  list(query: ListQuery, signal: AbortSignal): Promise<StoredMemory[]> {
    const { userScope, excludeSessionId, kinds, exceptEmbedders, limit } = query;
    return this.database.run(
      'list memories',
      (db) =>
        db
          .select(storedColumns)
          .from(memories)
          .where(
            and(
              eq(memories.userScope, userScope),
              excludeSessionId === undefined ? undefined : ne(memories.sessionId, excludeSessionId),
              kinds && inArray(memories.kind, [...kinds]),
              exceptEmbedders && notInArray(memories.embedder, [...exceptEmbedders]),
            ),
          )
          .orderBy(desc(memories.createdAt))
          .limit(limit),
      signal,
    );
  }

  trim({ userScope, keep, now, halfLifeMs }: TrimOptions, signal: AbortSignal): Promise<number> {
    // Importance times recency, as a logarithm: the plain product of a very old row underflows, which is an error here.
    const ageMs = sql`greatest(0, extract(epoch from (${now.toISOString()}::timestamptz - ${memories.createdAt})) * 1000)`;
    const worth = sql`ln(greatest(${memories.importance}::float8, 0.000001)) / ln(2.0::float8) - ${ageMs}::float8 / ${halfLifeMs}::float8`;
    return this.database.run(
      'trim memories',
      async (db) => {
        const exceeding = db
          .select({ id: memories.id })
          .from(memories)
          .where(eq(memories.userScope, userScope))
          .orderBy(desc(worth), desc(memories.createdAt))
          .offset(keep);
        const dropped = await db
          .delete(memories)
          .where(and(eq(memories.userScope, userScope), inArray(memories.id, exceeding)))
          .returning({ id: memories.id });
        return dropped.length;
      },
      signal,
    );
  }

  forgetSession(userScope: string, sessionId: string, signal: AbortSignal): Promise<number> {
    return this.database.run(
      'forget memories',
      async (db) => {
        const forgotten = await db
          .delete(memories)
          .where(and(eq(memories.userScope, userScope), eq(memories.sessionId, sessionId)))
          .returning({ id: memories.id });
        return forgotten.length;
      },
      signal,
    );
  }
}
