import type { TestingModule } from '@nestjs/testing';
import { cacheOf, startCache } from '../../../test/support/cache.js';
import { IDEATION, MEMORABLE, ORDINARY, TurnFixture, turnOf } from '../../../test/support/turn-fixture.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { ReplyStatus } from '../ports/conversation-store.js';
import type { Turn } from '../turn.js';

describe('RecordTurnStep', () => {
  let cache: TestingModule;
  let fixture: TurnFixture;

  beforeAll(async () => {
    cache = await startCache();
  });

  afterAll(() => cache.close());

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    fixture = new TurnFixture(cacheOf(cache));
  });

  afterEach(() => {
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  const begin = (turn: Turn) => {
    const verdict = fixture.screening.screen(turn);
    const record = fixture.recording.begin(turn, verdict);
    const context = fixture.reading.readNow(turn, verdict);
    const finish = (status: ReplyStatus, text = '我在听。') => record.finish({ status, text, context });
    return { record, finish };
  };
  const storedOf = ({ userId, sessionId }: Turn) =>
    fixture.conversations.recentMessages({ userId, sessionId, limit: 10 });

  it.each(['completed', 'blocked', 'failed', 'aborted'] as const)(
    'stores the message first, then the reply once, as %s',
    async (status) => {
      const turn = turnOf(ORDINARY);
      const { record, finish } = begin(turn);
      await record.saved;
      expect(await storedOf(turn)).toMatchObject([{ id: turn.turnId, role: 'user', status: 'received' }]);
      await Promise.all([finish(status), finish('failed', 'another')]);
      await finish('aborted', 'a third');
      expect(await storedOf(turn)).toMatchObject([
        { id: turn.turnId, role: 'user', content: ORDINARY, status, emotion: 'sad' },
        { id: turn.replyId, role: 'assistant', content: '我在听。', status },
      ]);
      expect(fixture.conversations.replies).toHaveLength(1);
    },
  );

  it('refuses the turn when its message cannot be stored, and stores no reply', async () => {
    fixture.conversations.messageScript = 'fails';
    const { record, finish } = begin(turnOf(ORDINARY));
    await expect(record.saved).rejects.toMatchObject({ code: 'dependency_unavailable' });
    await finish('failed');
    expect(fixture.conversations.replies).toEqual([]);
  });

  it("hands on the store's own refusal", async () => {
    const full = new DomainError('dependency_unavailable', 'The spool is full.');
    fixture.conversations.saveUserMessage = () => Promise.reject(full);
    await expect(begin(turnOf(ORDINARY)).record.saved).rejects.toBe(full);
  });

  it('gives a store up that keeps no deadline of its own', async () => {
    fixture.conversations.messageScript = 'hangs';
    const { record, finish } = begin(turnOf(ORDINARY));
    const refused = expect(record.saved).rejects.toMatchObject({ code: 'dependency_unavailable' });
    const finished = finish('aborted');
    await jest.advanceTimersByTimeAsync(12_000);
    await refused;
    await finished;
  });

  it.each([
    ['calls off what it refuses', ORDINARY, true],
    ['lets a cry for help be stored, however late', IDEATION, false],
  ])('%s', async (_name, text, calledOff) => {
    let signal: AbortSignal | undefined;
    fixture.conversations.saveUserMessage = (_message, given) => {
      signal = given;
      return new Promise(() => undefined);
    };
    const refused = expect(begin(turnOf(text)).record.saved).rejects.toBeInstanceOf(DomainError);
    await jest.advanceTimersByTimeAsync(12_000);
    await refused;
    expect(signal?.aborted ?? false).toBe(calledOff);
  });

  it.each(['fails', 'hangs'] as const)('ends the turn even when storing its reply %s', async (script) => {
    fixture.conversations.replyScript = script;
    const { finish } = begin(turnOf(ORDINARY));
    const finished = finish('completed');
    await jest.advanceTimersByTimeAsync(12_000);
    await expect(finished).resolves.toBeUndefined();
  });

  it('offers a completed turn to memory that says something worth keeping, and no other', async () => {
    for (const status of ['blocked', 'failed', 'aborted'] as const) {
      await begin(turnOf(MEMORABLE)).finish(status);
    }
    await begin(turnOf('嗯嗯')).finish('completed');
    expect(fixture.observed).toEqual([]);
    const turn = turnOf(MEMORABLE);
    await begin(turn).finish('completed');
    expect(fixture.observed).toMatchObject([
      { payload: { messageId: turn.turnId, userScope: turn.userScope } },
    ]);
    expect(fixture.conversations.replies.at(-1)).toMatchObject({ followUps: fixture.observed });
  });

  it('keeps a crisis out of memory, and in the ledger without its text', async () => {
    await begin(turnOf(IDEATION)).finish('completed');
    expect(fixture.observed).toEqual([]);
    expect(JSON.stringify(fixture.followUps)).not.toContain(IDEATION);
    fixture.safety.tasks.add(fixture.conversations.replies[0]!.followUps!);
    await fixture.safety.tasks.run();
    expect(fixture.safety.ledger.events).toMatchObject([{ level: 'medium', cardShown: true }]);
  });

  it.each(['message', 'reply'] as const)(
    'keeps the event of a crisis, in this process, when its %s cannot be stored',
    async (what) => {
      fixture.conversations[`${what}Script`] = 'fails';
      await begin(turnOf(IDEATION)).finish('completed');
      expect(fixture.tasks.waiting).toMatchObject([{ name: 'safety.record' }, { name: 'safety.level' }]);
    },
  );

  it('keeps no event of an ordinary turn', async () => {
    await begin(turnOf(ORDINARY)).finish('completed');
    expect(fixture.followUps.filter(({ name }) => name.startsWith('safety'))).toEqual([]);
  });
});
