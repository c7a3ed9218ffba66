import { setMaxListeners } from 'node:events';
import fc from 'fast-check';
import { EMBEDDING_DIMENSIONS } from '../../src/memory/ports/embedder.js';
import { newOrderedId } from '../../src/platform/identity/identifiers.js';
import { SourceMissingError, type MemoryStore, type NewMemory } from '../../src/memory/ports/memory-store.js';

const DAY_MS = 86_400_000;
const start = new Date('2026-01-01T00:00:00Z').getTime();
const { signal } = new AbortController();
setMaxListeners(0, signal); // many ask at once with the same one

/** A unit vector in the plane of the first two dimensions. */
export function at(degrees: number): Float32Array {
  const vector = new Float32Array(EMBEDDING_DIMENSIONS);
  vector[0] = Math.cos((degrees * Math.PI) / 180);
  vector[1] = Math.sin((degrees * Math.PI) / 180);
  return vector;
}

export function memory(content: string, values: Partial<NewMemory> = {}): NewMemory {
  return {
    id: newOrderedId(),
    sessionId: 'session-1',
    messageId: CONTRACT_MESSAGE,
    kind: 'fact',
    content,
    vector: at(0),
    embedder: 'plane-1',
    importance: 0.5,
    createdAt: new Date(start),
    ...values,
  };
}

/** The message all memories of the contract come from; it is stored wherever the store looks for it. */
export const CONTRACT_MESSAGE = 'message-1';

