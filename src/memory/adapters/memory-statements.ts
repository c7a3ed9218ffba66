import type { Statement } from '../../platform/database/statement.js';
import { EMBEDDING_DIMENSIONS } from '../ports/embedder.js';
import type { ListQuery, NearestQuery, NewMemory, StoredMemory } from '../ports/memory-store.js';

/** Postgres' own number for the type `real`. */
const REAL_OID = 700;

/* One statement for any number of users at once. Every row names its user, and so does every condition on one. */

export interface Saving {
  userScope: string;
  memories: readonly NewMemory[];
}

/**
 * Saves memories whose messages are stored. It holds the messages while it writes: a deletion that came first leaves
 * nothing to hold, one that comes later waits and then removes these memories too, as it removes messages before
 * memories. Answers for each saving whether all its messages were there, and how many memories its user has at most.
 */
export const SAVE_MEMORIES: Statement = {
  name: 'save_memories',
  text: `
    WITH given AS (
      SELECT *, ${vectorAt('$11', 'place')} AS embedding FROM unnest(
        $1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::real[],
        $10::timestamptz[]
      ) WITH ORDINALITY
        AS given (saving, id, user_scope, session_id, message_id, kind, content, embedder, importance, created_at, place)
    ), source AS (
      SELECT id FROM messages WHERE id IN (SELECT message_id FROM given) ORDER BY id FOR KEY SHARE
    ), saved AS (
      INSERT INTO memories
        (id, user_scope, session_id, message_id, kind, content, embedding, embedder, importance, created_at)
      -- One statement may not touch a row twice.
      SELECT DISTINCT ON (user_scope, content)
        given.id, user_scope, session_id, message_id, kind, content, embedding, embedder, importance, created_at
      FROM given JOIN source ON source.id = given.message_id
      ORDER BY user_scope, content, created_at DESC
      ON CONFLICT (user_scope, content_hash) DO UPDATE SET
        session_id = excluded.session_id, message_id = excluded.message_id, kind = excluded.kind,
        embedding = excluded.embedding, embedder = excluded.embedder,
        importance = greatest(memories.importance, excluded.importance), created_at = excluded.created_at
      WHERE excluded.created_at > memories.created_at
    )
    SELECT saving, bool_and(source.id IS NOT NULL) AS "hasSources",
      (count(*) + (SELECT count(*) FROM memories WHERE memories.user_scope = given.user_scope))::int AS "atMost"
    FROM given LEFT JOIN source ON source.id = given.message_id
    GROUP BY saving, given.user_scope`,
};

export interface SavingRow {
  saving: number;
  hasSources: boolean;
  atMost: number;
}

export function savingColumns(savings: readonly Saving[]): unknown[] {
  const rows = savings.flatMap(({ userScope, memories }, saving) =>
    memories.map((memory) => ({ ...memory, userScope, saving })),
  );
  return [
    rows.map(({ saving }) => saving),
    rows.map(({ id }) => id),
    rows.map(({ userScope }) => userScope),
    rows.map(({ sessionId }) => sessionId),
    rows.map(({ messageId }) => messageId),
    rows.map(({ kind }) => kind),
    rows.map(({ content }) => content),
    rows.map(({ embedder }) => embedder),
    rows.map(({ importance }) => importance),
    rows.map(({ createdAt }) => createdAt.toISOString()),
    toReals(rows.map(({ vector }) => vector)),
  ];
}

/** With a vector the nearest come first, without one the newest. */
export type Question = ListQuery & Partial<Pick<NearestQuery, 'embedder' | 'vector'>>;

