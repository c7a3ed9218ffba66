import type { StoredMessage } from '../ports/conversation-store.js';
import { RecentSessions } from './recent-sessions.js';

const key = { userId: 'u', sessionId: 's' };
const message = (id: string, atMs: number, fields: Partial<StoredMessage> = {}): StoredMessage => ({
  id,
  turnId: id,
  role: 'user',
  content: id,
  status: 'received',
  createdAt: new Date(atMs),
  ...fields,
});

describe('RecentSessions', () => {
  it('holds each message once, in order of time and id', () => {
    const recent = new RecentSessions();
    recent.merge(key, [message('c', 2), message('b', 1)]);
    recent.merge(key, [message('a', 1), message('c', 2, { status: 'completed' })]);
    expect(recent.last(key, 10).map(({ id, status }) => `${id} ${status}`)).toEqual([
      'a received',
      'b received',
      'c completed',
    ]);
    expect(recent.last(key, 1).map(({ id }) => id)).toEqual(['c']);
  });

  it('keeps only the last messages of a long session', () => {
    const recent = new RecentSessions();
    recent.merge(
      key,
      Array.from({ length: 150 }, (_, index) => message(`m${String(index).padStart(3, '0')}`, index)),
    );
    expect(recent.last(key, 1000)).toHaveLength(100);
    expect(recent.last(key, 1000)[0]?.id).toBe('m050');
  });

  it('knows which of the last messages are whole', () => {
    const recent = new RecentSessions();
    const whole = (limit: number) => recent.wholeLast(key, limit)?.map(({ id }) => id);
    recent.merge(key, [message('b', 2)]);
    expect(whole(1)).toBeUndefined();
    recent.merge(key, [message('a', 1), message('b', 2)], 3);
    expect(whole(3)).toEqual(['a', 'b']);
    expect(whole(4)).toBeUndefined();
    recent.addUserMessage({ ...message('c', 3), ...key, userScope: 'u', riskLevel: 'none' });
    expect(whole(2)).toEqual(['b', 'c']);
    recent.merge({ userId: 'v', sessionId: 's' }, [], 3);
    expect(recent.wholeLast({ userId: 'v', sessionId: 's' }, 3)).toEqual([]);
    recent.doubtAll();
    expect(whole(1)).toBeUndefined();
    expect(recent.last(key, 3)).toHaveLength(3);
  });

  it('believes nothing that was read before it was written, and one reply a turn', () => {
    const recent = new RecentSessions();
    const said = (id: string, status: StoredMessage['status']) =>
      message(id, 2, { turnId: 't', role: 'assistant', status });
    recent.merge(key, [message('t', 1, { status: 'failed' }), said('r1', 'failed')], 9);
    recent.merge(key, [message('t', 1), said('r2', 'completed')], 9);
    recent.merge(key, [said('r1', 'failed')], 9);
    expect(recent.wholeLast(key, 9)?.map(({ id, status }) => `${id} ${status}`)).toEqual([
      't failed',
      'r2 completed',
    ]);
  });

  it('keeps users apart and forgets one session alone', () => {
    const recent = new RecentSessions();
    recent.merge(key, [message('mine', 1)]);
    recent.merge({ userId: 'v', sessionId: 's' }, [message('yours', 1)]);
    expect(recent.last(key, 10).map(({ id }) => id)).toEqual(['mine']);
    expect(
      recent
        .ownersOf('s')
        .map(({ userId }) => userId)
        .sort(),
    ).toEqual(['u', 'v']);
    recent.forget(key);
    expect(recent.last(key, 10)).toEqual([]);
    expect(recent.ownersOf('s').map(({ userId }) => userId)).toEqual(['v']);
  });

  it('drops the sessions that were quiet longest when many are held', () => {
    const recent = new RecentSessions();
    for (let index = 0; index < 2500; index += 1) {
      recent.merge({ userId: 'u', sessionId: String(index) }, [message('m', 1)]);
    }
    expect(recent.last({ userId: 'u', sessionId: '0' }, 1)).toEqual([]);
    expect(recent.last({ userId: 'u', sessionId: '2499' }, 1)).toHaveLength(1);
  });

  it('ignores a reply to a message it does not hold, and a second reply', () => {
    const recent = new RecentSessions();
    const reply = { id: 'r', turnId: 't', ...key, content: 'x', createdAt: new Date(5) };
    recent.addReply({ ...reply, status: 'completed' });
    expect(recent.last(key, 10)).toEqual([]);
    recent.addUserMessage({
      id: 't',
      turnId: 't',
      riskLevel: 'none',
      ...key,
      userScope: 'u',
      content: 'q',
      createdAt: new Date(1),
    });
    recent.addReply({ ...reply, status: 'completed' });
    recent.addReply({ ...reply, id: 'r2', status: 'failed' });
    expect(recent.last(key, 10).map(({ id, status }) => `${id} ${status}`)).toEqual([
      't completed',
      'r completed',
    ]);
  });
});
