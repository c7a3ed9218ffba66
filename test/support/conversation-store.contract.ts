import fc from 'fast-check';
import { sql, type SQL } from 'drizzle-orm';
import type { ConversationStore, Reply, UserMessage } from '../../src/chat/ports/conversation-store.js';
import type { Database } from '../../src/platform/database/database.js';
import { DomainError } from '../../src/platform/errors/domain-error.js';
import { newOrderedId } from '../../src/platform/identity/identifiers.js';
import { ANONYMOUS, toUserScope } from '../../src/platform/identity/user-scope.js';

let unique = 0;
export const newSession = () => `session-${process.pid}-${(unique += 1)}`;

export function userMessage(fields: Partial<UserMessage> = {}): UserMessage {
  const id = fields.id ?? newOrderedId();
  const userId = fields.userId ?? 'ming';
  const sessionId = fields.sessionId ?? newSession();
  const userScope = toUserScope(userId, sessionId);
  return {
    id,
    turnId: id,
    userId,
    sessionId,
    userScope,
    content: '你好',
    riskLevel: 'none',
    createdAt: new Date(),
    ...fields,
  };
}

export function replyTo(message: UserMessage, fields: Partial<Reply> = {}): Reply {
  const { turnId, userId, sessionId, createdAt } = message;
  return {
    id: newOrderedId(),
    turnId,
    userId,
    sessionId,
    content: '我在听。',
    status: 'completed',
    emotion: { emotion: 'sad', intensity: 6.5, confidence: 0.75 },
    riskLevel: 'low',
    createdAt: new Date(createdAt.getTime() + 5),
    ...fields,
  };
}