/** The memories each question asks for. `position` says which question a row answers, from 1. */
export const FIND_MEMORIES: Statement = {
  name: 'find_memories',
  reads: true,
  text: `
    WITH given AS MATERIALIZED (
      SELECT position, user_scope, exclude_session_id, kinds::text[] AS kinds, embedder,
        except_embedders::text[] AS except_embedders, ${vectorAt('$8', 'place')} AS vector, most
      FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::int[])
        WITH ORDINALITY AS asked
        (user_scope, exclude_session_id, kinds, embedder, except_embedders, place, most, position)
    )
    SELECT given.position::int, found.id, session_id AS "sessionId", kind, content, importance,
      created_at AS "createdAt", 1 - distance AS similarity
    FROM given CROSS JOIN LATERAL (
      SELECT id, session_id, kind, content, importance, created_at, embedding <=> given.vector AS distance
      FROM memories
      WHERE memories.user_scope = given.user_scope
        AND memories.session_id IS DISTINCT FROM given.exclude_session_id
        AND (given.kinds IS NULL OR memories.kind = ANY (given.kinds))
        AND (given.embedder IS NULL OR memories.embedder = given.embedder)
        AND (given.except_embedders IS NULL OR memories.embedder <> ALL (given.except_embedders))
      ORDER BY distance, created_at DESC LIMIT given.most
    ) AS found
    ORDER BY given.position, distance, created_at DESC`,
};

/** All memories of each user, the newest first, at most `$2`, with their vectors as pgvector sends them. */
export const ALL_MEMORIES: Statement = {
  name: 'all_memories',
  reads: true,
  text: `
    SELECT given.position::int, found.*
    FROM unnest($1::text[]) WITH ORDINALITY AS given (user_scope, position)
    CROSS JOIN LATERAL (
      SELECT id, session_id AS "sessionId", kind, content, importance, created_at AS "createdAt", embedder,
        vector_send(embedding) AS sent
      FROM memories WHERE memories.user_scope = given.user_scope
      ORDER BY created_at DESC LIMIT $2
    ) AS found
    ORDER BY given.position`,
};

export interface MemoryRow extends StoredMemory {
  position: number;
  embedder: string;
  sent: Buffer;
}

/** Its dimensions and a spare field, 16 bits each, then 32-bit floats, the most significant byte first. */
export function toVector(sent: Buffer): Float32Array {
  const floats = Uint8Array.prototype.slice.call(sent, 4);
  Buffer.from(floats.buffer).swap32();
  return new Float32Array(floats.buffer);
}

export function questionColumns(questions: readonly Question[]): unknown[] {
  const vectors: Float32Array[] = [];
  return [
    questions.map(({ userScope }) => userScope),
    questions.map(({ excludeSessionId }) => excludeSessionId ?? null),
    questions.map(({ kinds }) => kinds && toArrayText(kinds)),
    questions.map(({ embedder }) => embedder ?? null),
    questions.map(({ exceptEmbedders }) => exceptEmbedders && toArrayText(exceptEmbedders)),
    questions.map(({ vector }) => (vector ? vectors.push(vector) : null)),
    questions.map(({ limit }) => limit),
    toReals(vectors),
  ];
}

/** SQL for the vector at a place, from 1, in a parameter `toReals` made; none where the place is null. */
function vectorAt(parameter: string, place: string): string {
  const size = EMBEDDING_DIMENSIONS;
  return `(${parameter}::real[])[(${place} - 1) * ${size} + 1 : ${place} * ${size}]::vector`;
}

/**
 * All vectors as one `real[]` in Postgres' binary form: as digits they are six times the work here, and a third of what the
 * statement takes there. Dimensions, nulls, type, length and lower bound, 32 bits each, then each number behind its size.
 */
function toReals(vectors: readonly Float32Array[]): Buffer {
  const length = vectors.length * EMBEDDING_DIMENSIONS;
  const reals = Buffer.allocUnsafe(20 + 8 * length);
  let at = 0;
  for (const field of [1, 0, REAL_OID, length, 1]) at = reals.writeInt32BE(field, at);
  for (const vector of vectors) {
    for (const number of vector) at = reals.writeFloatBE(number, reals.writeInt32BE(4, at));
  }
  return reals;
}

function toArrayText(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}
