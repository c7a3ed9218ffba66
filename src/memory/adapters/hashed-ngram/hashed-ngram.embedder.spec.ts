import fc from 'fast-check';
import { cosineSimilarity, EMBEDDING_DIMENSIONS } from '../../ports/embedder.js';
import { CONCEPT_COUNT } from './concept-lexicon.js';
import { CONCEPT_DIMENSIONS, HashedNgramEmbedder } from './hashed-ngram.embedder.js';

const embedder = new HashedNgramEmbedder();
const similarity = (a: string, b: string) => cosineSimilarity(embedder.embedNow(a), embedder.embedNow(b));

describe('HashedNgramEmbedder', () => {
  it('gives every text a vector of length 1, the same each time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const vector = embedder.embedNow(text);
        expect(vector).toHaveLength(EMBEDDING_DIMENSIONS);
        expect(cosineSimilarity(vector, vector)).toBeCloseTo(1, 4);
        expect(embedder.embedNow(text)).toEqual(vector);
      }),
      { numRuns: 300 },
    );
  });

  it.each(['', '   ', '。。。', '🙂🙂', '\u0000', '猫', 'a'])('has a vector for "%s"', (text) => {
    expect(similarity(text, text)).toBeCloseTo(1, 4);
  });

  it.each([
    ['你还记得我的宠物吗', '我养了一只叫豆豆的橘猫', '我在银行上班'],
    ['do you remember my pet', 'I have a cat called Mochi', 'I live in Seattle'],
    ['do you remember my pet', '我养了一只叫豆豆的橘猫', '我住在成都'],
    ['我的工作', 'I got laid off last week', 'I have a cat called Mochi'],
    ['my mother', '我妈妈最近身体不好', '我喜欢弹吉他'],
  ])('says that "%s" is closer to "%s" than to "%s"', (question, near, far) => {
    expect(similarity(question, near)).toBeGreaterThan(similarity(question, far) + 0.15);
  });

  it('spells traditional, full width and capital letters alike', () => {
    expect(similarity('我養了一隻貓', '我养了一只猫')).toBeCloseTo(1, 4);
    expect(similarity('ＭＯＣＨＩ the Cat', 'mochi the cat')).toBeCloseTo(1, 4);
  });

  it('hears inflected English words', () => {
    expect(similarity('worrying exams', 'worry exam')).toBeGreaterThan(0.6);
  });

  it('takes the longest term: a boyfriend is not a friend', () => {
    const concepts = (text: string) => embedder.embedNow(text).subarray(0, CONCEPT_DIMENSIONS);
    expect(cosineSimilarity(concepts('男朋友'), concepts('朋友'))).toBe(0);
  });

  it('has room for all its concepts', () => {
    expect(CONCEPT_COUNT).toBeLessThanOrEqual(CONCEPT_DIMENSIONS);
  });

  it('honours an aborted signal', async () => {
    const reason = new Error('gone');
    await expect(embedder.embed(['x'], AbortSignal.abort(reason))).rejects.toBe(reason);
    await expect(embedder.embed(['x', 'y'], new AbortController().signal)).resolves.toHaveLength(2);
  });
});