/** What every ConversationStore does, whatever it stores into. */
export function describeConversationStore(store: () => ConversationStore, database: () => Database): void {
  const read = ({ userId, sessionId }: UserMessage, limit = 100) =>
    store().recentMessages({ userId, sessionId, limit });

  it('gives back a turn with its outcome, oldest first', async () => {
    const question = userMessage();
    await store().saveUserMessage(question);
    expect(await read(question)).toEqual([
      {
        id: question.id,
        turnId: question.turnId,
        role: 'user',
        content: '你好',
        status: 'received',
        createdAt: question.createdAt,
      },
    ]);
    const reply = replyTo(question);
    await store().saveReply(reply);
    expect(await read(question)).toEqual([
      expect.objectContaining({ id: question.id, role: 'user', status: 'completed', emotion: 'sad' }),
      {
        id: reply.id,
        turnId: question.turnId,
        role: 'assistant',
        content: '我在听。',
        status: 'completed',
        createdAt: reply.createdAt,
      },
    ]);
  });

  it('stores a repeated message or reply once, and the first outcome stays', async () => {
    const question = userMessage();
    await Promise.all([store().saveUserMessage(question), store().saveUserMessage(question)]);
    await store().saveUserMessage(question);
    await store().saveReply(replyTo(question));
    await store().saveReply(replyTo(question, { status: 'failed', content: 'another' }));
    await store().saveUserMessage(question);
    const messages = await read(question);
    expect(messages.map(({ role, status }) => [role, status])).toEqual([
      ['user', 'completed'],
      ['assistant', 'completed'],
    ]);
  });

  it('gives a turn that runs again its reply, and lets nothing worse replace what it came to', async () => {
    const question = userMessage();
    const outcomes = async () => (await read(question)).map(({ content, status }) => [content, status]);
    await store().saveUserMessage(question);
    await store().saveReply(replyTo(question, { content: '我在', status: 'aborted' }));
    await store().saveUserMessage(question);
    const id = newOrderedId();
    await store().saveReply(replyTo(question, { id, content: '我在听，然后……', status: 'failed' }));
    expect(await outcomes()).toEqual([
      ['你好', 'failed'],
      ['我在听，然后……', 'failed'],
    ]);
    await store().saveReply(replyTo(question, { id, content: '我在听你说。' }));
    await Promise.all(
      (['aborted', 'failed', 'completed'] as const).map((status) =>
        store().saveReply(replyTo(question, { content: 'late', status })),
      ),
    );
    expect(await outcomes()).toEqual([
      ['你好', 'completed'],
      ['我在听你说。', 'completed'],
    ]);
    expect((await read(question))[1]).toMatchObject({ id, turnId: question.turnId });
  });

  it('takes the best of several outcomes of one turn that come at once', async () => {
    const question = userMessage();
    await store().saveUserMessage(question);
    await Promise.all(
      (['aborted', 'completed', 'failed'] as const).map((status) =>
        store().saveReply(replyTo(question, { content: status, status })),
      ),
    );
    expect((await read(question)).map(({ status }) => status)).toEqual(['completed', 'completed']);
    expect((await read(question))[1]).toMatchObject({ content: 'completed' });
  });

  it('finds what one turn came to, for its own user alone', async () => {
    const question = userMessage({ riskLevel: 'medium' });
    expect(await store().findTurn(question)).toBeUndefined();
    await store().saveUserMessage(question);
    expect(await store().findTurn(question)).toMatchObject({ status: 'received' });
    const reply = replyTo(question, { riskLevel: 'high' });
    await store().saveReply(reply);
    expect(await store().findTurn(question)).toEqual({
      status: 'completed',
      emotion: reply.emotion,
      riskLevel: 'high',
      reply: { id: reply.id, content: reply.content },
    });
    expect(await store().findTurn({ ...question, userId: 'somebody-else' })).toBeUndefined();
    expect(await store().findTurn({ ...question, sessionId: newSession() })).toBeUndefined();
  });

  it('stores what many turns write at once, each to its own session and once, and reads it back so', async () => {
    const sessionId = newSession();
    const start = Date.now();
    const questions = Array.from({ length: 30 }, (_, index) =>
      userMessage({
        userId: `user-${index % 10}`,
        sessionId,
        content: `question ${index}`,
        createdAt: new Date(start + 10 * index),
      }),
    );
    const replies = questions.map((question, index) => replyTo(question, { content: `reply ${index}` }));
    const unasked = replyTo(userMessage({ userId: 'user-0', sessionId }));
    await Promise.all(questions.map((question) => store().saveUserMessage(question)));
    await Promise.all([...replies, unasked, ...replies.slice(0, 5)].map((reply) => store().saveReply(reply)));
    const limitOf = (user: number) => (user === 3 ? 2 : 100);
    const histories = await Promise.all(
      questions.slice(0, 10).map((question, user) => read(question, limitOf(user))),
    );
    for (const [user, messages] of histories.entries()) {
      const said = [user, user + 10, user + 20].flatMap((turn) => [`question ${turn}`, `reply ${turn}`]);
      expect(messages.map(({ content }) => content)).toEqual(said.slice(-limitOf(user)));
      expect(new Set(messages.map(({ status }) => status))).toEqual(new Set(['completed']));
    }
  });

  it('orders by time and id, not by arrival', async () => {
    const sessionId = newSession();
    const moment = new Date();
    const [first, second] = [newOrderedId(), newOrderedId()];
    const late = userMessage({ sessionId, content: 'third', createdAt: new Date(moment.getTime() + 1) });
    await store().saveUserMessage(late);
    await store().saveUserMessage(
      userMessage({ sessionId, content: 'second', id: second, createdAt: moment }),
    );
    await store().saveUserMessage(userMessage({ sessionId, content: 'first', id: first, createdAt: moment }));
    expect((await read(late)).map(({ content }) => content)).toEqual(['first', 'second', 'third']);
    expect((await read(late, 2)).map(({ content }) => content)).toEqual(['second', 'third']);
  });

  it('keeps an unsaid reply out of the history but marks its turn', async () => {
    const question = userMessage();
    await store().saveUserMessage(question);
    await store().saveReply(replyTo(question, { content: '', status: 'aborted' }));
    expect((await read(question)).map(({ role, status }) => [role, status])).toEqual([['user', 'aborted']]);
  });

  it('stores no reply to a message it does not have', async () => {
    const question = userMessage();
    await store().saveReply(replyTo(question));
    expect(await read(question)).toEqual([]);
  });

  it('keeps users with the same session id apart', async () => {
    const sessionId = newSession();
    const mine = userMessage({ sessionId, userId: 'a', content: 'mine' });
    const yours = userMessage({ sessionId, userId: 'b', content: 'yours' });
    await Promise.all([store().saveUserMessage(mine), store().saveUserMessage(yours)]);
    expect((await read(mine)).map(({ content }) => content)).toEqual(['mine']);
    expect((await read(yours)).map(({ content }) => content)).toEqual(['yours']);
    const ambiguous = await store()
      .history({ sessionId, limit: 10 })
      .catch((error: unknown) => error);
    expect(ambiguous).toBeInstanceOf(DomainError);
    expect(ambiguous).toMatchObject({ code: 'invalid_request', faults: [{ field: 'user_id' }] });
    expect(await store().history({ sessionId, userId: 'b', limit: 10 })).toHaveLength(1);
    await store().saveUserMessage(userMessage({ sessionId, userId: ANONYMOUS, content: 'nobody' }));
    await expect(store().history({ sessionId, limit: 10 })).rejects.toMatchObject({
      code: 'invalid_request',
    });
    const anonymous = await store().history({ sessionId, userId: ANONYMOUS, limit: 10 });
    expect(anonymous.map(({ content }) => content)).toEqual(['nobody']);
  });

  it('finds the owner of a session id that one user has, and says when there is none', async () => {
    const question = userMessage({ userId: 'only-one' });
    await store().saveUserMessage(question);
    expect(await store().history({ sessionId: question.sessionId, limit: 10 })).toHaveLength(1);
    for (const query of [{ sessionId: newSession() }, { sessionId: question.sessionId, userId: 'other' }]) {
      await expect(store().history({ ...query, limit: 10 })).rejects.toMatchObject({ code: 'not_found' });
      await expect(store().deleteSession(query)).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  it('lists the sessions of a user, newest first, and none of anonymous users', async () => {
    const userId = newSession();
    const old = userMessage({ userId, createdAt: new Date(1_000) });
    const recent = userMessage({ userId, createdAt: new Date(2_000) });
    for (const message of [old, recent]) await store().saveUserMessage(message);
    await store().saveReply(replyTo(old, { createdAt: new Date(1_500) }));
    expect(await store().sessionsOf(userId)).toEqual([
      {
        sessionId: recent.sessionId,
        messageCount: 1,
        createdAt: recent.createdAt,
        updatedAt: recent.createdAt,
      },
      { sessionId: old.sessionId, messageCount: 2, createdAt: old.createdAt, updatedAt: new Date(1_500) },
    ]);
    await store().saveUserMessage(userMessage({ userId: ANONYMOUS }));
    expect(await store().sessionsOf(ANONYMOUS)).toEqual([]);
  });

  it('deletes a session with all that came of it, and a late reply does not bring it back', async () => {
    const sessionId = newSession();
    const question = userMessage({ sessionId, userId: ANONYMOUS });
    const other = userMessage({ userId: ANONYMOUS });
    await Promise.all([store().saveUserMessage(question), store().saveUserMessage(other)]);
    const { userScope } = question;
    await database().run('seed', (db) =>
      db.transaction(async (transaction) => {
        await transaction.execute(
          sql`insert into session_risk values (${userScope}, ${sessionId}, 'high', now())`,
        );
        await transaction.execute(sql`insert into memories
          (id, user_scope, session_id, message_id, kind, content, embedding, embedder, importance, created_at)
          values (${sessionId}, ${userScope}, ${sessionId}, 'm', 'fact', 'x',
            array_fill(0.1::real, array[512])::vector, 'e', 1, now())`);
      }),
    );
    expect(await store().deleteSession({ sessionId })).toEqual({ userScope });
    await store().saveReply(replyTo(question));
    expect(await read(question)).toEqual([]);
    expect(await read(other)).toHaveLength(1);
    const { rows } = await database().run('count', (db) =>
      db.execute(sql`select session_id from memories where session_id = ${sessionId}
        union all select session_id from session_risk where session_id = ${sessionId}
        union all select session_id from sessions where session_id = ${sessionId}`),
    );
    expect(rows).toEqual([]);
  });

  it('remembers for a month which sessions were deleted', async () => {
    const [old, recent] = [userMessage(), userMessage()];
    const deletions = (change: SQL) => database().run('deletions', (db) => db.execute(change));
    for (const question of [old, recent]) {
      await store().saveUserMessage(question);
      await store().deleteSession(question);
      await deletions(sql`update deleted_sessions set deleted_at = deleted_at - interval '20 days'`);
    }
    const another = userMessage();
    await store().saveUserMessage(another);
    await store().deleteSession(another);
    const { rows } = await deletions(sql`select session_id from deleted_sessions
      where session_id in (${old.sessionId}, ${recent.sessionId}, ${another.sessionId}) order by deleted_at`);
    expect(rows).toEqual([recent, another].map(({ sessionId }) => ({ session_id: sessionId })));
  });

  it('takes ids and texts that look like SQL for what they are', async () => {
    const nasty = `x'); DROP TABLE messages; -- {"a"} \\ $1 "`;
    const question = userMessage({ userId: nasty, sessionId: nasty + newSession(), content: nasty });
    await store().saveUserMessage(question);
    await store().saveReply(replyTo(question, { content: nasty }));
    expect((await read(question)).map(({ content }) => content)).toEqual([nasty, nasty]);
    expect((await store().sessionsOf(nasty)).length).toBeGreaterThan(0);
  });

  it('gives back any text unchanged, but for the NUL that Postgres cannot hold', async () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async (contents) => {
        const sessionId = newSession();
        const questions = contents.map((content) => userMessage({ sessionId, content }));
        await Promise.all(questions.map((question) => store().saveUserMessage(question)));
        const byId = new Map((await read(questions[0]!)).map(({ id, content }) => [id, content]));
        for (const { id, content } of questions) expect(byId.get(id)).toBe(content.replaceAll('\0', ''));
      }),
      { numRuns: 25 },
    );
  });

  it('writes nothing for a caller that has already gone', async () => {
    const question = userMessage();
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(store().saveUserMessage(question, gone)).rejects.toThrow('gone');
    await expect(store().saveReply(replyTo(question), gone)).rejects.toThrow('gone');
    expect(await read(question)).toEqual([]);
  });
}
