import { ForgottenSessions } from './forgotten-sessions.js';

const session = { userScope: 'user', sessionId: 'session' };

describe('ForgottenSessions', () => {
  it('knows what happened before a deletion, for that user and session alone', () => {
    const forgotten = new ForgottenSessions();
    forgotten.add(session, new Date(1000));
    expect(forgotten.has(session, new Date(1000))).toBe(true);
    expect(forgotten.has(session, new Date(1001))).toBe(false);
    expect(forgotten.has({ ...session, sessionId: 'other' }, new Date(0))).toBe(false);
    expect(forgotten.has({ ...session, userScope: 'other' }, new Date(0))).toBe(false);
  });

  it('drops the oldest deletions when there are too many', () => {
    const forgotten = new ForgottenSessions();
    for (let index = 0; index <= 10_000; index += 1)
      forgotten.add({ userScope: 'user', sessionId: `s-${index}` }, new Date(1));
    expect(forgotten.has({ userScope: 'user', sessionId: 's-0' }, new Date(0))).toBe(false);
    expect(forgotten.has({ userScope: 'user', sessionId: 's-1' }, new Date(0))).toBe(true);
  });
});
