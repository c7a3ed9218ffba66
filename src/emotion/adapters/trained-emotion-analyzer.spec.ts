import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { EMOTION_SENTENCES } from '../../../test/support/emotion-sentences.js';
import { EMOTIONS, toReliableFeeling } from '../emotion.types.js';
import { loadEmotionModel } from './trained/emotion-model.js';
import { TrainedEmotionAnalyzer } from './trained-emotion-analyzer.js';

const analyzer = new TrainedEmotionAnalyzer(loadEmotionModel());
const read = (text: string) => analyzer.analyzeNow(text);
const intensities = (texts: string[]) => texts.map((text) => read(text).intensity);

const words = [
  ...['开心', '难过', '害怕', '生气', '累', '孤独', '迷茫', '震惊', '感激', '激动'],
  ...['happy', 'sad', 'angry', 'lonely', 'nervous', 'exhausted', '😭', '🥰'],
];
const pieces = [
  '，',
  '。',
  ' ',
  '但是',
  '不',
  '没有',
  'but ',
  'not ',
  '很',
  '吗',
  '!',
  '?',
  '…',
  '\u200d',
  "'",
];

/** Denied, taken back or contrasted: what counting words gets wrong. */
const RULED = {
  happy: [
    '我不是不开心',
    '我没有不开心',
    '从来没有这么开心过',
    '不再孤单了，真好',
    "I'm no longer sad",
    'I have never felt so happy',
    '虽然下雨了，但是和你一起散步很幸福',
    '工作很累，不过回家看到女儿就开心了',
    'It was raining, but we had a great time anyway',
    "I was sad but now I'm happy",
  ],
  neutral: ['我不难过', '我没有生气', '别担心', "I'm not angry", "I'm not worried at all", '你开心吗'],
} as const;

const CANTONESE = {
  sad: [
    '好唔開心呀',
    '我唔开心',
    '今日好唔開心',
    '我唔係好開心',
    '一啲都唔開心',
    '開心唔起嚟',
    '我好想喊',
    '冇晒希望',
  ],
  angry: ['我好嬲', '我真係好嬲呀', '激死我喇', '嬲到爆'],
  frustrated: ['我好攰', '攰到死', '我頂唔順喇', '好煩呀'],
  anxious: ['我好驚', '我有啲驚', '驚到瞓唔着', '我好擔心'],
  lonely: ['我好掛住你', '冇人明我', '冇人陪我'],
  confused: ['我唔知點算好', '我諗唔通'],
  happy: ['我好開心呀', '唔係唔開心', '我好鍾意'],
  neutral: ['我唔嬲', '唔使擔心', '唔好擔心', '我唔驚', '冇所謂'],
} as const;

const ZH_DEGREES = ['有点', '', '很', '非常', '极其', '超级'];
const EN_DEGREES = ['a bit ', '', 'very ', 'extremely ', 'absolutely '];
/** Entries that begin with a degree word (太好了) take no second one; of English the single words do. */
const TAKES_NO_DEGREE = /^[好太很真超最]|[ /]/u;

/** Behind 我 it is no curse any more but "my mum's". */
const NO_CURSE = '我妈的';

/** The entries of a table that name a feeling, without those a degree word cannot stand before. */
function feelingWords(language: 'zh' | 'en'): string[] {
  const path = new URL(`./lexicon/feelings.${language}.json`, import.meta.url);
  const table = JSON.parse(readFileSync(path, 'utf8')) as Record<string, Record<string, string[]>>;
  return Object.entries(table)
    .filter(([emotion]) => emotion !== 'neutral')
    .flatMap(([, byStrength]) => Object.values(byStrength).flat())
    .flatMap((line) => line.split(', '))
    .filter((word) => !TAKES_NO_DEGREE.test(word));
}

function expectNeverFalling(values: number[]): void {
  expect(values).toEqual([...values].sort((a, b) => a - b));
}

