import type { ReplyContext } from '../../ports/language-model.js';
import { bookOf, composeReply } from './compose-reply.js';
import { readIntent } from './intent.js';

const say = (language: 'zh' | 'en', message: string, context: Partial<ReplyContext> = {}): string =>
  composeReply({
    language,
    message,
    emotion: 'neutral',
    intensity: 0,
    riskLevel: 'none',
    memories: [],
    history: [],
    sessionKey: 'hard',
    ...context,
  });
const holds = (reply: string, pool: readonly string[]): boolean => pool.some((line) => reply.includes(line));
const after = (...contents: string[]): ReplyContext['history'] =>
  contents.flatMap((content) => [
    { role: 'user' as const, content },
    { role: 'assistant' as const, content: '…' },
  ]);

describe('a farewell', () => {
  it.each([
    'bye',
    'ok goodbye',
    'Thanks, bye for now!',
    'gotta go',
    '再见',
    '好的，拜拜',
    '我先去忙了',
    '我先走了',
    '谢谢你，再见',
  ])('is heard in "%s"', (message) => {
    expect(readIntent(message)).toBe('goodbye');
  });

  it.each([
    'My brother just texted me a goodbye note',
    'dying to see you',
    'I never got to say goodbye',
    'I want to see you tomorrow mom',
    '外公先走了',
    '我还没来得及跟外婆说再见',
    '他说再见都不肯说',
    '我睡了三个小时就醒了',
    'I keep crying when going to bed',
  ])('is not heard in "%s"', (message) => {
    expect(['goodbye', 'goodNight']).not.toContain(readIntent(message));
  });
});

describe("somebody else's farewell note", () => {
  it.each([
    ['en', 'My brother just texted me a goodbye note', 'your brother'],
    ['zh', '我妹妹给我发了一封告别信', '妹妹'],
  ] as const)('is answered in %s as danger: %s', (language, message, who) => {
    const reply = say(language, message);
    expect(reply).toContain(who);
    const asks = bookOf(language).safety.otherAsk.map((line) => line.replaceAll('{who}', who));
    expect(holds(reply, asks)).toBe(true);
    const later = say(language, language === 'zh' ? '她不接电话' : "He doesn't answer his phone", {
      history: [{ role: 'user', content: message }],
    });
    expect(later).toContain(who);
  });
});

describe('a question about oneself', () => {
  const zh = after('我叫小雨，今年28岁', '我在杭州做会计', '我家住在西湖区', '我喜欢爬山', '我有一个女儿');
  const en = after(
    "My name is Anna and I'm 34",
    'I work as a nurse',
    'I live in Leeds with my mom',
    'I love hiking',
  );
  it.each([
    ['zh', '我叫什么', /小雨/u],
    ['zh', '我几岁', /28/u],
    ['zh', '我做什么工作的？', /会计/u],
    ['zh', '你还记得我住在哪里吗？', /西湖区/u],
    ['zh', '我喜欢什么', /爬山/u],
    ['zh', '你记得我的孩子吗', /女儿/u],
    ['en', 'What do I do for work?', /nurse/],
    ['en', 'Where do I live?', /Leeds/],
    ['en', 'How old am I?', /34/],
    ['en', "What's my name?", /Anna/],
    ['en', 'What do I like to do?', /hiking/],
  ] as const)('is answered in %s from this session: %s', (language, message, expected) => {
    expect(say(language, message, { history: language === 'zh' ? zh : en })).toMatch(expected);
  });

  it('is answered from what was remembered', () => {
    expect(say('en', 'Where do I live?', { memories: ['I live in Leeds with my mom'] })).toMatch(/Leeds/);
    expect(say('zh', '我是做什么的', { memories: ['我养猫', '我在上海做护士'] })).toMatch(/护士/u);
  });

  it.each([
    ['zh', '我做什么工作的？'],
    ['zh', '我住在哪里'],
    ['en', 'Where do I live?'],
    ['en', 'What do I do for work?'],
  ] as const)('is answered honestly in %s when it was not told: %s', (language, message) => {
    const memories = ['我养猫，一个人忍不住哭', "I'm a mess"];
    expect(holds(say(language, message, { memories }), bookOf(language).memory.unknown)).toBe(true);
  });
});

