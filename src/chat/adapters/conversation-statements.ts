import type { Statement } from '../../platform/database/statement.js';
import { TASK_LEASE_MS } from '../../tasks/tasks.types.js';
import type { Reply, UserMessage } from '../ports/conversation-store.js';

/*
 * One statement for any number of turns each. Their parameters are columns, so the text is always the same.
 * Whatever locks sessions does so in the order of their keys, so that two processes cannot lock each other out.
 */

/**
 * Stores user messages and their sessions. Rows that exist already stay as they are. One that comes late, from a spool,
 * stays away where its session was deleted since it was said.
 */
export const INSERT_USER_MESSAGES: Statement = {
  name: 'insert_user_messages',
  text: `
    WITH incoming AS (
      SELECT * FROM unnest(
        $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[],
        $9::boolean[]
      ) AS given (id, turn_id, user_id, user_scope, session_id, content, risk_level, created_at, late)
      WHERE NOT (late AND EXISTS (
        SELECT FROM deleted_sessions AS deleted
        WHERE deleted.user_id = given.user_id AND deleted.session_id = given.session_id
          AND deleted.deleted_at >= given.created_at
      ))
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

export type MessageToStore = UserMessage & { late?: true };

export function userMessageColumns(messages: readonly MessageToStore[]): unknown[] {
  return [
    messages.map(({ id }) => id),
    messages.map(({ turnId }) => turnId),
    messages.map(({ userId }) => userId),
    messages.map(({ userScope }) => userScope),
    messages.map(({ sessionId }) => sessionId),
    messages.map(({ content }) => toStorable(content)),
    messages.map(({ riskLevel }) => riskLevel),
    messages.map(({ createdAt }) => createdAt.toISOString()),
    messages.map(({ late = false }) => late),
  ];
}

/**
 * Ends turns: the user's row gets the outcome, the reply its own row. It does nothing where the user's message is not
 * there (never stored, or deleted since) or has its outcome already, so a late or repeated reply neither revives a
 * deleted session nor appears twice. Only a turn that was run again may replace what it came to before, by something
 * better (`outranks`). An empty reply was never said and gets no row. The sessions are held first, as a deletion does, so
 * that the two cannot lock each other out.
 *
 * What follows from a turn becomes a task in the same statement, leased to this process, which counts as its first
 * attempt. Answers with the ids of the tasks it stored: none for a turn it did not end, but for those that do not ask.
 */
export const FINISH_TURNS: Statement = {
  name: 'finish_turns',
  text: `
    WITH given AS (
      -- One statement may not touch a row twice.
      SELECT DISTINCT ON (turn_id) * FROM unnest(
        $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::real[], $9::real[],
        $10::text[], $11::timestamptz[]
      ) AS given
        (id, turn_id, user_id, session_id, content, status, emotion, intensity, confidence, risk_level, created_at)
      ORDER BY turn_id, array_position(array['completed', 'blocked', 'failed', 'aborted'], status), created_at
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
      WHERE messages.turn_id = given.turn_id AND messages.role = 'user'
        AND (messages.status = 'received' OR messages.status = 'aborted' AND given.status <> 'aborted'
          OR messages.status = 'failed' AND given.status IN ('completed', 'blocked'))
        -- No index serves these two: the one of histories would find all that was ever said in the session.
        AND messages.user_id IS NOT DISTINCT FROM given.user_id
        AND messages.session_id IS NOT DISTINCT FROM given.session_id
      RETURNING messages.turn_id
    ), answer AS (
      INSERT INTO messages (id, turn_id, user_id, session_id, role, content, status, created_at)
      SELECT id, turn_id, user_id, session_id, 'assistant', content, status, created_at
      FROM given JOIN question USING (turn_id) WHERE content <> ''
      ON CONFLICT (turn_id, role) DO UPDATE SET
        id = excluded.id, content = excluded.content, status = excluded.status, created_at = excluded.created_at
      WHERE messages.status IN ('aborted', 'failed')
    )
    INSERT INTO background_tasks (id, name, payload, status, attempts, created_at, run_after)
    SELECT id, name, to_jsonb(payload), 'queued', 1, now(), now() + make_interval(secs => $17)
    FROM unnest($12::text[], $13::text[], $14::text[], $15::text[], $16::boolean[])
      AS following (id, turn_id, name, payload, even_if_gone)
    WHERE even_if_gone OR turn_id IN (SELECT turn_id FROM question)
    ON CONFLICT DO NOTHING
    RETURNING id`,
};

export function replyColumns(replies: readonly Reply[]): unknown[] {
  const followUps = replies.flatMap(({ turnId, followUps: own = [] }) =>
    own.map((followUp) => ({ ...followUp, turnId })),
  );
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
    followUps.map(({ id }) => id),
    followUps.map(({ turnId }) => turnId),
    followUps.map(({ name }) => name),
    followUps.map(({ payload }) => JSON.stringify(payload)),
    followUps.map(({ evenIfGone }) => evenIfGone ?? false),
    TASK_LEASE_MS / 1000,
  ];
}

/**
 * Of the `$3` messages that follow id `$1`, below `$2`, those whose turn has no end, and the last id of all. Ids sort by
 * time, so the primary key finds them: an index of its own would cost each turn more than this looks for.
 */
export const UNFINISHED_TURNS: Statement = {
  name: 'unfinished_turns',
  text: `
    WITH page AS MATERIALIZED (
      SELECT id, status FROM messages WHERE id > $1 AND id < $2 ORDER BY id LIMIT $3
    )
    SELECT (SELECT max(id) FROM page) AS reached, turn.*
    FROM (VALUES (1)) AS always LEFT JOIN (
      SELECT messages.turn_id AS "turnId", messages.user_id AS "userId", sessions.user_scope AS "userScope",
        messages.session_id AS "sessionId", messages.content, messages.risk_level AS "riskLevel",
        messages.created_at AS "createdAt"
      FROM page JOIN messages USING (id) JOIN sessions USING (user_id, session_id)
      WHERE page.status = 'received'
    ) AS turn ON true`,
};

/** The last `$3` messages of each session, oldest first. `position` says which session a row belongs to, from 1. */
export const LAST_MESSAGES: Statement = {
  name: 'last_messages',
  reads: true,
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

/** Postgres text cannot hold U+0000, and UTF-8 no half of a surrogate pair. */
export function toStorable(text: string): string {
  const whole = text.toWellFormed();
  return whole.includes('\0') ? whole.replaceAll('\0', '') : whole;
}
