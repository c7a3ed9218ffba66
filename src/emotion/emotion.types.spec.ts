import fc from 'fast-check';
import { LexiconEmotionAnalyzer } from './adapters/lexicon-emotion-analyzer.js';
import {
  EMOTIONS,
  NEUTRAL_EMOTION,
  misleads,
  toReliableFeeling,
  toScores,
  type Emotion,
  type EmotionResult,
  type EmotionScores,
} from './emotion.types.js';

const local = new LexiconEmotionAnalyzer();
const sum = (scores: EmotionScores) => EMOTIONS.reduce((total, emotion) => total + scores[emotion], 0);
const words = [
  '我',
  '好',
  '难过',
  '开心',
  '不',
  '气死',
  '谢谢',
  '?!',
  '🙃',
  'happy',
  'not',
  'lonely',
  ' ',
  '但是',
];

describe('scores', () => {
  it('lie between 0 and 1, add up to 1 and are highest for the emotion, whatever is read', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 12 }), (parts) => {
        const { emotion, scores } = local.analyzeNow(parts.join(''));
        expect(sum(scores)).toBeCloseTo(1, 9);
        for (const label of EMOTIONS) {
          expect(scores[label]).toBeGreaterThanOrEqual(0);
          expect(scores[label]).toBeLessThanOrEqual(scores[emotion]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('follow what was read: two feelings share, the stronger gets more', () => {
    const { scores } = local.analyzeNow('我非常难过，也有点生气');
    expect(scores.sad).toBeGreaterThan(scores.angry);
    expect(scores.angry).toBeGreaterThan(scores.happy);
  });

  it('lean to neutral where nothing was read, and to nothing where nothing could be read', () => {
    expect(local.analyzeNow('明天下午三点开会').scores.neutral).toBeGreaterThan(0.5);
    const { scores } = NEUTRAL_EMOTION;
    expect(scores.sad).toBeCloseTo(1 / 11, 3);
  });

  it('give a tie to the winner', () => {
    const scores = toScores(() => 1, 'lonely');
    expect(Math.max(...Object.values(scores))).toBe(scores.lonely);
  });
});

describe('toReliableFeeling', () => {
  const reading = (emotion: Emotion, chances: Partial<Record<Emotion, number>>): EmotionResult => ({
    emotion,
    intensity: 4.5,
    confidence: chances[emotion] ?? 0,
    scores: {
      ...NEUTRAL_EMOTION.scores,
      ...Object.fromEntries(EMOTIONS.map((label) => [label, 0])),
      ...chances,
    },
    evidence: [],
  });

  it('keeps a feeling that is more likely than not', () => {
    const sure = reading('happy', { happy: 0.62, neutral: 0.38 });
    expect(toReliableFeeling(sure)).toEqual({ emotion: 'happy', intensity: 4.5 });
  });

  it('calls a guess neutral, and as calm as neutral is', () => {
    const guess = reading('happy', { happy: 0.42, sad: 0.3, neutral: 0.28 });
    expect(toReliableFeeling(guess)).toEqual({ emotion: 'neutral', intensity: 3 });
  });

  it('keeps the best of several hard feelings that are clear only together', () => {
    const hard = reading('sad', { sad: 0.35, anxious: 0.3, neutral: 0.35 });
    expect(toReliableFeeling(hard)).toEqual({ emotion: 'sad', intensity: 4.5 });
  });

  it('wants to be surer of a joy that no clear word names, and takes no plain question for confusion', () => {
    const faint = (emotion: Emotion, chance: number) =>
      toReliableFeeling({ ...reading(emotion, { [emotion]: chance, neutral: 1 - chance }), intensity: 2.5 })
        .emotion;
    expect([faint('happy', 0.6), faint('happy', 0.7)]).toEqual(['neutral', 'happy']);
    expect([faint('sad', 0.5), faint('confused', 0.99)]).toEqual(['sad', 'neutral']);
    expect(toReliableFeeling(reading('confused', { confused: 0.6, neutral: 0.4 })).emotion).toBe('confused');
  });

  it('takes an analysis that failed for neutral', () => {
    expect(toReliableFeeling(NEUTRAL_EMOTION)).toEqual({ emotion: 'neutral', intensity: 0 });
  });
});

describe('misleads', () => {
  it.each([
    ['happy', 'sad', true],
    ['grateful', 'neutral', true],
    ['lonely', 'grateful', true],
    ['sad', 'angry', false],
    ['sad', 'neutral', false],
    ['happy', 'excited', false],
    ['neutral', 'sad', false],
    ['surprised', 'happy', false],
  ])('told %s, found %s: %s', (told, found, misled) => {
    expect(misleads(told, found)).toBe(misled);
  });
});