describe('heavy and odd moments', () => {
  it.each(['我是不是个坏妈妈', 'Am I a bad mother?'])('neither grades nor files away "%s"', (message) => {
    const language = message.startsWith('我') ? 'zh' : 'en';
    for (const sessionKey of ['a', 'b', 'c', 'd']) {
      const reply = say(language, message, { sessionKey });
      expect(reply).not.toMatch(/记下了|讲得很清楚|noted|clearly|你提到了妈妈|说到妈妈/u);
    }
  });

  it('names who was lost', () => {
    for (const sessionKey of ['a', 'b', 'c', 'd', 'e']) {
      expect(say('zh', '我奶奶上周去世了', { sessionKey })).toContain('奶奶');
      expect(say('en', 'My grandmother passed away last week', { sessionKey })).toContain('your grandmother');
    }
  });

  it.each([
    ['zh', '你在吗', 'stillHere'],
    ['zh', '还在吗？', 'stillHere'],
    ['en', 'are you there?', 'stillHere'],
    ['zh', '可以停药吗', 'medication'],
    ['zh', '我想把药停了', 'medication'],
    ['en', 'Should I stop taking my antidepressants?', 'medication'],
    ['en', 'Do you love me?', 'affectionQuestion'],
    ['zh', '你爱我吗', 'affectionQuestion'],
  ] as const)('in %s it knows "%s" as %s', (language, message, kind) => {
    const reply = say(language, message, { history: after('今天好累'), emotion: 'happy' });
    expect(holds(reply, bookOf(language).situations[kind])).toBe(true);
  });

  it('gives a small grounding step, not joy, when asked for a film or for calm after distress', () => {
    const { feelings, strategies } = bookOf('zh');
    for (const message of ['推荐一部电影', '怎么才能放松下来']) {
      const reply = say('zh', message, { history: after('我好难过，一直哭'), emotion: 'happy' });
      expect(holds(reply, strategies.steps.settle)).toBe(true);
      expect(holds(reply, [...feelings.happy.low, ...feelings.happy.high, ...feelings.happy.ask])).toBe(
        false,
      );
    }
  });

  it('keeps company before tasks for somebody alone in a rented room', () => {
    const steps = Object.values(bookOf('zh').strategies.steps).flat();
    for (const sessionKey of ['a', 'b', 'c', 'd']) {
      const history = after('嗯', '下班了', '刚到家', '没什么', '就这样');
      expect(holds(say('zh', '一个人在出租屋', { sessionKey, history }), steps)).toBe(false);
    }
  });

  it.each([
    ['zh', '我养了一只叫豆豆的橘猫', '豆豆'],
    ['en', 'I have a cat named Milo', 'Milo'],
    ['en', 'We just adopted a puppy', 'your puppy'],
  ] as const)('takes an interest in %s: %s', (language, message, name) => {
    const reply = say(language, message);
    expect(reply).toContain(name);
    expect(holds(reply, bookOf(language).strategies.petAsk)).toBe(true);
  });
});

describe('a lasting low level', () => {
  const isChecked = (language: 'zh' | 'en', reply: string): boolean =>
    holds(reply, bookOf(language).safety.lowCheckIn);

  it.each([
    ['zh', '早上好'],
    ['en', 'hello'],
    ['zh', '谢谢你'],
  ] as const)('leaves a harmless %s message as it is: %s', (language, message) => {
    const calm = after('今天下雨', '我在看书');
    for (const history of [[], calm]) {
      expect(say(language, message, { riskLevel: 'low', history })).toBe(say(language, message, { history }));
    }
  });

  it('greets as ever and then checks in when the last turns were hard', () => {
    const { greetingAgain } = bookOf('zh').situations;
    const { lowHold } = bookOf('zh').safety;
    const reply = say('zh', '早上好', { riskLevel: 'low', history: after('要是没出生就好了') });
    expect(holds(reply, greetingAgain)).toBe(true);
    expect(isChecked('zh', reply)).toBe(true);
    expect(holds(reply, lowHold)).toBe(false);
  });

  it.each([
    ['zh', '要是没出生就好了'],
    ['en', 'I wish I had never been born'],
  ] as const)('still checks in after a hard %s message: %s', (language, message) => {
    expect(
      isChecked(language, say(language, message, { riskLevel: 'low', history: after('hi', 'ok') })),
    ).toBe(true);
  });
});
