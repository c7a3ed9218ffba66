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