/** What every MemoryStore does. `newScope` gives each test a user nobody else uses. */
export function describeMemoryStore(open: () => MemoryStore): void {
  let scopes = 0;
  const newScope = () => `contract-user-${++scopes}`;
  const contentsOf = async (userScope: string) =>
    (await open().list({ userScope, limit: 100 }, signal)).map(({ content }) => content);

  it('gives back what was saved, newest first', async () => {
    const userScope = newScope();
    await open().save(userScope, [memory('我养了一只猫', { kind: 'pet', importance: 0.75 })], signal);
    await open().save(userScope, [memory('later', { createdAt: new Date(start + 1) })], signal);
    const rows = await open().list({ userScope, limit: 10 }, signal);
    expect(rows.map(({ content }) => content)).toEqual(['later', '我养了一只猫']);
    expect(rows[1]).toEqual({
      id: expect.any(String),
      sessionId: 'session-1',
      kind: 'pet',
      content: '我养了一只猫',
      importance: 0.75,
      createdAt: new Date(start),
    });
  });

  it('finds the nearest rows of one embedder, other sessions only, with their cosine', async () => {
    const userScope = newScope();
    await open().save(
      userScope,
      [
        memory('close', { vector: at(10) }),
        memory('far', { vector: at(80) }),
        memory('opposite', { vector: at(180) }),
        memory('other embedder', { vector: at(0), embedder: 'plane-2' }),
        memory('this session', { vector: at(0), sessionId: 'session-2' }),
      ],
      signal,
    );
    const query = { userScope, excludeSessionId: 'session-2', embedder: 'plane-1', vector: at(0), limit: 2 };
    const found = await open().nearest(query, signal);
    expect(found.map(({ content }) => content)).toEqual(['close', 'far']);
    expect(found[0]!.similarity).toBeCloseTo(Math.cos(Math.PI / 18), 4);
  });

  it('lists by kind, embedder and session', async () => {
    const userScope = newScope();
    await open().save(
      userScope,
      [
        memory('name', { kind: 'name' }),
        memory('pet', { kind: 'pet', embedder: 'plane-2' }),
        memory('worry', { kind: 'worry', sessionId: 'session-2' }),
      ],
      signal,
    );
    const list = async (query: object) =>
      (await open().list({ userScope, limit: 10, ...query }, signal)).map(({ content }) => content).sort();
    expect(await list({ kinds: ['name', 'worry'] })).toEqual(['name', 'worry']);
    expect(await list({ exceptEmbedders: ['plane-1'] })).toEqual(['pet']);
    expect(await list({ excludeSessionId: 'session-2' })).toEqual(['name', 'pet']);
  });

  it('changes nothing when the same message is saved again', async () => {
    const userScope = newScope();
    const memories = [memory('one'), memory('two')];
    await open().save(userScope, memories, signal);
    const before = await open().list({ userScope, limit: 10 }, signal);
    await open().save(userScope, memories, signal);
    const after = await open().list({ userScope, limit: 10 }, signal);
    expect(new Set(after.map(({ id }) => id))).toEqual(new Set(before.map(({ id }) => id)));
  });

  it('keeps one row of a sentence and lets the newer telling take it over, never the older', async () => {
    const userScope = newScope();
    const older = memory('twice', { sessionId: 'older', importance: 0.75 });
    const newer = memory('twice', { sessionId: 'newer', createdAt: new Date(start + DAY_MS) });
    await open().save(userScope, [older], signal);
    await open().save(userScope, [newer, newer], signal);
    await open().save(userScope, [older], signal);
    const rows = await open().list({ userScope, limit: 10 }, signal);
    expect(rows).toMatchObject([{ sessionId: 'newer', importance: 0.75, createdAt: newer.createdAt }]);
  });

  it('keeps the same sentence of two users apart', async () => {
    const [one, other] = [newScope(), newScope()];
    await open().save(one, [memory('same')], signal);
    await open().save(other, [memory('same')], signal);
    expect(await open().forgetSession(one, 'session-1', signal)).toBe(1);
    expect(await contentsOf(one)).toEqual([]);
    expect(await contentsOf(other)).toEqual(['same']);
  });

  it('forgets one session and leaves the others', async () => {
    const userScope = newScope();
    await open().save(userScope, [memory('gone'), memory('stays', { sessionId: 'session-2' })], signal);
    expect(await open().forgetSession(userScope, 'session-1', signal)).toBe(1);
    expect(await contentsOf(userScope)).toEqual(['stays']);
  });

  it('trims to what is most important and most recent, of this user alone', async () => {
    const [userScope, other] = [newScope(), newScope()];
    const now = new Date(start + 10_000 * DAY_MS);
    const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
    await open().save(
      userScope,
      [
        memory('ancient', { importance: 1, createdAt: ago(9999) }),
        memory('minor', { importance: 0.1, createdAt: ago(0) }),
        memory('weighty', { importance: 0.9, createdAt: ago(30) }),
        memory('worthless', { importance: 0, createdAt: ago(0) }),
        memory('recent', { importance: 0.5, createdAt: ago(1) }),
      ],
      signal,
    );
    await open().save(other, [memory('untouched')], signal);
    const options = { userScope, keep: 2, now, halfLifeMs: 30 * DAY_MS };
    expect(await open().trim(options, signal)).toBe(3);
    expect(await open().trim(options, signal)).toBe(0);
    expect((await contentsOf(userScope)).sort()).toEqual(['recent', 'weighty']);
    expect(await contentsOf(other)).toEqual(['untouched']);
  });

  it('saves nothing of a message that is not stored, and says so', async () => {
    const userScope = newScope();
    const homeless = memory('homeless', { messageId: 'never-stored' });
    await expect(open().save(userScope, [homeless], signal)).rejects.toThrow(SourceMissingError);
    expect(await contentsOf(userScope)).toEqual([]);
  });

  it('says how many memories the user has at most, whatever others have', async () => {
    const [userScope, other] = [newScope(), newScope()];
    await open().save(other, [memory('a'), memory('b'), memory('c')], signal);
    await open().save(userScope, [memory('one'), memory('two')], signal);
    const atMost = await open().save(userScope, [memory('two'), memory('three')], signal);
    expect([3, 4]).toContain(atMost);
  });

  it('answers users who save and ask at the same time each with their own', async () => {
    const scopes = Array.from({ length: 12 }, newScope);
    await Promise.all(
      scopes.map((scope, index) =>
        open().save(scope, [memory('shared'), memory(`own ${index}`, { vector: at(7 * index) })], signal),
      ),
    );
    const homeless = open().save(scopes[0]!, [memory('homeless', { messageId: 'never-stored' })], signal);
    const beside = open().save(scopes[1]!, [memory('beside')], signal);
    await expect(homeless).rejects.toThrow(SourceMissingError);
    await beside;
    const found = await Promise.all(
      scopes.map(async (userScope, index) => {
        const query = {
          userScope,
          excludeSessionId: '',
          embedder: 'plane-1',
          vector: at(7 * index),
          limit: 2,
        };
        const [near, all] = await Promise.all([open().nearest(query, signal), contentsOf(userScope)]);
        const [own, other] = near.map(({ similarity }) => similarity);
        expect(own).toBeCloseTo(1, 5);
        expect(other).toBeCloseTo(Math.cos((7 * index * Math.PI) / 180), 5);
        return { near: near.map(({ content }) => content), all: all.sort() };
      }),
    );
    const expected = scopes.map((_, index) => [`own ${index}`, 'shared', ...(index === 1 ? ['beside'] : [])]);
    expect(found.map(({ all }) => all)).toEqual(expected.map((contents) => [...contents].sort()));
    expect(found.slice(2).map(({ near }) => near)).toEqual(expected.slice(2));
  });

  it('accepts an empty list', async () => {
    const userScope = newScope();
    await open().save(userScope, [], signal);
    expect(await contentsOf(userScope)).toEqual([]);
  });

  it('throws the reason of an aborted signal from every method', async () => {
    const reason = new Error('gone');
    const aborted = AbortSignal.abort(reason);
    const userScope = newScope();
    const store = open();
    const query = { userScope, excludeSessionId: 'x', embedder: 'plane-1', vector: at(0), limit: 1 };
    await expect(store.save(userScope, [memory('late')], aborted)).rejects.toBe(reason);
    await expect(store.nearest(query, aborted)).rejects.toBe(reason);
    await expect(store.list({ userScope, limit: 1 }, aborted)).rejects.toBe(reason);
    await expect(store.whereabouts(query, aborted)).rejects.toBe(reason);
    await expect(
      store.trim({ userScope, keep: 1, now: new Date(start), halfLifeMs: DAY_MS }, aborted),
    ).rejects.toBe(reason);
    await expect(store.forgetSession(userScope, 's', aborted)).rejects.toBe(reason);
    expect(await contentsOf(userScope)).toEqual([]);
  });

  it('never shows one user what another said, whatever order they speak and forget in', async () => {
    const step = fc.record({
      user: fc.integer({ min: 0, max: 2 }),
      session: fc.integer({ min: 0, max: 1 }),
      act: fc.constantFrom('save', 'save', 'save', 'forget', 'trim'),
      content: fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const users = [newScope(), `${newScope()}%`, `anonymous/${newScope()}`];
        const said = new Map(users.map((user) => [user, new Set<string>()]));
        for (const { user, session, act, content } of steps) {
          const userScope = users[user]!;
          const sessionId = `session-${session}`;
          const own = `${user}:${content}`;
          if (act === 'save') {
            await open().save(userScope, [memory(own, { sessionId })], signal);
            said.get(userScope)!.add(own);
          } else if (act === 'forget') await open().forgetSession(userScope, sessionId, signal);
          else await open().trim({ userScope, keep: 3, now: new Date(start), halfLifeMs: DAY_MS }, signal);
        }
        for (const userScope of users) {
          const query = { userScope, excludeSessionId: '', embedder: 'plane-1', vector: at(0), limit: 50 };
          const seen = await open().nearest(query, signal);
          expect(seen.map(({ content }) => content).filter((c) => !said.get(userScope)!.has(c))).toEqual([]);
          expect((await contentsOf(userScope)).length).toBe(seen.length);
        }
      }),
      { numRuns: 25 },
    );
  });
}
