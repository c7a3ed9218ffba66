import type { Statement } from '../../platform/database/statement.js';
import type { TrackedTask } from '../tasks.types.js';

/* A lease is a `run_after` in the future, by the database's clock. */

/**
 * Keeps tasks as `$7`. What this process took out of the table is only updated, so that a row which was deleted
 * meanwhile does not come back with the words in it.
 */
export const SAVE_TASKS: Statement = {
  name: 'save_tasks',
  text: `
    WITH given AS (
      SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::timestamptz[], $6::boolean[])
        AS given (id, name, payload, attempts, created_at, was_stored)
    ), given_back AS (
      UPDATE background_tasks SET
        status = $7, attempts = given.attempts, last_error_code = $8, run_after = now()
      FROM given WHERE background_tasks.id = given.id AND was_stored
    )
    INSERT INTO background_tasks (id, name, payload, status, attempts, last_error_code, created_at, run_after)
    SELECT id, name, to_jsonb(payload), $7, attempts, $8, created_at, now() FROM given WHERE NOT was_stored
    ON CONFLICT (id) DO UPDATE SET
      status = excluded.status, attempts = excluded.attempts, last_error_code = excluded.last_error_code,
      run_after = excluded.run_after`,
};

export function savingColumns(tasks: readonly TrackedTask[]): unknown[] {
  return [
    tasks.map(({ id }) => id),
    tasks.map(({ name }) => name),
    tasks.map(({ payload }) => JSON.stringify(payload)),
    tasks.map(({ attempts }) => attempts),
    tasks.map(({ createdAt }) => createdAt.toISOString()),
    tasks.map(({ leasedUntil }) => leasedUntil !== undefined),
  ];
}

export const CLAIM_TASKS: Statement = {
  name: 'claim_tasks',
  text: `
    WITH due AS (
      SELECT id, run_after FROM background_tasks
      WHERE status = 'queued' AND run_after <= now() AND name = ANY ($1::text[])
      ORDER BY run_after, id LIMIT $2 FOR UPDATE SKIP LOCKED
    ), claimed AS (
      UPDATE background_tasks SET
        run_after = now() + make_interval(secs => $3), attempts = attempts + 1
      FROM due WHERE background_tasks.id = due.id
      RETURNING background_tasks.id, name, payload #>> '{}' AS json, attempts - 1 AS attempts,
        created_at AS "createdAt", due.run_after AS due_at
    )
    SELECT id, name, json, attempts, "createdAt" FROM claimed ORDER BY due_at, id`,
};

export const PARK_UNREADABLE_TASKS: Statement = {
  name: 'park_unreadable_tasks',
  text: `
    UPDATE background_tasks SET status = 'parked', last_error_code = 'UnreadablePayload'
    WHERE id = ANY ($1::text[])`,
};

export const EXTEND_LEASES: Statement = {
  name: 'extend_leases',
  text: `
    UPDATE background_tasks SET run_after = now() + make_interval(secs => $2)
    WHERE id = ANY ($1::text[]) AND status = 'queued'`,
};

export const REMOVE_TASKS: Statement = {
  name: 'remove_tasks',
  text: 'DELETE FROM background_tasks WHERE id = ANY ($1::text[])',
};

export const RELEASE_ABANDONED_TASKS: Statement = {
  name: 'release_abandoned_tasks',
  text: `
    UPDATE background_tasks SET run_after = now()
    WHERE status = 'queued' AND run_after > now() AND created_at < $1::timestamptz`,
};

export const TASK_FIGURES: Statement = {
  name: 'task_figures',
  text: `
    SELECT name, count(*) FILTER (WHERE status = 'queued')::int AS queued,
      count(*) FILTER (WHERE status = 'parked')::int AS parked,
      extract(epoch FROM now() - min(created_at) FILTER (WHERE status = 'queued'))::float8 AS "oldestAgeSeconds"
    FROM background_tasks GROUP BY name ORDER BY name`,
};

export const PARKED_TASKS: Statement = {
  name: 'parked_tasks',
  text: `
    SELECT id, name, attempts, last_error_code AS "errorCode", created_at AS "createdAt"
    FROM background_tasks WHERE status = 'parked' ORDER BY created_at DESC, id DESC LIMIT $1`,
};

export const RETRY_PARKED_TASKS: Statement = {
  name: 'retry_parked_tasks',
  text: `
    WITH retried AS (
      UPDATE background_tasks SET status = 'queued', attempts = 0, last_error_code = NULL, run_after = now()
      WHERE status = 'parked' AND ($1::text IS NULL OR name = $1) RETURNING id
    )
    SELECT count(*)::int AS count FROM retried`,
};

export const REMOVE_PARKED_TASKS: Statement = {
  name: 'remove_parked_tasks',
  text: `
    WITH removed AS (
      DELETE FROM background_tasks WHERE status = 'parked' AND ($1::text IS NULL OR name = $1) RETURNING id
    )
    SELECT count(*)::int AS count FROM removed`,
};
