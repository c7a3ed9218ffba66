import fc from 'fast-check';
import { createSafety, InMemorySessionRiskStore } from '../../test/support/safety.js';
import { Moderator, NOTHING_FOUND, type Moderation, type ModerationRequest } from './ports/moderator.js';
import { atLeast, ownLevel, RISK_LEVELS, type SafetyVerdict } from './safety.types.js';

const key = { userScope: 'user-1', sessionId: 'session-1' };
const signal = new AbortController().signal;
const INTENT: Moderation = { level: 'high', ruleIds: ['moderation.self-harm-intent'] };
const SELF_HARM: Moderation = { level: 'medium', ruleIds: ['moderation.self-harm'] };

/** Answers from a script and keeps what it was asked. */
class ScriptedModerator extends Moderator {
  readonly asksServer = true;
  answer: Moderation | Error | Promise<Moderation> = NOTHING_FOUND;
  readonly asked: ModerationRequest[] = [];

  async moderate(request: ModerationRequest): Promise<Moderation> {
    this.asked.push(request);
    if (this.answer instanceof Error) throw this.answer;
    return this.answer;
  }
}

class BrokenStore extends InMemorySessionRiskStore {
  override async load(): Promise<never> {
    throw new Error('the store is away');
  }
}

class SilentStore extends InMemorySessionRiskStore {
  override load(): Promise<never> {
    return new Promise(() => undefined);
  }
}

function setUp(store = new InMemorySessionRiskStore()) {
  const moderator = new ScriptedModerator();
  const safety = createSafety({ moderator, store });
  const say = (message: string): SafetyVerdict =>
    safety.service.screen({ ...key, message, otherTexts: [], language: 'zh' });
  const assess = (verdict: SafetyVerdict, texts = ['text']) =>
    safety.service.assess({ ...key, verdict, texts }, signal);
  return { ...safety, moderator, say, assess };
}

describe('RiskAssessor', () => {
  it('raises what the screen took for ordinary, with the rule that did', async () => {
    const { moderator, say, assess } = setUp();
    moderator.answer = INTENT;
    const verdict = await assess(say('今天吃了好吃的面'));
    expect(verdict).toEqual({
      level: 'high',
      messageLevel: 'high',
      carried: false,
      ruleIds: ['moderation.self-harm-intent'],
      degraded: false,
    });
    expect(ownLevel(verdict)).toBe('high');
  });

  it('keeps what it raised with the session, and in the ledger', async () => {
    const { moderator, say, assess, record, tasks, ledger } = setUp();
    moderator.answer = SELF_HARM;
    const verdict = await assess(say('你好'));
    record({ ...key, verdict, language: 'zh', cardShown: true });
    await tasks.run();
    expect(await ledger.counts()).toMatchObject([{ level: 'medium' }, { level: 'medium' }]);
    expect(say('谢谢')).toMatchObject({ level: 'medium', carried: true });
  });

  it('makes a turn that only carried a level one of its own', async () => {
    const { moderator, say, assess } = setUp();
    say('我不想活了');
    moderator.answer = SELF_HARM;
    expect(await assess(say('谢谢'))).toMatchObject({
      level: 'medium',
      messageLevel: 'medium',
      carried: false,
    });
  });

  it('counts what it raised among told ideation', async () => {
    const { moderator, say, assess } = setUp();
    moderator.answer = SELF_HARM;
    await assess(say('嗯'));
    await assess(say('好吧'));
    expect(say('好想死，对不起大家，再见')).toMatchObject({ level: 'high' });
  });

  it('never lowers a level, whatever is found', async () => {
    const levels = fc.constantFrom(...RISK_LEVELS);
    const verdicts = fc.record({ level: levels, messageLevel: levels, carried: fc.boolean() });
    const { moderator, service } = setUp();
    let sessions = 0;
    await fc.assert(
      fc.asyncProperty(verdicts, levels, async (parts, found) => {
        const request = { userScope: 'user-1', sessionId: `own-${(sessions += 1)}`, texts: ['text'] };
        moderator.answer = { level: found, ruleIds: found === 'none' ? [] : ['moderation.self-harm'] };
        const carried = parts.carried && atLeast(parts.level, parts.messageLevel);
        const before: SafetyVerdict = { ...parts, carried, ruleIds: ['zh.rule'], degraded: false };
        const after = await service.assess({ ...request, verdict: before }, signal);
        expect(atLeast(after.level, before.level)).toBe(true);
        expect(atLeast(ownLevel(after), ownLevel(before))).toBe(true);
        expect(after.ruleIds).toContain('zh.rule');
      }),
      { numRuns: 100 },
    );
  });

  it('leaves the verdict alone when the moderator fails, and notes it', async () => {
    const { moderator, say, assess } = setUp();
    moderator.answer = new Error('down');
    expect(await assess(say('你好'))).toMatchObject({
      level: 'none',
      degraded: false,
      moderationFailed: true,
    });
    expect(await assess(say('我不想活了'))).toMatchObject({ level: 'medium', moderationFailed: true });
  });

  it('says what was raised while the store is silent or broken', async () => {
    for (const store of [new SilentStore(), new BrokenStore()]) {
      const { moderator, say, assess } = setUp(store);
      moderator.answer = INTENT;
      expect(await assess(say('你好'))).toMatchObject({ level: 'high', carried: false });
    }
  });

  it('fails with the store where nothing was raised, so that the turn is careful', async () => {
    const { moderator, say, assess } = setUp(new BrokenStore());
    await expect(assess(say('你好'))).rejects.toThrow('the store is away');
    moderator.answer = new Error('down');
    await expect(assess(say('你好'))).rejects.toThrow('the store is away');
  });

  it('adds what the store knows to what the moderator left as it was', async () => {
    const { store, say, assess } = setUp();
    await store.save(key, { level: 'high', expiresAt: new Date(Date.now() + 60_000) }, new Date());
    expect(await assess(say('你好'))).toMatchObject({ level: 'medium', messageLevel: 'none', carried: true });
  });

  it('sends nothing that is high already, and hurries in a crisis', async () => {
    const { moderator, say, assess } = setUp();
    await assess(say('你好'));
    await assess(say('我不想活了'));
    await assess(say('我准备好了安眠药，今晚就自杀'));
    expect(moderator.asked).toEqual([
      { texts: ['text'], rememberFor: 'user-1' },
      { texts: ['text'], patienceMs: 500 },
    ]);
  });

  it('asks nobody about no text', async () => {
    const { moderator, say, service } = setUp();
    await service.assess({ ...key, verdict: say('你好') }, signal);
    expect(moderator.asked).toEqual([]);
  });

  it('ends with the caller who leaves', async () => {
    const { moderator, say, service } = setUp();
    const leaving = new AbortController();
    let fail: (error: Error) => void = () => undefined;
    moderator.answer = new Promise((_resolve, reject) => (fail = reject));
    const work = service.assess({ ...key, verdict: say('你好'), texts: ['a'] }, leaving.signal);
    leaving.abort(new Error('left'));
    fail(new Error('aborted'));
    await expect(work).rejects.toThrow('left');
  });
});
