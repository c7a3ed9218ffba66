import fc from 'fast-check';
import { EMOTION_SENTENCES } from '../../../test/support/emotion-sentences.js';
import { EMOTIONS } from '../emotion.types.js';
import { LexiconEmotionAnalyzer } from './lexicon-emotion-analyzer.js';

const analyzer = new LexiconEmotionAnalyzer();
const read = (text: string) => analyzer.analyzeNow(text);
const intensities = (texts: string[]) => texts.map((text) => read(text).intensity);

const words = [
  '开心',
  '难过',
  '害怕',
  '生气',
  '累',
  '孤独',
  '迷茫',
  '震惊',
  '感激',
  '激动',
  '平静',
  'happy',
  'sad',
  'angry',
  'lonely',
  'nervous',
  'exhausted',
  '😭',
  '🥰',
];

function expectRising(values: number[]): void {
  expect(values).toEqual([...new Set(values)].sort((a, b) => a - b));
}

function expectNeverFalling(values: number[]): void {
  expect(values).toEqual([...values].sort((a, b) => a - b));
}

describe('LexiconEmotionAnalyzer', () => {
  describe.each(Object.entries(EMOTION_SENTENCES))('%s', (emotion, sentences) => {
    it.each(sentences)('is read in: %s', (sentence) => {
      expect(read(sentence).emotion).toBe(emotion);
    });
  });

  describe('intensity', () => {
    it.each([
      ['zh', ['有点难过', '难过', '很难过', '非常难过', '超级难过']],
      ['zh, degree behind', ['有点难过', '难过', '难过得要命', '难过极了']],
      ['zh, negated', ['有点不开心', '不开心', '很不开心', '非常不开心']],
      ['en', ['a bit sad', 'sad', 'very sad', 'extremely sad', 'absolutely sad']],
      ['repetition', ['好累', '好累好累', '好累好累好累']],
      ['exclamation marks', ['我很生气', '我很生气！', '我很生气！！', '我很生气！！！']],
      ['emoji', ['😭', '😭😭', '😭😭😭']],
      ['drawn-out letters', ['so sad', 'sooooo sad', 'sooooo saaaad']],
      ['stronger words', ['讨厌', '生气', '气炸了']],
    ])('rises with degree (%s)', (_case, texts) => {
      expectRising(intensities(texts));
    });

    it('is lower when the feeling is partly denied', () => {
      expect(read('没那么难过')).toMatchObject({ emotion: 'sad' });
      expectRising(intensities(['没那么难过', '难过']));
      expectRising(intensities(['not very sad', 'sad']));
    });

    it('stays at zero without a feeling or a raised voice', () => {
      expect(read('会议在三点开始')).toMatchObject({ emotion: 'neutral', intensity: 0 });
    });

    it('is never lowered by more exclamation marks, whatever came before', () => {
      const pieces = fc.constantFrom(...words, '，', ' ', '但是', '不', 'but ', 'not ', '。', '很', '吗');
      fc.assert(
        fc.property(fc.array(pieces, { maxLength: 12 }), fc.nat({ max: 6 }), (parts, marks) => {
          const text = `${parts.join('')}。好的`;
          const raised = Array.from({ length: marks + 1 }, (_, count) => read(text + '！'.repeat(count)));
          expectNeverFalling(raised.map(({ intensity }) => intensity));
          expect(new Set(raised.map(({ emotion }) => emotion)).size).toBe(1);
        }),
      );
    });

    it('is never lowered by saying it again', () => {
      fc.assert(
        fc.property(fc.constantFrom(...words), fc.integer({ min: 1, max: 8 }), (word, times) => {
          const repeated = Array.from({ length: times }, (_, count) => `${word} `.repeat(count + 1));
          expectNeverFalling(intensities(repeated));
        }),
      );
    });

    it('never falls from a weaker to a stronger degree word', () => {
      fc.assert(
        fc.property(fc.constantFrom(...words), (word) => {
          const isHan = /\p{Script=Han}/u.test(word);
          const degrees = isHan
            ? ['有点', '', '很', '非常', '超级']
            : ['a bit ', '', 'very ', 'extremely ', 'utterly '];
          expectNeverFalling(intensities(degrees.map((degree) => `今天，${degree}${word}`)));
        }),
      );
    });
  });

  describe('confidence', () => {
    it('is modest without evidence and grows with it', () => {
      expect(read('三点开会').confidence).toBeCloseTo(0.5);
      expectRising(['我有点难过', '我很难过', '我很难过，一直哭'].map((text) => read(text).confidence));
    });

    it('is lower when feelings contradict each other', () => {
      expect(read('开心又难过').confidence).toBeLessThan(read('很难过').confidence);
    });
  });

  describe('evidence', () => {
    it('quotes the text as written, with the negator, in order of appearance', () => {
      expect(read('我不是很开心，也高兴不起来').evidence).toEqual(['不是很开心', '高兴不起来']);
      expect(read('真的好難過，想哭').evidence).toEqual(['難過', '想哭']);
      expect(read("I'm SOOO Happyyyy").evidence).toEqual(['Happyyyy']);
      expect(read('Ｉ ａｍ ｓａｄ').evidence).toEqual(['ｓａｄ']);
    });

    it('comes from the deciding feeling only', () => {
      expect(read('虽然很累，但是真的很开心').evidence).toEqual(['开心']);
    });

    it('is empty for neutral text and never longer than eight words', () => {
      expect(read('三点开会').evidence).toEqual([]);
      expect(read(words.join('，')).evidence.length).toBeLessThanOrEqual(8);
    });
  });

  describe('whatever is typed', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.array(fc.nat({ max: 0xffff }), { maxLength: 200 }).map((units) => String.fromCharCode(...units)),
      fc
        .array(
          fc.constantFrom(
            ...words,
            '不',
            '没有',
            '极了',
            '个屁',
            '!',
            '?',
            '…',
            '\u200d',
            '\ufe0f',
            'aaaa',
            '吗',
            "'",
          ),
          {
            maxLength: 60,
          },
        )
        .map((parts) => parts.join('')),
    );

    it('gets a well-formed result', () => {
      fc.assert(
        fc.property(anyText, (text) => {
          const { emotion, intensity, confidence, evidence } = read(text);
          expect(EMOTIONS).toContain(emotion);
          expect(intensity).toBeGreaterThanOrEqual(0);
          expect(intensity).toBeLessThanOrEqual(10);
          expect(Number(intensity.toFixed(1))).toBe(intensity);
          expect(confidence).toBeGreaterThanOrEqual(0);
          expect(confidence).toBeLessThanOrEqual(1);
          for (const word of evidence) expect(text).toContain(word);
        }),
        { numRuns: 500 },
      );
    });

    it('is read alike in traditional and simplified characters', () => {
      for (const [traditional, simplified] of [
        ['我覺得很難過，沒有人懂我', '我觉得很难过，没有人懂我'],
        ['壓力好大，焦慮得睡不著', '压力好大，焦虑得睡不着'],
        ['妳讓我很感動', '你让我很感动'],
      ] as const) {
        const { emotion, intensity, confidence } = read(simplified);
        expect(read(traditional)).toMatchObject({ emotion, intensity, confidence });
      }
    });

    it.each([
      '今天好累但是很开心',
      'I am not sooooo happyyyy but ',
      '😭',
      '你开心但吗',
      'ha',
      '不',
      'a',
      ':(',
    ])('is read in time linear in its length (50 kB of %s)', (unit) => {
      const text = unit.repeat(Math.ceil(50_000 / unit.length));
      // 50 kB take 10 ms in a plain process, ten times that inside jest on a busy machine, and seconds if any step were
      // quadratic: the bound tells those apart.
      let best = Infinity;
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
    await expect(analyzer.analyze('开心', new AbortController().signal)).resolves.toMatchObject({
      emotion: 'happy',
    });
  });
});
