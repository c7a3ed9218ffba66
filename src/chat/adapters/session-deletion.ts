import { and, eq, sql } from 'drizzle-orm';
import type { DatabaseHandle } from '../../platform/database/database.js';
import {
  backgroundTasks,
  deletedSessions,
  memories,
  messages,
  sessionRisk,
  sessions,
} from '../../platform/database/schema/index.js';
import { UNNAMED_SCOPE } from '../../platform/identity/user-scope.js';

/** Nothing waits in a spool for so long. */
const REMEMBERED_DAYS = 30;
const MOST_FORGOTTEN_AT_ONCE = 100;

/** Removes a session, all that came of it and what would still come, inside of a transaction. */
export async function deleteSessionRows(
  transaction: Pick<DatabaseHandle, 'delete' | 'execute' | 'insert'>,
  { userId, userScope, sessionId }: { userId: string; userScope: string; sessionId: string },
): Promise<void> {
  // The session first: a reply that is being written holds it, and its rows must be seen by the next deletes.
  await transaction
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), eq(sessions.sessionId, sessionId)));
  await rememberDeletion(transaction, { userId, sessionId });
  await transaction
    .delete(messages)
    .where(and(eq(messages.userId, userId), eq(messages.sessionId, sessionId)));
  await transaction.delete(backgroundTasks).where(namesSession(userScope, sessionId));
  await transaction
    .delete(memories)
    .where(and(eq(memories.userScope, userScope), eq(memories.sessionId, sessionId)));
  await transaction
    .delete(sessionRisk)
    .where(and(eq(sessionRisk.userScope, userScope), eq(sessionRisk.sessionId, sessionId)));
  await endKeys(transaction, { userScope, sessionId });
}

/**
 * Who comes with the key of a turn that is gone is told so, and does not bring it back. The rows are held in the order of
 * their keys first, as whoever writes them does: an update takes them as they lie on disk.
 */
async function endKeys(
  transaction: Pick<DatabaseHandle, 'execute'>,
  { userScope, sessionId }: { userScope: string; sessionId: string },
): Promise<void> {
  await transaction.execute(sql`
    WITH held AS (
      SELECT user_scope, key FROM turn_keys
      WHERE user_scope IN (${userScope}, ${UNNAMED_SCOPE}) AND session_id = ${sessionId}
      ORDER BY user_scope, key FOR UPDATE
    )
    UPDATE turn_keys SET outcome = 'deleted' FROM held
    WHERE turn_keys.user_scope = held.user_scope AND turn_keys.key = held.key`);
}

/** Who was held up by the session's lock has said its last word by now, so the clock is read here. */
async function rememberDeletion(
  transaction: Pick<DatabaseHandle, 'execute' | 'insert'>,
  session: { userId: string; sessionId: string },
): Promise<void> {
  const deletedAt = sql`clock_timestamp()`;
  await transaction
    .insert(deletedSessions)
    .values({ ...session, deletedAt })
    .onConflictDoUpdate({
      target: [deletedSessions.userId, deletedSessions.sessionId],
      set: { deletedAt },
    });
  await transaction.execute(sql`
    DELETE FROM deleted_sessions WHERE (user_id, session_id) IN (
      SELECT user_id, session_id FROM deleted_sessions
      WHERE deleted_at < now() - make_interval(days => ${REMEMBERED_DAYS})
      ORDER BY deleted_at LIMIT ${MOST_FORGOTTEN_AT_ONCE} FOR UPDATE SKIP LOCKED
    )`);
}

/** Tasks whose payload, JSON text, holds this session. A quote inside of a text is escaped there, so no words match. */
function namesSession(userScope: string, sessionId: string) {
  const json = sql`${backgroundTasks.payload} #>> '{}'`;
  const scope = `"userScope":${JSON.stringify(userScope)}`;
  const session = `"sessionId":${JSON.stringify(sessionId)}`;
  return sql`strpos(${json}, ${scope}) > 0 AND strpos(${json}, ${session}) > 0`;
}
