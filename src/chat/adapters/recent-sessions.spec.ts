import type { Reply, StoredMessage } from '../ports/conversation-store.js';
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
  /** What a reading that begins now finds. */
  const take = (
    recent: RecentSessions,
    messages: StoredMessage[],
    { limit = 1000, of = key }: { limit?: number; of?: typeof key } = {},
  ) => recent.take(of, messages, { limit, since: recent.moment });
  const write = (recent: RecentSessions, written: StoredMessage) =>
    recent.addUserMessage({ ...written, ...key, userScope: 'u', riskLevel: 'none' });
  const reply = (turnId: string, atMs: number, fields: Partial<Reply> = {}): Reply => ({
    id: `r-${turnId}`,
    turnId,
    ...key,
    content: `r-${turnId}`,
    status: 'completed',
    createdAt: new Date(atMs),
    ...fields,
  });

  it('holds each message once, in order of time and id', () => {
    const recent = new RecentSessions();
    write(recent, message('c', 2));
    write(recent, message('b', 1));
    write(recent, message('a', 1));
    write(recent, message('c', 2));
    recent.addReply(reply('b', 3));
    expect(recent.last(key, 10).map(({ id, status }) => `${id} ${status}`)).toEqual([
      'a received',
      'b completed',
      'c received',
      'r-b completed',
    ]);
    expect(recent.last(key, 1).map(({ id }) => id)).toEqual(['r-b']);
  });

  it('keeps only the last messages of a long session', () => {
    const recent = new RecentSessions();
    take(
      recent,
      Array.from({ length: 150 }, (_, index) => message(`m${String(index).padStart(3, '0')}`, index)),
    );
    expect(recent.last(key, 1000)).toHaveLength(100);
    expect(recent.last(key, 1000)[0]?.id).toBe('m050');
  });

  it('knows which of the last messages are whole', () => {
    const recent = new RecentSessions();
    const whole = (limit: number) => recent.wholeLast(key, limit)?.map(({ id }) => id);
    write(recent, message('b', 2));
    expect(whole(1)).toBeUndefined();
    take(recent, [message('a', 1), message('b', 2)], { limit: 3 });
    expect(whole(3)).toEqual(['a', 'b']);
    expect(whole(4)).toBeUndefined();
    write(recent, message('c', 3));
    expect(whole(2)).toEqual(['b', 'c']);
    const other = { userId: 'v', sessionId: 's' };
    take(recent, [], { limit: 3, of: other });
    expect(recent.wholeLast(other, 3)).toEqual([]);
    recent.doubtAll();
    expect(whole(1)).toBeUndefined();
    expect(recent.last(key, 3)).toHaveLength(3);
  });

  it('lets go of what the database does not have any more, and of nothing written since it was asked', () => {
    const recent = new RecentSessions();
    write(recent, message('deleted', 1));
    const since = recent.moment;
    write(recent, message('written', 3));
    recent.addReply(reply('written', 4));
    recent.take(key, [message('read', 2), message('written', 3)], { limit: 9, since });
    expect(recent.last(key, 9).map(({ id, status }) => `${id} ${status}`)).toEqual([
      'read received',
      'written completed',
      'r-written completed',
    ]);
  });

  it('keeps what lies before the messages that were read, where they go on from there', () => {
    const recent = new RecentSessions();
    take(recent, [message('a', 1), message('b', 2), message('c', 3)]);
    take(recent, [message('b', 2), message('c', 3)], { limit: 2 });
    expect(recent.last(key, 9).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(recent.wholeLast(key, 3)).toBeUndefined();
    take(recent, [message('x', 4), message('y', 5)], { limit: 2 });
    expect(recent.last(key, 9).map(({ id }) => id)).toEqual(['x', 'y']);
  });

  it('moves the reply of a turn that ran again to where it was said', () => {
    const recent = new RecentSessions();
    write(recent, message('first', 1));
    recent.addReply(reply('first', 2, { status: 'aborted' }));
    write(recent, message('second', 3));
    recent.addReply(reply('first', 4));
    expect(recent.last(key, 9).map(({ id, status }) => `${id} ${status}`)).toEqual([
      'first completed',
      'second received',
      'r-first completed',
    ]);
  });

  it('asks the database again where a reply comes to a message it has let go', () => {
    const recent = new RecentSessions();
    take(recent, [message('old', 0)], { limit: 9 });
    for (let index = 1; index <= 100; index += 1) write(recent, message(`m${index}`, index));
    expect(recent.wholeLast(key, 9)).toHaveLength(9);
    recent.addReply(reply('old', 200));
    expect(recent.wholeLast(key, 9)).toBeUndefined();
  });

  it('holds fewer sessions where they are longer', () => {
    const recent = new RecentSessions();
    const long = '长'.repeat(1024 * 1024);
    const sessions = Array.from({ length: 20 }, (_, index) => ({ userId: 'u', sessionId: `long-${index}` }));
    for (const of of sessions) take(recent, [message('m', 1, { content: long })], { of });
    expect(sessions.filter((session) => recent.last(session, 1).length > 0)).toHaveLength(15);
  });

  it('keeps users apart and forgets one session alone', () => {
    const recent = new RecentSessions();
    take(recent, [message('mine', 1)]);
    take(recent, [message('yours', 1)], { of: { userId: 'v', sessionId: 's' } });
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
      take(recent, [message('m', 1)], { of: { userId: 'u', sessionId: String(index) } });
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
