import fc from 'fast-check';
import { newOrderedId, newSecretId, orderedIdFloor } from './identifiers.js';
import { toUserScope } from './user-scope.js';

describe('newOrderedId', () => {
  it('sorts by creation, also within one millisecond and when the clock steps back', () => {
    const now = Date.now() + 10_000;
    const ids = [
      ...Array.from({ length: 5000 }, () => newOrderedId(now)),
      newOrderedId(now - 1000),
      newOrderedId(now + 5),
    ];
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('tells ids of one time from those of another', () => {
    const atMs = Date.now() + 100_000;
    const before = newOrderedId(atMs - 1);
    const after = newOrderedId(atMs);
    expect([orderedIdFloor(atMs), after, before].sort()).toEqual([before, orderedIdFloor(atMs), after]);
  });

  it('is a UUID of version 7', () => {
    expect(newOrderedId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('newSecretId', () => {
  it('does not repeat', () => {
    expect(newSecretId()).not.toBe(newSecretId());
  });
});

describe('toUserScope', () => {
  const id = fc.stringMatching(/^[A-Za-z0-9_.:-]{1,128}$/);

  it('gives two named users, or two anonymous sessions, no scope in common', () => {
    fc.assert(
      fc.property(id, id, id, id, (userA, sessionA, userB, sessionB) => {
        fc.pre(userA !== userB || (userA === 'anonymous' && sessionA !== sessionB));
        expect(toUserScope(userA, sessionA)).not.toBe(toUserScope(userB, sessionB));
      }),
    );
  });

  it('gives one named user the same scope in every session', () => {
    expect(toUserScope('lin', 's1')).toBe(toUserScope('lin', 's2'));
  });
});
