import { FeatureHasher } from '../src/platform/classifier/feature-hasher.js';
import { trainLinearSvm } from './linear-svm.js';
import { assignFolds, seededRandom, shuffle } from './random.js';
import { SparseRows } from './sparse-rows.js';

const sunny = ['今天阳光真好', '阳光照进来', '外面有阳光', 'a sunny day', 'the sun is out'];
const rainy = ['今天下大雨', '雨一直下', '外面在下雨', 'a rainy day', 'the rain is cold'];

function train(seed: number) {
  const hasher = new FeatureHasher({ bits: 12, maxGram: 3, skipPairs: false, maxWordGram: 1 });
  const rows = new SparseRows();
  const texts = [...sunny, ...rainy];
  for (const text of texts) rows.add(hasher.hash(text));
  const model = trainLinearSvm({
    rows,
    members: Uint32Array.from(texts.keys()),
    isPositive: texts.map((text) => sunny.includes(text)),
    cost: texts.map(() => 1),
    dimensions: 2 ** 12,
    epochs: 20,
    seed,
  });
  const score = (text: string) => {
    rows.add(hasher.hash(text));
    return rows.score(rows.length - 1, model.weights, model.bias);
  };
  return { model, score };
}

describe('trainLinearSvm', () => {
  it('separates what it learned from and what is like it', () => {
    const { score } = train(1);
    for (const text of [...sunny, '阳光真暖']) expect(score(text)).toBeGreaterThan(0);
    for (const text of [...rainy, '又下雨了']) expect(score(text)).toBeLessThan(0);
  });

  it('gives the same weights for the same seed', () => {
    expect(train(7).model).toEqual(train(7).model);
  });

  it('weighs features by their importance and keeps rows of length one', () => {
    const rows = new SparseRows();
    rows.add({ buckets: Int32Array.of(1, 2, 9), count: 2 }, Float32Array.of(0, 3, 4));
    expect(Array.from(rows.values.subarray(0, 2))).toEqual([Math.fround(0.6), Math.fround(0.8)]);
    expect(rows.score(0, Float32Array.of(0, 1, 1), 0.5)).toBeCloseTo(1.9);
  });
});

describe('seeded random numbers', () => {
  it('repeat for a seed and differ between seeds', () => {
    const draw = (seed: number) => Array.from({ length: 5 }, seededRandom(seed));
    expect(draw(3)).toEqual(draw(3));
    expect(draw(3)).not.toEqual(draw(4));
    for (const number of draw(3)) expect(number >= 0 && number < 1).toBe(true);
  });

  it('shuffle without losing anything', () => {
    const shuffled = shuffle([1, 2, 3, 4, 5, 6], seededRandom(5));
    expect(shuffled).not.toEqual([1, 2, 3, 4, 5, 6]);
    expect([...shuffled].sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('deal folds of equal size', () => {
    const sizes = [0, 0, 0, 0, 0];
    for (const fold of assignFolds(23, 5, 1)) sizes[fold]! += 1;
    expect(sizes.sort()).toEqual([4, 4, 5, 5, 5]);
  });
});
