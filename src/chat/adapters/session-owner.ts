import { and, eq } from 'drizzle-orm';
import type { DatabaseHandle } from '../../platform/database/database.js';
import { sessions } from '../../platform/database/schema/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';

/** @throws {DomainError} when there is none, or more than one: a stranger's session of the same id is not theirs. */
export function chooseOwner<T extends { userId: string }>(owners: readonly T[]): T {
  const [owner] = owners;
  if (owner === undefined) throw new DomainError('not_found', 'There is no such session.');
  if (owners.length > 1) {
    const problem = 'is needed: several users have a session of this id';
    throw new DomainError('invalid_request', `user_id ${problem}.`, {
      faults: [{ field: 'user_id', problem }],
    });
  }
  return owner;
}

/** Whose session it is. Without a user id: the only one there is. */
export async function findOwner(
  db: Pick<DatabaseHandle, 'select'>,
  query: { sessionId: string; userId?: string },
): Promise<{ userId: string; userScope: string }> {
  const { sessionId, userId } = query;
  const owners = await db
    .select({ userId: sessions.userId, userScope: sessions.userScope })
    .from(sessions)
    .where(
      and(eq(sessions.sessionId, sessionId), userId === undefined ? undefined : eq(sessions.userId, userId)),
    )
    .limit(2);
  return chooseOwner(owners);
}
