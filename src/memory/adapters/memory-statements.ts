import { sql, type SQL } from 'drizzle-orm';
import { memories } from '../../platform/database/schema/index.js';
import { newOrderedId } from '../../platform/identity/identifiers.js';
import type { NewMemory } from '../ports/memory-store.js';

/**
 * One statement that saves memories whose messages are stored, and answers with the ids of those messages. It holds
 * the messages while it writes: a deletion that came first leaves nothing to hold, one that comes later waits and then
 * removes these memories too, as it removes messages before memories.
 */
export function saveMemories(userScope: string, newMemories: readonly NewMemory[]): SQL {
  // One statement may not touch a row twice.
  const rows = [...new Map(newMemories.map((memory) => [memory.content, memory])).values()];
  const texts = (pick: (memory: NewMemory) => string) => sql`${sql.param(rows.map(pick))}::text[]`;
  return sql`
    WITH given AS (
      SELECT * FROM unnest(
        ${texts(() => newOrderedId())}, ${texts(({ sessionId }) => sessionId)},
        ${texts(({ messageId }) => messageId)}, ${texts(({ kind }) => kind)}, ${texts(({ content }) => content)},
        ${texts(({ vector }) => `[${vector.join(',')}]`)}, ${texts(({ embedder }) => embedder)},
        ${sql.param(rows.map(({ importance }) => importance))}::real[],
        ${sql.param(rows.map(({ createdAt }) => createdAt.toISOString()))}::timestamptz[]
      ) AS given (id, session_id, message_id, kind, content, embedding, embedder, importance, created_at)
    ), source AS (
      SELECT id FROM messages WHERE id IN (SELECT message_id FROM given) ORDER BY id FOR KEY SHARE
    ), saved AS (
      INSERT INTO memories
        (id, user_scope, session_id, message_id, kind, content, embedding, embedder, importance, created_at)
      SELECT given.id, ${userScope}, session_id, message_id, kind, content, embedding::vector, embedder, importance,
        created_at
      FROM given JOIN source ON source.id = given.message_id
      ON CONFLICT (user_scope, content_hash) DO UPDATE SET
        session_id = excluded.session_id, message_id = excluded.message_id, kind = excluded.kind,
        embedding = excluded.embedding, embedder = excluded.embedder,
        importance = greatest(${memories.importance}, excluded.importance), created_at = excluded.created_at
      WHERE excluded.created_at > ${memories.createdAt}
    )
    SELECT id FROM source`;
}
