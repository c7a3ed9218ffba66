import { ANONYMOUS } from '../../platform/identity/user-scope.js';

/**
 * Whether somebody may read or cancel a stream of `owner`. A named user's stream needs that name; an anonymous one is
 * open to who knows its id (122 random bits) and names nobody.
 */
export function mayRead(owner: string, userId: string | undefined): boolean {
  return (userId ?? ANONYMOUS) === owner;
}
