import type { Claim, KeyedRun, TurnKeyStore } from '../../src/chat/ports/turn-key-store.js';

const HOUR_MS = 3_600_000;
/** No run of these tests is silent for so long. */
const ALIVE = 60_000;
const now = new Date();
const inHours = (hours: number) => new Date(now.getTime() + hours * HOUR_MS);

let unique = 0;

/** A run of a turn of its own, with a key nobody else has. */
export function keyedRun(fields: Partial<KeyedRun> = {}): KeyedRun {
  const id = `${process.pid}-${(unique += 1)}`;
  return {
    userScope: 'ming',
    key: `http:${id}`,
    fingerprint: 'one request',
    reusable: false,
    turnId: `turn-${id}`,
    replyId: `reply-${id}`,
    streamId: `stream-${id}`,
    userId: 'ming',
    sessionId: `session-${id}`,
    ...fields,
  };
}

/** Another request that comes with the key of `run`. */
export const repeated = (
  { userScope, key, fingerprint, reusable }: KeyedRun,
  fields: Partial<KeyedRun> = {},
) => keyedRun({ userScope, key, fingerprint, reusable, ...fields });

/** What every TurnKeyStore does. */
export function describeTurnKeyStore(store: () => TurnKeyStore): void {
  const claim = (run: KeyedRun, terms: { now?: Date; silenceMs?: number } = {}): Promise<Claim> =>
    store().claim(run, { now, silenceMs: ALIVE, ...terms });
  /** The run again, as a claim of it is answered: the turn it was, in the stream it has now. */
  const again = (first: KeyedRun, second: KeyedRun): Claim => ({
    standing: 'again',
    run: { ...first, streamId: second.streamId },
  });

  it('gives a key to the first who claims it, and tells the others which turn has it', async () => {
    const first = keyedRun();
    expect(await claim(first)).toEqual({ standing: 'new' });
    expect(await claim(repeated(first))).toEqual({ standing: 'running', run: first });
    await store().end(first, 'replied');
    expect(await claim(repeated(first))).toEqual({ standing: 'ended', run: first, outcome: 'replied' });
  });

  it('gives a key to one of many who claim it at once, and every other key to its own', async () => {
    const shared = keyedRun();
    const runs = [
      ...Array.from({ length: 20 }, () => repeated(shared)),
      ...Array.from({ length: 20 }, () => keyedRun()),
    ];
    const claims = await Promise.all(runs.map((run) => claim(run)));
    expect(claims.slice(0, 20).filter(({ standing }) => standing === 'new')).toHaveLength(1);
    expect(claims.slice(0, 20).filter(({ standing }) => standing === 'running')).toHaveLength(19);
    expect(new Set(claims.slice(20).map(({ standing }) => standing))).toEqual(new Set(['new']));
  });

  it('keeps the same key of two users apart', async () => {
    const mine = keyedRun({ userScope: 'a', userId: 'a' });
    const yours = keyedRun({ userScope: 'b', userId: 'b', key: mine.key, fingerprint: 'another request' });
    expect(await claim(mine)).toEqual({ standing: 'new' });
    expect(await claim(yours)).toEqual({ standing: 'new' });
    await store().end(mine, 'replied');
    expect(await claim(repeated(yours))).toEqual({ standing: 'running', run: yours });
  });

  it('refuses another request, while the turn runs and afterwards', async () => {
    const first = keyedRun();
    const other = repeated(first, { fingerprint: 'another request' });
    await claim(first);
    expect(await claim(other)).toEqual({ standing: 'conflict' });
    await store().end(first, 'aborted');
    expect(await claim(other)).toEqual({ standing: 'conflict' });
    expect(await claim(other, { silenceMs: 0 })).toEqual({ standing: 'conflict' });
  });

  it('gives a reusable key to another request once its turn ended', async () => {
    const first = keyedRun({ reusable: true });
    const other = repeated(first, { fingerprint: 'another request' });
    await claim(first);
    expect(await claim(other)).toEqual({ standing: 'conflict' });
    await store().end(first, 'replied');
    expect(await claim(other)).toEqual({ standing: 'new' });
    expect(await claim(repeated(other))).toEqual({ standing: 'running', run: other });
  });

  it('has a turn run again, as the same turn, that ended before its reply was whole', async () => {
    const first = keyedRun();
    const [second, third] = [repeated(first), repeated(first)];
    await claim(first);
    await store().end(first, 'aborted');
    expect(await claim(second)).toEqual(again(first, second));
    expect(await claim(third)).toEqual({
      standing: 'running',
      run: { ...first, streamId: second.streamId },
    });
    await store().end(second, 'replied');
    expect(await claim(third)).toMatchObject({ standing: 'ended', outcome: 'replied' });
  });

  it('gives the turn of a process that is no longer heard of to one of those who ask, and no other', async () => {
    const first = keyedRun();
    await claim(first);
    const runs = Array.from({ length: 10 }, () => repeated(first));
    const [winner, ...losers] = await Promise.all([
      claim(runs[0]!, { silenceMs: 0 }),
      ...runs.slice(1).map((run) => claim(run)),
    ]);
    expect(winner).toEqual(again(first, runs[0]!));
    for (const loser of losers) expect(loser.standing).toBe('running');
  });

  it('does not let a run end, or keep alive, what runs again since', async () => {
    const first = keyedRun();
    const second = repeated(first);
    await claim(first);
    await claim(second, { silenceMs: 0 });
    await store().end(first, 'aborted');
    await store().keepAlive([first]);
    expect(await claim(repeated(first))).toMatchObject({ standing: 'running' });
    await store().end(second, 'replied');
    await store().end(second, 'aborted');
    expect(await claim(repeated(first))).toMatchObject({ standing: 'ended', outcome: 'replied' });
  });

  it('leaves a cancelled turn cancelled, unless its key may be used again', async () => {
    const [kept, reused] = [keyedRun(), keyedRun({ reusable: true })];
    for (const run of [kept, reused]) {
      await claim(run);
      await store().end(run, 'cancelled');
    }
    expect(await claim(repeated(kept))).toEqual({ standing: 'ended', run: kept, outcome: 'cancelled' });
    const once = repeated(reused);
    expect(await claim(once)).toEqual(again(reused, once));
  });

  it('says that a turn was deleted, unless its key may be used again', async () => {
    const [kept, reused] = [keyedRun(), keyedRun({ reusable: true })];
    for (const run of [kept, reused]) {
      await claim(run);
      await store().end(run, 'deleted');
    }
    expect(await claim(repeated(kept))).toEqual({ standing: 'ended', run: kept, outcome: 'deleted' });
    expect(await claim(repeated(reused))).toEqual({ standing: 'new' });
  });

  it('keeps a key for a day from its first request, and then gives it to any', async () => {
    const first = keyedRun();
    await claim(first);
    await store().end(first, 'replied');
    const other = repeated(first, { fingerprint: 'another request' });
    expect(await claim(repeated(first), { now: inHours(23.9) })).toMatchObject({ standing: 'ended' });
    expect(await claim(other, { now: inHours(23.9) })).toEqual({ standing: 'conflict' });
    expect(await claim(other, { now: inHours(24) })).toEqual({ standing: 'new' });
  });

  it('removes the keys whose day is over, a bounded number at a time', async () => {
    const past = { now: inHours(-72) };
    const old = Array.from({ length: 3 }, () => keyedRun());
    const young = keyedRun();
    await Promise.all([...old.map((run) => claim(run, past)), claim(young)]);
    expect(await store().removeExpired(inHours(-47), 2)).toBe(2);
    expect(await store().removeExpired(inHours(-47), 2)).toBe(1);
    expect(await store().removeExpired(inHours(-47), 2)).toBe(0);
    expect(await claim(repeated(young))).toMatchObject({ standing: 'running' });
  });
}
