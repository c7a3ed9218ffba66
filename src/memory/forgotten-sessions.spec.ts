import { ForgottenSessions } from './forgotten-sessions.js';

describe('ForgottenSessions', () => {
  it('knows what was said before a deletion, for that user and session alone', () => {
    const forgotten = new ForgottenSessions();
    forgotten.add('user', 'session', 1000);
    expect(forgotten.has('user', 'session', 1000)).toBe(true);
    expect(forgotten.has('user', 'session', 1001)).toBe(false);
    expect(forgotten.has('user', 'other', 0)).toBe(false);
    expect(forgotten.has('other', 'session', 0)).toBe(false);
  });

  it('drops the oldest deletions when there are too many', () => {
    const forgotten = new ForgottenSessions();
    for (let index = 0; index <= 10_000; index += 1) forgotten.add('user', `session-${index}`, 1);
    expect(forgotten.has('user', 'session-0', 0)).toBe(false);
    expect(forgotten.has('user', 'session-1', 0)).toBe(true);
  });
});
