import { bookOf } from './compose-reply.js';
import { normaliseLine } from './line-picker.js';
import { FEELINGS, type Lines, TOPICS } from './reply-book.js';

function allLines(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(allLines) : [];
}

const linesOf = (language: 'zh' | 'en'): string[] => {
  const { unnamed: _unnamed, ...book } = bookOf(language);
  return allLines(book);
};

const FORBIDDEN_ZH =
  /想开点|别想太多|别多想|想太多|加油|坚强|会好起来|会好的|都会过去|时间会|看开|正能量|保证(?!自己的安全)|比你(?:惨|苦)|更惨|放心吧|你得了|确诊|双相|24|二十四|抱抱你$|我也经历过|我懂你的痛|感同身受|至少你|应该感恩|没什么大不了/u;
const FORBIDDEN_EN =
  /cheer up|stay positive|bright side|happens for a reason|could be worse|have it worse|i promise|be okay|be fine(?! here)|get better|stay strong|be strong|calm down|just relax|i know (?:exactly )?how you feel|been there|24|overthink|at least you|time heals|you have (?:depression|anxiety)|when i was/iu;
const METHODS = /割|跳楼|上吊|安眠药|剂量|烧炭|\b(?:overdose|pills?|rope|noose|razor)\b/iu;

describe.each(['zh', 'en'] as const)('the %s reply book', (language) => {
  const lines = linesOf(language);
  const book = bookOf(language);

  it('holds well over 120 distinct patterns, and no sentence twice', () => {
    const distinct = new Set(lines.map(normaliseLine));
    expect(distinct.size).toBeGreaterThanOrEqual(400);
    expect(distinct.size).toBe(lines.length);
  });

  it('has distinct patterns for every feeling, intensity and topic', () => {
    for (const feeling of FEELINGS) {
      const { low, high, ask } = book.feelings[feeling];
      for (const pool of [low, high, ask]) expect(pool.length).toBeGreaterThanOrEqual(3);
    }
    for (const topic of TOPICS) {
      expect(book.topics[topic].hold.length).toBeGreaterThanOrEqual(3);
      expect(book.topics[topic].ask.length).toBeGreaterThanOrEqual(4);
    }
  });

  it('uses no cliché, promise, diagnosis, method, claim of a shared past or phone number', () => {
    for (const line of lines) {
      expect(line).not.toMatch(language === 'zh' ? FORBIDDEN_ZH : FORBIDDEN_EN);
      expect(line).not.toMatch(METHODS);
      if (!book.violence.emergency.includes(line) && !book.violence.emergencyPolice.includes(line)) {
        expect(line).not.toMatch(/\d/);
      }
    }
  });

  it('names the police, and the one reviewed line for women, only beside danger from another person', () => {
    expect([book.violence.emergency, book.violence.emergencyPolice].flat()).toEqual(
      language === 'zh'
        ? ['如果现在有危险，请立刻打 110；也可以拨打妇女维权热线 12338。', '如果现在有危险，请立刻打 110。']
        : [
            'If you are in danger right now, call your local emergency number.',
            'If anyone is in danger right now, call your local emergency number.',
          ],
    );
  });

  it('ends every sentence with a mark of its own language and speaks that language only', () => {
    for (const line of lines) {
      expect(line).toMatch(language === 'zh' ? /[。！？]$/u : /[.!?]$/u);
      const bare = line.replace(/\{\w+\}/g, '').replace(/“[^”]*”/gu, '');
      if (language === 'zh') expect(bare.replaceAll('AI', '')).not.toMatch(/[A-Za-z]/);
      else expect(bare).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it('asks questions only where a question belongs', () => {
    const { listening, grounding, affirm, normalise, steps, presence } = book.strategies;
    const statements = allLines({ listening, grounding, affirm, normalise, steps, presence });
    expect(statements.filter((line) => /[?？]/u.test(line))).toEqual([]);
    const questions: Lines = [
      ...FEELINGS.flatMap((feeling) => book.feelings[feeling].ask),
      ...TOPICS.flatMap((topic) => book.topics[topic].ask),
      ...allLines(book.strategies.openQuestions),
      ...book.safety.mediumAsk,
      ...book.safety.otherAsk,
      ...book.safety.followAsk,
    ];
    expect(questions.filter((line) => !/[?？]$/u.test(line))).toEqual([]);
  });
});
