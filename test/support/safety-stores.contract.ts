import type { CrisisEvent, CrisisLedger } from '../../src/safety/ports/crisis-ledger.js';
import type { SessionRiskStore } from '../../src/safety/ports/session-risk-store.js';

const HOUR = 3_600_000;
const now = new Date('2026-03-05T10:00:00.000Z');
const inHours = (hours: number) => new Date(now.getTime() + hours * HOUR);

let serial = 0;
const freshKey = () => ({ userScope: 'user/x', sessionId: `session-${(serial += 1)}` });

/** What every SessionRiskStore must do. */
export function describeSessionRiskStore(store: () => SessionRiskStore): void {
  it('knows nothing of a new session', async () => {
    expect(await store().load(freshKey(), now)).toBeUndefined();
  });

  it('gives back a level until it expires', async () => {
    const key = freshKey();
    await store().save(key, { level: 'medium', expiresAt: inHours(24) }, now);
    expect(await store().load(key, now)).toEqual({ level: 'medium', expiresAt: inHours(24) });
    expect(await store().load(key, inHours(24))).toBeUndefined();
  });

  it('keeps the higher level in whatever order saves arrive', async () => {
    const key = freshKey();
    await store().save(key, { level: 'high', expiresAt: inHours(24) }, now);
    await store().save(key, { level: 'low', expiresAt: inHours(30) }, now);
    expect(await store().load(key, now)).toEqual({ level: 'high', expiresAt: inHours(24) });
    await store().save(key, { level: 'high', expiresAt: inHours(20) }, now);
    expect((await store().load(key, now))?.expiresAt).toEqual(inHours(24));
    await store().save(key, { level: 'high', expiresAt: inHours(26) }, now);
    expect((await store().load(key, now))?.expiresAt).toEqual(inHours(26));
  });

  it('raises a level, with the window of the higher one', async () => {
    const key = freshKey();
    await store().save(key, { level: 'low', expiresAt: inHours(30) }, now);
    await store().save(key, { level: 'medium', expiresAt: inHours(24) }, now);
    expect(await store().load(key, now)).toEqual({ level: 'medium', expiresAt: inHours(24) });
  });

  it('replaces a level that has expired', async () => {
    const key = freshKey();
    await store().save(key, { level: 'high', expiresAt: inHours(1) }, now);
    await store().save(key, { level: 'low', expiresAt: inHours(30) }, inHours(2));
    expect(await store().load(key, inHours(2))).toEqual({ level: 'low', expiresAt: inHours(30) });
  });

  it('forgets one session and keeps the same session id of another user', async () => {
    const key = freshKey();
    const other = { ...key, userScope: 'somebody else' };
    await store().save(key, { level: 'high', expiresAt: inHours(1) }, now);
    await store().save(other, { level: 'medium', expiresAt: inHours(1) }, now);
    await store().forget(key);
    expect(await store().load(key, now)).toBeUndefined();
    expect((await store().load(other, now))?.level).toBe('medium');
  });

  it('does not begin work for a caller that has gone', async () => {
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(store().load(freshKey(), now, gone)).rejects.toThrow('gone');
  });
}

/** What every CrisisLedger must do; it begins empty. */
export function describeCrisisLedger(ledger: () => CrisisLedger): void {
  const event = (id: string, change: Partial<CrisisEvent> = {}): CrisisEvent => ({
    id,
    occurredAt: now,
    level: 'medium',
    language: 'zh',
    userHash: 'a'.repeat(64),
    ruleIds: ['zh.ideation.suicide'],
    cardShown: false,
    carried: false,
    ...change,
  });

  it('counts events by month and level, and cards, each event once', async () => {
    await ledger().record(event('1'));
    await ledger().record(event('1'));
    await ledger().record(event('2', { cardShown: true }));
    await ledger().record(event('3', { level: 'high', cardShown: true, ruleIds: [] }));
    await ledger().record(event('4', { carried: true, cardShown: true }));
    await ledger().record(event('5', { occurredAt: new Date('2026-04-01T00:00:00.000Z') }));
    await Promise.all(['6', '7', '6', '7'].map((id) => ledger().record(event(id, { level: 'low' }))));
    expect(await ledger().counts()).toEqual([
      { month: '2026-03', kind: 'card', level: 'high', count: 1 },
      { month: '2026-03', kind: 'card', level: 'medium', count: 2 },
      { month: '2026-03', kind: 'level', level: 'high', count: 1 },
      { month: '2026-03', kind: 'level', level: 'low', count: 2 },
      { month: '2026-03', kind: 'level', level: 'medium', count: 2 },
      { month: '2026-04', kind: 'level', level: 'medium', count: 1 },
    ]);
  });
}
