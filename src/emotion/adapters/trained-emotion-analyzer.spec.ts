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

    it('is never lowered by more exclamation marks behind the last sentence', () => {
      const parts = fc.array(fc.constantFrom(...words, ...pieces), { maxLength: 12 });
      fc.assert(
        fc.property(parts, fc.nat({ max: 6 }), (chosen, marks) => {
          const text = `我很难过，${chosen.join('')}。好的`;
          const felt = Array.from({ length: marks + 1 }, (_, count) =>
            read(text + '！'.repeat(count)),
          ).filter(({ emotion }) => emotion !== 'neutral');
          expectNeverFalling(felt.map(({ intensity }) => intensity));
        }),
      );
    });

    it('is never lowered by saying it again', () => {
      fc.assert(
        fc.property(fc.constantFrom(...words), fc.integer({ min: 1, max: 8 }), (word, times) => {
          expectNeverFalling(
            intensities(Array.from({ length: times }, (_, count) => `${word} `.repeat(count + 1))),
          );
        }),
      );
    });

    it('never falls from a weaker to a stronger degree word', () => {
      fc.assert(
        fc.property(fc.constantFrom(...words), (word) => {
          const degrees = /\p{Script=Han}/u.test(word)
            ? ['有点', '', '很', '非常', '超级']
            : ['a bit ', '', 'very ', 'extremely ', 'utterly '];
          expectNeverFalling(intensities(degrees.map((degree) => `今天，${degree}${word}`)));
        }),
      );
    });
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
