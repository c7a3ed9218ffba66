import { Injectable } from '@nestjs/common';
import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { Database } from '../../platform/database/database.js';
import { GroupedCalls } from '../../platform/database/grouped-calls.js';
import { memories } from '../../platform/database/schema/index.js';
import {
  MemoryStore,
  SourceMissingError,
  type ListQuery,
  type NearestQuery,
  type NewMemory,
  type StoredMemory,
  type TrimOptions,
  type Whereabouts,
} from '../ports/memory-store.js';
import { EMBEDDING_DIMENSIONS } from '../ports/embedder.js';
import type { HeldMemory } from './held-memories.js';
import {
  ALL_MEMORIES,
  FIND_MEMORIES,
  SAVE_MEMORIES,
  questionColumns,
  savingColumns,
  toVector,
  type MemoryRow,
  type Question,
  type Saving,
  type SavingRow,
} from './memory-statements.js';

const MAX_SAVINGS = 50;
const MAX_QUESTIONS = 100;
/** With their vectors: 20 people of 100 memories are 8 MB on their way. */
const MAX_READINGS = 20;

type Found = StoredMemory & { similarity: number };

/** Memories in the `memories` table. The user scope is part of every statement. */
@Injectable()
export class PostgresMemoryStore extends MemoryStore {
  private readonly savings = new GroupedCalls<Saving, SavingRow>({
    round: async (savings) => {
      const rows = await this.database.query<SavingRow>(
        'save memories',
        SAVE_MEMORIES,
        savingColumns(savings),
      );
      return rows.sort((a, b) => a.saving - b.saving);
    },
    maxItems: MAX_SAVINGS,
  });
  private readonly questions = new GroupedCalls<Question, Found[]>({
    round: (questions) => this.find(questions),
    maxItems: MAX_QUESTIONS,
  });

  private readonly readings = new GroupedCalls<{ userScope: string; most: number }, HeldMemory[]>({
    round: (readings) => this.readAll(readings),
    maxItems: MAX_READINGS,
  });

  constructor(private readonly database: Database) {
    super();
  }

  async save(userScope: string, newMemories: readonly NewMemory[], signal: AbortSignal): Promise<number> {
    signal.throwIfAborted();
    if (newMemories.length === 0) return 0;
    for (const { vector } of newMemories) refuseOtherLengths(vector);
    const { hasSources, atMost } = await this.savings.ask({ userScope, memories: newMemories }, signal);
    if (!hasSources) throw new SourceMissingError();
    return atMost;
  }

  async whereabouts(_query: object, signal: AbortSignal): Promise<Whereabouts> {
    signal.throwIfAborted();
    return 'away';
  }

  async nearest(query: NearestQuery, signal: AbortSignal): Promise<Found[]> {
    refuseOtherLengths(query.vector);
    return this.questions.ask(query, signal);
  }

  async list(query: ListQuery, signal: AbortSignal): Promise<StoredMemory[]> {
    const found = await this.questions.ask(query, signal);
    return found.map(({ similarity: _, ...memory }) => memory);
  }

  /** A user's memories with their vectors, the newest first, at most `most`. */
  all(userScope: string, most: number): Promise<HeldMemory[]> {
    return this.readings.ask({ userScope, most });
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

  letGo(): void {
    // It holds nothing.
  }

  private async find(questions: readonly Question[]): Promise<Found[][]> {
    const rows = await this.database.query<Found & { position: number }>(
      'find memories',
      FIND_MEMORIES,
      questionColumns(questions),
    );
    const answers = questions.map((): Found[] => []);
    for (const { position, ...memory } of rows) answers[position - 1]?.push(memory);
    return answers;
  }

  private async readAll(readings: readonly { userScope: string; most: number }[]): Promise<HeldMemory[][]> {
    const rows = await this.database.query<MemoryRow>('reading memories', ALL_MEMORIES, [
      readings.map(({ userScope }) => userScope),
      Math.max(...readings.map(({ most }) => most)),
    ]);
    const answers = readings.map((): HeldMemory[] => []);
    for (const { position, sent, ...memory } of rows) {
      answers[position - 1]?.push({ ...memory, vector: toVector(sent) });
    }
    return answers.map((memories, index) => memories.slice(0, readings[index]!.most));
  }
}

/** The vectors of all who ask at once lie side by side: one of another length would move its neighbours'. */
function refuseOtherLengths({ length }: Float32Array): void {
  if (length !== EMBEDDING_DIMENSIONS) {
    throw new RangeError(`a vector has ${length} numbers instead of ${EMBEDDING_DIMENSIONS}`);
  }
}
