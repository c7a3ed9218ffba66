import fc from 'fast-check';
import { LexiconEmotionAnalyzer } from './adapters/lexicon-emotion-analyzer.js';
import { EMOTIONS, NEUTRAL_EMOTION, toScores, type EmotionScores } from './emotion.types.js';

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
