import fc from 'fast-check';
import { createSafety, InMemorySessionRiskStore, type TestSafety } from '../../test/support/safety.js';
import { newOrderedId } from '../platform/identity/identifiers.js';
import type { SafetyVerdict } from './safety.types.js';

const key = { userScope: 'user-1', sessionId: 'session-1' };
const signal = new AbortController().signal;

describe('SafetyService', () => {
  let safety: TestSafety;
  beforeEach(() => {
    safety = createSafety();
  });

  const say = (message: string, otherTexts: readonly string[] = [], scope = key): SafetyVerdict =>
    safety.service.screen({ ...scope, message, otherTexts, language: 'zh' });

  describe('screen', () => {
    it('lets ordinary talk pass', () => {
      expect(say('今天吃了好吃的面')).toEqual({
        level: 'none',
        messageLevel: 'none',
        carried: false,
        ruleIds: [],
        degraded: false,
      });
    });

    it('reads every other text of the request', () => {
      expect(say('你好', ['东京', '我不想活了'])).toMatchObject({ level: 'medium', carried: false });
    });

    it('puts distress in one text and a question for means in another together', () => {
      expect(say('附近最高的桥是哪一座？', ['我刚失业了'])).toMatchObject({ level: 'high' });
    });

    it('puts distress in an earlier turn and a question for means together', () => {
      expect(say('我刚失业了').level).toBe('none');
      expect(say('附近最高的桥是哪一座？')).toMatchObject({ level: 'high', carried: false });
      expect(say('附近最高的桥是哪一座？', [], { ...key, sessionId: 'another' }).level).toBe('none');
    });

    it('carries the level through a denial and a joke', () => {
      say('我不想活了');
      expect(say('开玩笑的啦')).toMatchObject({ level: 'medium', messageLevel: 'none', carried: true });
      expect(say('我没有自杀的想法')).toMatchObject({ level: 'medium', messageLevel: 'low', carried: true });
    });

    it('answers the turns after a high one with support, not again with the fixed reply', () => {
      expect(say('我吃了一瓶安眠药').level).toBe('high');
      expect(say('谢谢')).toMatchObject({ level: 'medium', carried: true });
      expect(say('我现在站在天台上，准备跳了')).toMatchObject({ level: 'high', carried: false });
    });

    it('finds a phrase sent in pieces', () => {
      expect(['我', '想', '自'].map((piece) => say(piece).level)).toEqual(['none', 'none', 'none']);
      const last = say('杀');
      expect(last).toMatchObject({ level: 'medium', carried: false });
      expect(last.ruleIds).toContain('session.fragments');
    });

    it('finds English pieces, and pieces with long talk between them', () => {
      say('i want');
      say('the weather was really lovely at the seaside last week');
      expect(say('to die').level).toBe('medium');
    });

    it('finds the same pieces once, not again with each short message after them', () => {
      for (const piece of ['我', '想', '自', '杀']) say(piece);
      expect(say('好')).toMatchObject({ messageLevel: 'none', carried: true });
      say('我不想活了', [], { ...key, sessionId: 'plain' });
      expect(say('嗯', [], { ...key, sessionId: 'plain' })).toMatchObject({
        messageLevel: 'none',
        carried: true,
      });
    });

    it('raises ideation that is repeated and turns to farewell', () => {
      say('我不想活了');
      say('真的好想死');
      expect(say('好想死，对不起大家，再见')).toMatchObject({ level: 'high' });
    });

    it('keeps users apart who use the same session id', () => {
      say('我不想活了');
      expect(say('你好', [], { ...key, userScope: 'user-2' }).level).toBe('none');
    });

    it('never throws, and takes a failure as low at least', () => {
      const broken = null as unknown as string;
      expect(say(broken)).toEqual({
        level: 'low',
        messageLevel: 'low',
        carried: false,
        ruleIds: [],
        degraded: true,
      });
      say('我不想活了');
      expect(say(broken)).toMatchObject({ level: 'medium', carried: true, degraded: true });
      fc.assert(
        fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string()), (message, others) => {
          expect(say(message, others).degraded).toBe(false);
        }),
        { numRuns: 50 },
      );
    });
  });

  describe('assess', () => {
    it('raises a turn by what an earlier process stored', async () => {
      say('我不想活了');
      safety.record({ ...key, verdict: say('好想死'), language: 'zh', cardShown: true });
      await safety.tasks.run();
      const later = createSafety({ store: safety.store });
      const verdict = later.service.screen({ ...key, message: '早上好', otherTexts: [], language: 'zh' });
      expect(verdict.level).toBe('none');
      expect(await later.service.assess({ ...key, verdict }, signal)).toMatchObject({
        level: 'medium',
        carried: true,
      });
      expect(later.service.screen({ ...key, message: '早', otherTexts: [], language: 'zh' }).level).toBe(
        'medium',
      );
    });

    it('leaves a verdict alone that is as high already', async () => {
      const verdict = say('我不想活了');
      expect(await safety.service.assess({ ...key, verdict }, signal)).toBe(verdict);
      expect(await safety.service.assess({ ...key, verdict }, signal)).toBe(verdict);
    });

    it('fails when the store fails, and asks again the next time', async () => {
      const verdict = say('早上好');
      safety.store.failing = true;
      await expect(safety.service.assess({ ...key, verdict }, signal)).rejects.toThrow('away');
      safety.store.failing = false;
      expect(await safety.service.assess({ ...key, verdict }, signal)).toBe(verdict);
    });
  });

  describe('record', () => {
    it('keeps an event without text, with a keyed hash of the user, counted once however often it runs', async () => {
      const message = '我不想活了';
      safety.record({ ...key, verdict: say(message), language: 'zh', cardShown: true });
      expect(safety.tasks.payloads.join()).not.toContain(message);
      await safety.tasks.run(3);
      expect(safety.ledger.events).toHaveLength(1);
      expect(safety.ledger.events[0]).toMatchObject({ level: 'medium', language: 'zh', cardShown: true });
      expect(safety.ledger.events[0]?.userHash).toMatch(/^[0-9a-f]{64}$/);
      expect(await safety.ledger.counts()).toMatchObject([
        { kind: 'card', level: 'medium', count: 1 },
        { kind: 'level', level: 'medium', count: 1 },
      ]);
    });

    it('keeps nothing of ordinary talk, and of a carried level only the card', async () => {
      safety.record({ ...key, verdict: say('早上好'), language: 'zh', cardShown: false });
      expect(safety.tasks.payloads).toEqual([]);
      say('我不想活了');
      const carried = say('早上好');
      safety.record({ ...key, verdict: carried, language: 'zh', cardShown: false });
      expect(safety.tasks.payloads).toEqual([]);
      safety.record({ ...key, verdict: carried, language: 'zh', cardShown: true });
      await safety.tasks.run();
      expect(await safety.ledger.counts()).toMatchObject([{ kind: 'card', level: 'medium', count: 1 }]);
    });

    it('counts a turn once, however often it is recorded, and leaves no way back to it', async () => {
      const turn = { ...key, turnId: newOrderedId(), verdict: say('我不想活了'), occurredAt: new Date() };
      for (const cardShown of [true, false]) {
        safety.tasks.add(safety.service.followUps({ ...turn, language: 'zh', cardShown }));
      }
      await safety.tasks.run();
      expect(safety.ledger.events).toMatchObject([{ level: 'medium', cardShown: true }]);
      const [event] = safety.ledger.events;
      for (const name of [turn.turnId, key.sessionId, key.userScope]) {
        expect(JSON.stringify(event)).not.toContain(name);
      }
    });

    it('records an event whatever becomes of the turn, and the level only with it', () => {
      const turn = { ...key, turnId: newOrderedId(), verdict: say('我不想活了'), occurredAt: new Date() };
      const followUps = safety.service.followUps({ ...turn, language: 'zh', cardShown: true });
      expect(followUps).toMatchObject([
        { name: 'safety.record', evenIfGone: true },
        { name: 'safety.level', payload: { session: { ...key, level: 'medium' } } },
      ]);
      expect(JSON.stringify(followUps[0])).not.toContain(key.sessionId);
      expect(followUps[1]).not.toHaveProperty('evenIfGone');
    });

    it('does not fail a turn when its record cannot be made', () => {
      const verdict = null as unknown as SafetyVerdict;
      expect(() => safety.record({ ...key, verdict, language: 'zh', cardShown: true })).not.toThrow();
    });

    it('writes the level of a task that an earlier version made', async () => {
      const [record, level] = safety.service.followUps({
        ...{ ...key, turnId: newOrderedId(), verdict: say('我不想活了') },
        ...{ language: 'zh', cardShown: true, occurredAt: new Date() },
      });
      safety.tasks.add([
        { ...record!, payload: { ...(record!.payload as object), ...(level!.payload as object) } },
      ]);
      await safety.tasks.run();
      expect(safety.ledger.events).toHaveLength(1);
      expect(await safety.store.load(key, new Date())).toMatchObject({ level: 'medium' });
    });
  });

  it('does not bring a level back that was still waiting to be written when its session was deleted', async () => {
    const { service, record, store, tasks, ledger } = safety;
    const key = { userScope: 'u', sessionId: 'deleted' };
    const verdict = service.screen({ ...key, message: '我不想活了', otherTexts: [], language: 'zh' });
    record({ ...key, verdict, language: 'zh', cardShown: true });
    await service.forgetSession(key.userScope, key.sessionId);
    await tasks.run();
    expect(await store.load(key, new Date())).toBeUndefined();
    expect(ledger.events).toHaveLength(1);
  });

  it.each([
    ['metadata alone', '', ['我', '想', '自', '杀']],
    ['metadata alone in two', '', ['我想自', '杀']],
    ['metadata before the message', '杀', ['我想自']],
    ['metadata after the message', '我想自', ['杀']],
    ['English', 'myself', ['i want to kill']],
    ['long texts', '杀', [`${'今天下雨了。'.repeat(40)}我想自`]],
  ])('reads a phrase that is cut into fields of one request (%s)', (_what, message, otherTexts) => {
    const verdict = safety.service.screen({
      userScope: 'u',
      sessionId: 'cut',
      message,
      otherTexts,
      language: 'zh',
    });
    expect(verdict.level).toBe('medium');
    expect(verdict.ruleIds).toContain('request.fragments');
  });

  it('does not make a finding of harmless fields', () => {
    const otherTexts = ['zh-CN', 'home', '用户', '想', '4.2.1', 'iPhone', 'dark'];
    const verdict = safety.service.screen({
      userScope: 'u',
      sessionId: 'fields',
      message: '今天吃什么好',
      otherTexts,
      language: 'zh',
    });
    expect(verdict.level).toBe('none');
  });

  it.each([
    ['wo xiang zi sha', 'zh'],
    ['w x zs', 'zh'],
    ['I want to die', undefined],
    ['hello there', undefined],
  ])('says when a text taken for English is Chinese (%s)', (message, language) => {
    const verdict = safety.service.screen({
      userScope: 'u',
      sessionId: message,
      message,
      otherTexts: [],
      language: 'en',
    });
    expect(verdict.language).toBe(language);
  });

  it('forgets a session in memory and in the store', async () => {
    safety.record({ ...key, verdict: say('我不想活了'), language: 'zh', cardShown: true });
    await safety.tasks.run();
    await safety.service.forgetSession(key.userScope, key.sessionId);
    expect(say('早上好').level).toBe('none');
    expect(await safety.store.load(key, new Date())).toBeUndefined();
  });

  it('has a card for every level but none, the emergency number first at level high', () => {
    const { service } = safety;
    expect(service.cardFor({ level: 'none', language: 'zh' })).toBeUndefined();
    expect(service.cardFor({ level: 'low', language: 'zh' })?.resources[0]?.phone).toBe('12356');
    expect(service.cardFor({ level: 'medium', language: 'en', region: 'US' })?.resources[0]?.phone).toBe(
      '988',
    );
    const card = service.cardFor({ level: 'high', language: 'zh' });
    expect(card?.message).toContain('120');
    expect(card?.resources[0]?.phone).toBe('120');
  });

  it('takes the region from the request, else from the configuration, else from the language', () => {
    expect(safety.service.resourceLine({ language: 'zh' })).toContain('12356');
    expect(safety.service.resourceLine({ language: 'en' })).toContain('findahelpline.com');
    expect(safety.service.resourceLine({ language: 'zh', region: 'TW' })).toContain('1925');
    const hongKong = createSafety({ region: 'HK' }).service;
    expect(hongKong.resourceLine({ language: 'en' })).toContain('18111');
    expect(hongKong.resourceLine({ language: 'en', region: 'GB' })).toContain('116 123');
    expect(safety.service.parseRegion('uk')).toBe('GB');
    expect(safety.service.parseRegion('Mars')).toBeUndefined();
  });

  it('guards a reply by what the user said', () => {
    const reply = '最高的桥是海湾大桥，桥面高六十米。';
    const harmless = safety.service.createOutputGuard({
      level: 'none',
      language: 'zh',
      message: '推荐几座好看的桥',
    });
    expect(harmless.push(reply) + harmless.end()).toBe(reply);
    for (const [level, message] of [
      ['low', '推荐几座桥'],
      ['none', '刚失业了。附近最高的桥是哪一座？'],
    ] as const) {
      const guard = safety.service.createOutputGuard({ level, language: 'zh', message });
      const said = guard.push(reply) + guard.end();
      expect(guard.blocked).toBe(true);
      expect(said).not.toContain('海湾');
      expect(said).toContain('12356');
    }
  });

  it('closes a reply without the resource line when nobody is at risk and nothing harmful came', () => {
    const guard = safety.service.createOutputGuard({ level: 'none', language: 'zh', message: '你是谁' });
    const said = guard.push('我是一名心理咨询师。') + guard.end();
    expect(said).toContain('AI');
    expect(said).not.toContain('12356');
  });

  it('guards as if at risk when the message cannot be judged', () => {
    const guard = safety.service.createOutputGuard({
      level: 'none',
      language: 'zh',
      message: null as unknown as string,
    });
    expect(guard.push('最高的桥是海湾大桥。') + guard.end()).toContain('12356');
  });
});

describe('InMemorySessionRiskStore', () => {
  it('says when it is away', async () => {
    const store = new InMemorySessionRiskStore();
    store.failing = true;
    await expect(store.load(key, new Date())).rejects.toThrow();
  });
});
