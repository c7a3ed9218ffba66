import { EmotionHead } from '../src/emotion/adapters/trained/emotion-head.js';
import type { Example, HeadPlan } from './emotion-head-plan.js';
import { EmotionHeadTrainer } from './emotion-head-trainer.js';
import { Progress } from './progress.js';

const LABELS = ['rain', 'sun', 'snow'];
const places = ['公园', '学校', '河边', '山上', '街角', '院子', '车站', '海边', '桥头', '屋顶'];
const weather = [
  ['一直下雨', '雨点很大'],
  ['阳光明亮', '太阳出来了'],
  ['雪花飘着', '积雪很厚'],
];
const examples: Example[] = weather.flatMap((words, label) =>
  words.flatMap((word) => places.map((place) => ({ text: `${place}${word}`, label, group: 0 }))),
);

const plan: HeadPlan = {
  name: 'weather',
  labels: LABELS,
  judged: ['wet', 'dry'],
  judgedAs: [0, 1, 0],
  features: { bits: 12, maxGram: 2, skipPairs: true, maxWordGram: 1 },
  network: { hidden: 4, buckets: 2 ** 10, share: 0.2 },
  cost: 1,
  balance: 0.5,
  groupCosts: [1],
  epochs: 10,
  seed: 7,
  readLexicon: (text) => (text.includes('太阳') ? [1] : [0]),
};

const steps: string[] = [];
const train = () => new EmotionHeadTrainer(plan, examples, new Progress((step) => steps.push(step))).train();

describe('EmotionHeadTrainer', () => {
  const trained = train();
  const head = new EmotionHead(trained.facts, trained.tensors);

  it('learns what it is shown, and says so of new places', () => {
    for (const [label, words] of weather.entries())
      for (const word of words) {
        const chances = [...head.read(`码头${word}`, plan.readLexicon(word))];
        expect(chances.indexOf(Math.max(...chances))).toBe(label);
        expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9);
      }
  });

  it('judges by the label set people annotated', () => {
    expect(head.judge(head.read('码头积雪很厚', [0]))).toBe('wet');
    expect(head.judge(head.read('码头太阳出来了', [1]))).toBe('dry');
  });

  it('gives the same numbers every time', () => {
    const again = train();
    expect(again.facts).toEqual(trained.facts);
    expect(again.tensors).toEqual(trained.tensors);
  });

  it('tells what it does', () => {
    expect(steps.join('')).toMatch(
      /weather: fold 3 of 3\n.*weather: macro-F1 on held-out folds .*weather: trained on 60/s,
    );
  });
});
