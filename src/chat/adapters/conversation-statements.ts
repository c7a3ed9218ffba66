import { sql, type SQL } from 'drizzle-orm';
import type { Reply, UserMessage } from '../ports/conversation-store.js';

/** One statement for any number of user messages and their sessions. Rows that exist already stay as they are. */
export function insertUserMessages(batch: readonly UserMessage[]): SQL {
  const texts = (pick: (message: UserMessage) => string) => sql`${sql.param(batch.map(pick))}::text[]`;
  const createdAt = sql`${sql.param(batch.map((message) => message.createdAt.toISOString()))}::timestamptz[]`;
  return sql`
    WITH incoming AS (
      SELECT * FROM unnest(
        ${texts((message) => message.id)}, ${texts((message) => message.turnId)},
        ${texts((message) => message.userId)}, ${texts((message) => message.userScope)},
        ${texts((message) => message.sessionId)}, ${texts((message) => toStorable(message.content))},
        ${texts((message) => message.riskLevel)}, ${createdAt}
      ) AS given (id, turn_id, user_id, user_scope, session_id, content, risk_level, created_at)
    ), touched AS (
      -- Sorted, so that two processes lock the same sessions in the same order.
      INSERT INTO sessions (user_id, session_id, user_scope, created_at, updated_at)
      SELECT user_id, session_id, min(user_scope), min(created_at), max(created_at)
      FROM incoming GROUP BY user_id, session_id ORDER BY user_id, session_id
      ON CONFLICT (user_id, session_id) DO UPDATE SET
        created_at = least(sessions.created_at, excluded.created_at),
        updated_at = greatest(sessions.updated_at, excluded.updated_at)
    )
    INSERT INTO messages (id, turn_id, user_id, session_id, role, content, status, risk_level, created_at)
    SELECT id, turn_id, user_id, session_id, 'user', content, 'received', risk_level, created_at FROM incoming
    ON CONFLICT DO NOTHING`;
}

/**
 * One statement that ends a turn: the user's row gets the outcome, the reply its own row. It does nothing where the
 * user's message is not there (never stored, or deleted since) or has its outcome already, so a late or repeated reply
 * neither revives a deleted session nor appears twice. An empty reply was never said and gets no row. The session is
 * locked first, as a deletion does, so that the two cannot lock each other out.
 */
export function finishTurn(reply: Reply): SQL {
  const { turnId, userId, sessionId, status, emotion } = reply;
  const createdAt = sql`${reply.createdAt.toISOString()}::timestamptz`;
  return sql`
    WITH touched AS (
      UPDATE sessions SET updated_at = greatest(updated_at, ${createdAt})
      WHERE user_id = ${userId} AND session_id = ${sessionId}
      RETURNING session_id
    ), question AS (
      UPDATE messages SET
        status = ${status}, emotion = ${emotion?.emotion ?? null}::text,
        intensity = ${emotion?.intensity ?? null}::real, confidence = ${emotion?.confidence ?? null}::real,
        risk_level = ${reply.riskLevel ?? null}::text
      FROM touched
      WHERE messages.turn_id = ${turnId} AND messages.role = 'user' AND messages.status = 'received'
        AND messages.user_id = ${userId} AND messages.session_id = touched.session_id
      RETURNING messages.turn_id
    )
    INSERT INTO messages (id, turn_id, user_id, session_id, role, content, status, created_at)
    SELECT ${reply.id}, turn_id, ${userId}, ${sessionId}, 'assistant', ${toStorable(reply.content)}::text,
      ${status}, ${createdAt}
    FROM question WHERE ${toStorable(reply.content)}::text <> ''
    ON CONFLICT DO NOTHING`;
}

/** Postgres text cannot hold U+0000. */
function toStorable(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
}