function expectRising(values: number[]): void {
  expect(values).toEqual([...new Set(values)].sort((a, b) => a - b));
}

describe('TrainedEmotionAnalyzer', () => {
  it('reads at least 210 of the 223 sentences as a reader would', () => {
    const right = Object.entries(EMOTION_SENTENCES).flatMap(([emotion, sentences]) =>
      sentences.filter((sentence) => read(sentence).emotion === emotion),
    );
    expect(right.length).toBeGreaterThanOrEqual(210);
  });

  it.each(Object.entries(RULED))('reads %s where it is denied, asked or contrasted', (emotion, sentences) => {
    for (const sentence of sentences) expect([sentence, read(sentence).emotion]).toEqual([sentence, emotion]);
  });

  it.each([
    '不开心',
    '我不开心',
    '不是很开心',
    '我今天不是很开心',
    '一点也不快乐',
    "I'm not happy",
    'not very happy',
  ])('never takes %s for joy', (text) => {
    expect(['happy', 'excited', 'grateful']).not.toContain(read(text).emotion);
  });

  it.each([
    '今天下午三点开会',
    '早上好',
    '你好',
    '好的',
    'How are you?',
    '今天天气怎么样',
    '我去超市买了牛奶和面包',
    'what time does the shop open',
  ])('sees no feeling to speak of in %s', (text) => {
    expect(toReliableFeeling(read(text)).emotion).toBe('neutral');
  });

  it('hears a feeling that no word names', () => {
    expect(read('他一声不吭就走了，连句再见都没有留下，我把我们的照片全删了')).toMatchObject({
      emotion: 'sad',
      evidence: [],
    });
  });

  describe('intensity', () => {
    it.each([
      ['zh', ['有点难过', '难过', '很难过', '非常难过', '超级难过']],
      ['en', ['a bit sad', 'sad', 'very sad', 'extremely sad', 'absolutely sad']],
      ['repetition', ['好累', '好累好累', '好累好累好累']],
      ['exclamation marks', ['我很生气', '我很生气！', '我很生气！！', '我很生气！！！']],
    ])('rises with degree (%s)', (_case, texts) => {
      expectRising(intensities(texts));
    });

    it('is never lowered by more exclamation marks behind the last sentence, words of feeling or not', () => {
      const parts = fc.array(fc.constantFrom(...words, ...pieces, '他走了', '三点开会'), { maxLength: 12 });
      fc.assert(
        fc.property(parts, fc.nat({ max: 6 }), (chosen, marks) => {
          const text = `${chosen.join('')}。好的`;
          expectNeverFalling(
            intensities(Array.from({ length: marks + 1 }, (_, count) => text + '！'.repeat(count))),
          );
        }),
      );
    });

    describe('of any word of feeling in the lexicon', () => {
      const marks = ['', '！', '！！！', '！！！！！！'];
      const frames = ['', '我', '今天', '最近的事让我'];

      it.each([
        ['zh', feelingWords('zh'), ZH_DEGREES, frames],
        ['en', feelingWords('en'), EN_DEGREES, ['', 'I am ', 'today I was ', 'we were all ']],
      ])('never falls with degree, repetition and marks (%s)', (_language, known, degrees, starts) => {
        const word = fc.constantFrom(...known);
        fc.assert(
          fc.property(word, fc.constantFrom(...starts), fc.subarray(degrees), (feeling, start, chosen) => {
            fc.pre(start + feeling !== NO_CURSE);
            expectNeverFalling(intensities(chosen.map((degree) => start + degree + feeling)));
            const [degree = ''] = chosen;
            expectNeverFalling(intensities(marks.map((mark) => start + degree + feeling + mark)));
            expectNeverFalling(
              intensities([1, 2, 3, 5].map((times) => start + Array(times).fill(feeling).join(', '))),
            );
          }),
          { numRuns: 400 },
        );
      });

      it.each([
        ['超级生气', '气死了'],
        ['难过死了', '难过到爆炸'],
        ['I feel lost', 'I feel very lost'],
      ])('is no greater in %s than in %s', (weaker, stronger) => {
        expectNeverFalling(intensities([weaker, stronger]));
      });
    });

    it('keeps the words found where the whole reads as neutral', () => {
      const bare = read('exhausted');
      expect(bare.intensity).toBeGreaterThan(read('a bit exhausted').intensity);
      expect(toReliableFeeling({ ...bare, emotion: 'neutral' }).intensity).toBeLessThanOrEqual(3);
    });

    it('takes what is asked of the reader for little', () => {
      expect(read('你开心吗').intensity).toBeLessThan(read('我开心').intensity / 2);
    });
  });

  it.each(['比较焦虑', '特别内疚', '比较期待', 'I am so so tired', 'today I was so so tired'])(
    'does not take %s for neutral because of its degree word',
    (text) => {
      expect(read(text).emotion).not.toBe('neutral');
    },
  );

  it.each(Object.entries(CANTONESE))('reads %s in Cantonese', (emotion, sentences) => {
    for (const sentence of sentences) expect([sentence, read(sentence).emotion]).toEqual([sentence, emotion]);
  });

  it('quotes the words behind the feeling as they were written', () => {
    expect(read('真的好難過，想哭').evidence).toEqual(['難過', '想哭']);
    expect(read('三点开会').evidence).toEqual([]);
  });

  it('reads traditional characters as simplified ones', () => {
    expect(read('壓力好大，焦慮得睡不著').scores).toEqual(read('压力好大，焦虑得睡不着').scores);
  });

  describe('whatever is typed', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.array(fc.nat({ max: 0xffff }), { maxLength: 200 }).map((units) => String.fromCharCode(...units)),
      fc.array(fc.constantFrom(...words, ...pieces), { maxLength: 60 }).map((parts) => parts.join('')),
    );

    it('gets a well-formed reading whose scores add up to 1 and are highest for its label', () => {
      fc.assert(
        fc.property(anyText, (text) => {
          const { emotion, intensity, confidence, scores, evidence } = read(text);
          expect(Object.keys(scores)).toEqual([...EMOTIONS]);
          const values = Object.values(scores);
          expect(values.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 9);
          expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
          expect(Math.max(...values)).toBe(scores[emotion]);
          expect(confidence).toBeCloseTo(scores[emotion], 1);
          expect(intensity).toBeGreaterThanOrEqual(0);
          expect(intensity).toBeLessThanOrEqual(10);
          for (const word of evidence) expect(text).toContain(word);
        }),
        { numRuns: 400 },
      );
    });

    it('is read alike whatever was read in between', () => {
      fc.assert(
        fc.property(anyText, fc.array(anyText, { maxLength: 4 }), (text, others) => {
          const before = read(text);
          for (const other of others) read(other);
          expect(read(text)).toEqual(before);
        }),
        { numRuns: 100 },
      );
    });

    it.each([
      '今天好累但是很开心',
      'I feel not sooooo happyyyy but ',
      '😭',
      '@名字',
      '//@',
      'http',
      'a',
      '0',
      '\ud800',
    ])('is read in time linear in its length (50 kB of %j)', (unit) => {
      const text = unit.repeat(Math.ceil(50_000 / unit.length));
      let best = Infinity;
      // 50 kB take 2-40 ms in a plain process, ten times that inside jest on a busy machine, and many seconds if any
      // step were quadratic: the bound tells those apart.
      for (let run = 0; run < 10 && best >= 1000; run += 1) {
        const start = performance.now();
        read(text);
        best = Math.min(best, performance.now() - start);
      }
      expect(best).toBeLessThan(1000);
    });
  });

  it('refuses work that was called off', async () => {
    await expect(analyzer.analyze('开心', AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
    await expect(analyzer.analyze('好开心啊')).resolves.toMatchObject({ emotion: 'happy' });
  });
});
