import type { Statement } from '../../platform/database/statement.js';
import {
  KEY_LIFETIME_MS,
  type ClaimTerms,
  type KeyedRun,
  type KeyOutcome,
  type RunName,
} from '../ports/turn-key-store.js';

/* One statement for any number of keys at once; it may name none twice. Rows are locked in the order of their keys. */

export interface KeyClaim {
  run: KeyedRun;
  terms: ClaimTerms;
}

/**
 * Claims keys. Every row is written, changed or not, since one that another process inserts meanwhile is seen by no
 * reading in the same statement. Whose stream a row then names has the key. A day is counted by the callers' clock, a
 * life by the database's, as its signs come from several machines. With `$12` no other process can be alive.
 */
export const CLAIM_KEYS: Statement = {
  name: 'claim_turn_keys',
  text: `
    INSERT INTO turn_keys AS held
      (user_scope, key, fingerprint, reusable, turn_id, reply_id, stream_id, user_id, session_id, created_at, owner,
        alive_at)
    SELECT given.*, $11, now()
    FROM unnest($1::text[], $2::text[], $3::text[], $4::boolean[], $5::text[], $6::text[], $7::text[], $8::text[],
      $9::text[], $10::timestamptz[]) AS given (user_scope, key)
    ORDER BY user_scope, key
    ON CONFLICT (user_scope, key) DO UPDATE SET
      (fingerprint, reusable, turn_id, reply_id, user_id, session_id, created_at, stream_id, outcome, owner, alive_at) = (
        SELECT
          CASE WHEN anew THEN excluded.fingerprint ELSE held.fingerprint END,
          CASE WHEN anew THEN excluded.reusable ELSE held.reusable END,
          CASE WHEN anew THEN excluded.turn_id ELSE held.turn_id END,
          CASE WHEN anew THEN excluded.reply_id ELSE held.reply_id END,
          CASE WHEN anew THEN excluded.user_id ELSE held.user_id END,
          CASE WHEN anew THEN excluded.session_id ELSE held.session_id END,
          CASE WHEN anew THEN excluded.created_at ELSE held.created_at END,
          CASE WHEN anew OR again THEN excluded.stream_id ELSE held.stream_id END,
          CASE WHEN anew OR again THEN NULL ELSE held.outcome END,
          CASE WHEN anew OR again THEN excluded.owner ELSE held.owner END,
          CASE WHEN anew OR again THEN excluded.alive_at ELSE held.alive_at END
        FROM (
          SELECT
            expired OR (held.reusable AND fate <> 'running' AND (NOT same OR fate = 'deleted')) AS anew,
            same AND (fate IN ('lost', 'aborted') OR (held.reusable AND fate = 'cancelled')) AS again
          FROM (
            SELECT
              held.created_at <= excluded.created_at - make_interval(secs => ${KEY_LIFETIME_MS / 1000}) AS expired,
              held.fingerprint = excluded.fingerprint AS same,
              CASE
                WHEN held.outcome IS NOT NULL THEN held.outcome
                WHEN $12 AND held.owner <> excluded.owner THEN 'lost'
                WHEN held.alive_at <= now() - make_interval(secs => $13) THEN 'lost'
                ELSE 'running'
              END AS fate
          ) AS seen
        ) AS decided
      )
    RETURNING user_scope AS "userScope", key, fingerprint, reusable, turn_id AS "turnId", reply_id AS "replyId",
      stream_id AS "streamId", user_id AS "userId", session_id AS "sessionId", outcome`,
};

export type KeyRow = KeyedRun & { outcome: KeyOutcome | null };

export function claimColumns(claims: readonly KeyClaim[]): unknown[] {
  const runs = claims.map(({ run }) => run);
  return [
    runs.map(({ userScope }) => userScope),
    runs.map(({ key }) => key),
    runs.map(({ fingerprint }) => fingerprint),
    runs.map(({ reusable }) => reusable),
    runs.map(({ turnId }) => turnId),
    runs.map(({ replyId }) => replyId),
    runs.map(({ streamId }) => streamId),
    runs.map(({ userId }) => userId),
    runs.map(({ sessionId }) => sessionId),
    claims.map(({ terms }) => terms.now.toISOString()),
  ];
}

export const END_KEYS: Statement = {
  name: 'end_turn_keys',
  text: `
    WITH given AS (
      SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS given (user_scope, key, stream_id, outcome)
    ), held AS (
      SELECT user_scope, key, stream_id, given.outcome
      FROM turn_keys JOIN given USING (user_scope, key, stream_id)
      WHERE turn_keys.outcome IS NULL ORDER BY user_scope, key FOR UPDATE OF turn_keys
    )
    UPDATE turn_keys SET outcome = held.outcome FROM held
    WHERE turn_keys.user_scope = held.user_scope AND turn_keys.key = held.key
      AND turn_keys.stream_id = held.stream_id`,
};

export function endColumns(endings: readonly (RunName & { outcome: KeyOutcome })[]): unknown[] {
  return [...nameColumns(endings), endings.map(({ outcome }) => outcome)];
}

export const KEEP_KEYS_ALIVE: Statement = {
  name: 'keep_turn_keys_alive',
  text: `
    WITH held AS (
      SELECT user_scope, key, stream_id
      FROM turn_keys JOIN unnest($1::text[], $2::text[], $3::text[]) AS given (user_scope, key, stream_id)
        USING (user_scope, key, stream_id)
      WHERE outcome IS NULL ORDER BY user_scope, key FOR UPDATE OF turn_keys
    )
    UPDATE turn_keys SET alive_at = now() FROM held
    WHERE turn_keys.user_scope = held.user_scope AND turn_keys.key = held.key
      AND turn_keys.stream_id = held.stream_id`,
};

export function nameColumns(runs: readonly RunName[]): unknown[] {
  return [
    runs.map(({ userScope }) => userScope),
    runs.map(({ key }) => key),
    runs.map(({ streamId }) => streamId),
  ];
}

/** Those that somebody uses right now are left to the next time. */
export const REMOVE_EXPIRED_KEYS: Statement = {
  name: 'remove_expired_turn_keys',
  text: `
    WITH expired AS (
      SELECT user_scope, key FROM turn_keys
      WHERE created_at <= $1::timestamptz - make_interval(secs => ${KEY_LIFETIME_MS / 1000})
      ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED
    )
    DELETE FROM turn_keys USING expired
    WHERE turn_keys.user_scope = expired.user_scope AND turn_keys.key = expired.key
    RETURNING turn_keys.key`,
};
