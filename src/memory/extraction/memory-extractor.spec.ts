import fc from 'fast-check';
import { IGNORED_MESSAGES, KEPT_CASES } from '../../../test/support/memory-extraction-cases.js';
import { extractMemories } from './memory-extractor.js';

const extract = (message: string, emotion = 'neutral', intensity = 0) =>
  extractMemories({ message, emotion, intensity });

describe('extractMemories', () => {
  it.each(KEPT_CASES)('keeps what is worth it of "%s"', (message, ...kinds) => {
    expect(extract(message).map(({ kind }) => kind)).toEqual(kinds);
  });

  it.each(IGNORED_MESSAGES)('keeps nothing of "%s"', (message) => {
    expect(extract(message)).toEqual([]);
  });

  it('keeps the sentence and not the talk around it', () => {
    const [memory] = extract('哈哈今天好累。我养了一只叫豆豆的橘猫。你呢？');
    expect(memory?.content).toBe('我养了一只叫豆豆的橘猫。');
  });

  it('keeps the clauses about different things apart so that one can be replaced alone', () => {
    expect(extract('我叫小明，在杭州上班，养了只猫').map(({ content }) => content)).toEqual([
      '我叫小明',
      '在杭州上班',
      '养了只猫',
    ]);
  });

  it('keeps the statement before a question', () => {
    expect(extract('我下周三要面试，该怎么准备？')[0]?.content).toBe('我下周三要面试');
  });

  it('drops control characters, which the database would refuse', () => {
    expect(extract('我养了一只\u0000叫豆豆的猫')[0]?.content).toBe('我养了一只 叫豆豆的猫');
  });

  it('counts a strong feeling as important', () => {
    const calm = extract('我很担心我爸的身体')[0]!;
    const upset = extract('我很担心我爸的身体', 'anxious', 9)[0]!;
    expect(upset.importance).toBeGreaterThan(calm.importance);
    expect(upset.importance).toBeLessThanOrEqual(1);
  });

  it('keeps at most three sentences of at most 160 characters from any text', () => {
    const sentence = fc.oneof(
      fc.constantFrom(...KEPT_CASES.map(([message]) => message)),
      fc.string({ unit: 'binary', maxLength: 300 }),
    );
    fc.assert(
      fc.property(
        fc.array(sentence, { maxLength: 12 }),
        fc.double({ min: -1, max: 99, noNaN: true }),
        (sentences, intensity) => {
          const kept = extract(sentences.join('。'), 'sad', intensity);
          expect(kept.length).toBeLessThanOrEqual(3);
          for (const { content, importance } of kept) {
            expect(Array.from(content).length).toBeLessThanOrEqual(160);
            expect(importance).toBeGreaterThan(0);
            expect(importance).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });

  it('keeps nothing of a message that touches suicide anywhere', () => {
    const crisis = fc.constantFrom('我想自杀', '不 想 活 了', 'I want to kill myself', '割腕', 'suicidal');
    const told = fc.constantFrom(...KEPT_CASES.map(([message]) => message));
    fc.assert(
      fc.property(told, crisis, told, (before, words, after) => {
        expect(extract(`${before}。${words}。${after}`)).toEqual([]);
      }),
    );
  });

  it('reads the longest message in linear time', () => {
    const hostile = ['我'.repeat(8000), '我养了'.repeat(2600), 'my my my '.repeat(880), '今天'.repeat(4000)];
    const startedAt = performance.now();
    for (const message of hostile) extract(message);
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });
});
