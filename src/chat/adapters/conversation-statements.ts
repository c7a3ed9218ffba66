import type { Statement } from '../../platform/database/statement.js';
import type { Reply, UserMessage } from '../ports/conversation-store.js';

/*
 * One statement for any number of turns each. Their parameters are columns, so the text is always the same.
 * Whatever locks sessions does so in the order of their keys, so that two processes cannot lock each other out.
 */

/** Stores user messages and their sessions. Rows that exist already stay as they are. */
export const INSERT_USER_MESSAGES: Statement = {
  name: 'insert_user_messages',
  text: `
    WITH incoming AS (
      SELECT * FROM unnest(
        $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[]
      ) AS given (id, turn_id, user_id, user_scope, session_id, content, risk_level, created_at)
    ), touched AS (
      INSERT INTO sessions (user_id, session_id, user_scope, created_at, updated_at)
      SELECT user_id, session_id, min(user_scope), min(created_at), max(created_at)
      FROM incoming GROUP BY user_id, session_id ORDER BY user_id, session_id
      ON CONFLICT (user_id, session_id) DO UPDATE SET
        created_at = least(sessions.created_at, excluded.created_at),
        updated_at = greatest(sessions.updated_at, excluded.updated_at)
    )
    INSERT INTO messages (id, turn_id, user_id, session_id, role, content, status, risk_level, created_at)
    SELECT id, turn_id, user_id, session_id, 'user', content, 'received', risk_level, created_at FROM incoming
    ON CONFLICT DO NOTHING`,
};

export function userMessageColumns(messages: readonly UserMessage[]): unknown[] {
  return [
    messages.map(({ id }) => id),
    messages.map(({ turnId }) => turnId),
    messages.map(({ userId }) => userId),
    messages.map(({ userScope }) => userScope),
    messages.map(({ sessionId }) => sessionId),
    messages.map(({ content }) => toStorable(content)),
    messages.map(({ riskLevel }) => riskLevel),
    messages.map(({ createdAt }) => createdAt.toISOString()),
  ];
}

/**
 * Ends turns: the user's row gets the outcome, the reply its own row. It does nothing where the user's message is not
 * there (never stored, or deleted since) or has its outcome already, so a late or repeated reply neither revives a
 * deleted session nor appears twice. An empty reply was never said and gets no row. The sessions are held first, as a
 * deletion does, so that the two cannot lock each other out.
 */
export const FINISH_TURNS: Statement = {
  name: 'finish_turns',
  text: `
    WITH given AS (
      SELECT * FROM unnest(
        $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::real[], $9::real[],
        $10::text[], $11::timestamptz[]
      ) AS given
        (id, turn_id, user_id, session_id, content, status, emotion, intensity, confidence, risk_level, created_at)
    ), held AS (
      SELECT user_id, session_id FROM sessions
      WHERE (user_id, session_id) IN (SELECT user_id, session_id FROM given)
      ORDER BY user_id, session_id FOR NO KEY UPDATE
    ), ended AS (
      SELECT user_id, session_id, max(created_at) AS ended_at
      FROM held JOIN given USING (user_id, session_id) GROUP BY user_id, session_id
    ), touched AS (
      UPDATE sessions SET updated_at = greatest(sessions.updated_at, ended.ended_at)
      FROM ended WHERE sessions.user_id = ended.user_id AND sessions.session_id = ended.session_id
      RETURNING sessions.user_id, sessions.session_id
    ), question AS (
      UPDATE messages SET
        status = given.status, emotion = given.emotion, intensity = given.intensity,
        confidence = given.confidence, risk_level = given.risk_level
      FROM given JOIN touched USING (user_id, session_id)
      WHERE messages.turn_id = given.turn_id AND messages.role = 'user' AND messages.status = 'received'
        AND messages.user_id = given.user_id AND messages.session_id = given.session_id
      RETURNING messages.turn_id
    )
    INSERT INTO messages (id, turn_id, user_id, session_id, role, content, status, created_at)
    SELECT id, turn_id, user_id, session_id, 'assistant', content, status, created_at
    FROM given JOIN question USING (turn_id) WHERE content <> ''
    ON CONFLICT DO NOTHING`,
};

export function replyColumns(replies: readonly Reply[]): unknown[] {
  return [
    replies.map(({ id }) => id),
    replies.map(({ turnId }) => turnId),
    replies.map(({ userId }) => userId),
    replies.map(({ sessionId }) => sessionId),
    replies.map(({ content }) => toStorable(content)),
    replies.map(({ status }) => status),
    replies.map(({ emotion }) => emotion?.emotion ?? null),
    replies.map(({ emotion }) => emotion?.intensity ?? null),
    replies.map(({ emotion }) => emotion?.confidence ?? null),
    replies.map(({ riskLevel }) => riskLevel ?? null),
    replies.map(({ createdAt }) => createdAt.toISOString()),
  ];
}

/** The last `$3` messages of each session, oldest first. `position` says which session a row belongs to, from 1. */
export const LAST_MESSAGES: Statement = {
  name: 'last_messages',
  text: `
    SELECT given.position::int, last.*
    FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS given (user_id, session_id, position)
    CROSS JOIN LATERAL (
      SELECT id, turn_id AS "turnId", role, content, emotion, status, created_at AS "createdAt"
      FROM messages
      WHERE messages.user_id = given.user_id AND messages.session_id = given.session_id
      ORDER BY created_at DESC, id DESC LIMIT $3
    ) AS last
    ORDER BY given.position, last."createdAt", last.id`,
};

/** Postgres text cannot hold U+0000. */
function toStorable(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
}
