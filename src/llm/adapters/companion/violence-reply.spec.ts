import type { ReplyContext } from '../../ports/language-model.js';
import { bookOf, composeReply } from './compose-reply.js';
import { readViolence } from './violence.js';

type History = ReplyContext['history'];
const say = (language: 'zh' | 'en', message: string, context: Partial<ReplyContext> = {}): string =>
  composeReply({
    language,
    message,
    emotion: 'neutral',
    intensity: 0,
    riskLevel: 'none',
    memories: [],
    history: [],
    sessionKey: 'violence',
    ...context,
  });
const told = (language: 'zh' | 'en', message: string): History => [
  { role: 'user', content: message },
  { role: 'assistant', content: say(language, message) },
];
const CALL = { zh: /请立刻打 110/u, en: /call your local emergency number/ };
const holds = (reply: string, pool: readonly string[]): boolean => pool.some((line) => reply.includes(line));

describe('somebody who is being hurt', () => {
  it.each([
    ['zh', '我老公打我'],
    ['zh', '他昨天喝醉了又打了我'],
    ['zh', '我男朋友掐我脖子'],
    ['zh', '我爸从小就打我，昨天又扇了我一巴掌'],
    ['zh', '我被家暴了'],
    ['zh', '我昨晚被他打了'],
    ['zh', '我被老板性骚扰了'],
    ['zh', '我被人强奸了'],
    ['zh', '前男友一直跟踪我'],
    ['zh', '他威胁要杀我'],
    ['zh', '我老公打孩子'],
    ['zh', '我爸又打我妈了'],
    ['en', 'My husband hits me'],
    ['en', 'my boyfriend choked me last night'],
    ['en', "I'm being abused at home"],
    ['en', 'I was raped'],
    ['en', 'my ex is stalking me'],
    ['en', 'He threatened to kill me'],
    ['en', 'My dad hit my mom again'],
    ['en', 'my husband beats our son'],
  ] as const)('is believed, asked about safety and pointed to help in %s: %s', (language, message) => {
    const reply = say(language, message);
    const { believe, notYourFault, askSafe, goSafe } = bookOf(language).violence;
    for (const part of [
      Object.values(believe),
      Object.values(notYourFault),
      Object.values(askSafe),
      [goSafe],
    ]) {
      expect(holds(reply, part.flat())).toBe(true);
    }
    expect(reply).toMatch(CALL[language]);
  });

  it('does not name a line for women to somebody hurt by a wife', () => {
    expect(say('zh', '我老婆打我')).not.toContain('12338');
  });

  it.each([
    ['zh', '他现在在门外'],
    ['zh', '他在砸我家的门'],
    ['en', "He's outside my door right now"],
  ] as const)('hears in %s that the danger is at hand: %s', (language, message) => {
    for (const history of [[], told(language, language === 'zh' ? '我老公打我' : 'My husband hits me')]) {
      const reply = say(language, message, { history });
      expect(reply).toMatch(CALL[language]);
      expect(holds(reply, bookOf(language).violence.danger)).toBe(true);
    }
  });

  it.each([
    ['zh', '不安全', 'danger'],
    ['zh', '没有', 'danger'],
    ['zh', '安全的，他出去了', 'safeNow'],
    ['zh', '他跪下道歉了，说再也不会了', 'ties'],
    ['zh', '我不敢报警', 'stuck'],
    ['zh', '现在安全了', 'safeNow'],
    ['zh', '他以前不是这样的', 'followHold'],
    ['zh', '我该怎么办', 'plan'],
    ['en', 'no', 'danger'],
    ['en', "yes, I'm at my sister's", 'safeNow'],
    ['en', "I'm scared to leave", 'stuck'],
    ['en', 'he was never like this before', 'followHold'],
  ] as const)('is answered in %s with what fits after "%s"', (language, message, kind) => {
    const history = told(language, language === 'zh' ? '我老公打我' : 'My husband hits me');
    expect(holds(say(language, message, { history }), bookOf(language).violence[kind])).toBe(true);
  });

  it('is told again that it is not their fault', () => {
    const history = told('zh', '我老公打我');
    expect(holds(say('zh', '是不是我的错', { history }), bookOf('zh').violence.notYourFault.harmed)).toBe(
      true,
    );
  });

  it('is asked about today when it happened in childhood', () => {
    const reply = say('zh', '小时候我爸经常打我');
    expect(reply).not.toContain('110');
    expect(holds(reply, bookOf('zh').violence.holdPast)).toBe(true);
  });

  it('still hears about the police when there is danger to oneself as well', () => {
    const reply = say('zh', '我老公打我，我不想活了', { riskLevel: 'medium' });
    expect(holds(reply, bookOf('zh').safety.mediumAsk)).toBe(true);
    expect(reply).toContain('110');
  });
});

describe('somebody about to hurt another', () => {
  it.each([
    ['zh', '我想打他', 'urgeStep'],
    ['zh', '气死了，真想揍他一顿', 'urgeStep'],
    ['zh', '孩子太不听话，我今天打了他', 'doneStep'],
    ['zh', '我今天打了孩子', 'doneStep'],
    ['en', 'I want to hit him', 'urgeStep'],
    ['en', 'I slapped my son today', 'doneStep'],
  ] as const)('is slowed down in %s, neither praised nor cheered: %s', (language, message, kind) => {
    const reply = say(language, message, { emotion: 'happy' });
    expect(holds(reply, bookOf(language).violence[kind])).toBe(true);
    expect(holds(reply, Object.values(bookOf(language).strategies.affirm).flat())).toBe(false);
  });
});

describe('what only sounds like violence', () => {
  it.each([
    '他没打我电话',
    '他打我电话我没接',
    '老板打断了我',
    '他打动了我',
    '我被这部电影打动了',
    '我被他打扰到了',
    '他从来没打我',
    '我打电话给他',
    '我想打他电话',
    '我和男朋友打游戏',
    '老师批评了我',
    '我男朋友抱了我',
    '看到新闻里有人被强奸，很难受',
    '天气打击了我的兴致',
    'he hit me up on instagram',
    'my brother beat me at chess',
    'it hit me that she is gone',
    'my husband never hits me',
    'he followed me back on twitter',
    'I could kill for a coffee',
    'I beat my personal best',
  ])('is left alone: %s', (message) => {
    expect(readViolence(message)).toBeUndefined();
  });
});
