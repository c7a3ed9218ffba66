import fc from 'fast-check';
import { isNearIdentical, rankMemories, recencyOf, scoreOf, type Candidate } from './rank-memories.js';

const DAY_MS = 86_400_000;
const now = new Date('2026-03-01T00:00:00Z');
const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);

function candidate(content: string, values: Partial<Candidate> = {}): Candidate {
  return {
    id: content,
    sessionId: 's',
    kind: 'preference',
    content,
    importance: 0.5,
    createdAt: ago(1),
    similarity: 0.5,
    floor: 0.3,
    ...values,
  };
}

const rank = (candidates: Candidate[], values: object = {}) =>
  rankMemories(candidates, { now, limit: 10, newestOfSlot: new Map(), ...values }).map((m) => m.content);

describe('rankMemories', () => {
  it('puts the more similar first, then the newer, then the more important', () => {
    const [similar, older, weighty] = [
      candidate('similar cats', { similarity: 0.7 }),
      candidate('older hills', { createdAt: ago(60) }),
      candidate('weighty songs', { importance: 0.8 }),
    ];
    expect(rank([older, weighty, candidate('plain words'), similar])).toEqual([
      'similar cats',
      'weighty songs',
      'plain words',
      'older hills',
    ]);
  });

  it('drops what is below its floor', () => {
    expect(rank([candidate('near', { similarity: 0.3 }), candidate('off', { similarity: 0.29 })])).toEqual([
      'near',
    ]);
  });

  it('gives a sentence told twice in almost the same words once', () => {
    const told = [
      candidate('我养了一只叫豆豆的橘猫'),
      candidate('我养了一只叫豆豆的橘猫呀。', { similarity: 0.4 }),
    ];
    expect(rank(told)).toEqual(['我养了一只叫豆豆的橘猫']);
  });

  it('stops at the limit', () => {
    expect(rank([candidate('aa bb'), candidate('cc dd'), candidate('ee ff')], { limit: 2 })).toHaveLength(2);
  });

  it('halves recency every thirty days', () => {
    expect(recencyOf(ago(0), now)).toBe(1);
    expect(recencyOf(ago(30), now)).toBeCloseTo(0.5);
    expect(recencyOf(ago(-5), now)).toBe(1);
  });

  it('puts the newest sentence of a slot before the one it replaced, however well the old one fits', () => {
    const old = candidate('我住在北京', { kind: 'fact', similarity: 1, createdAt: ago(90) });
    const moved = candidate('我刚搬到上海', { kind: 'fact', similarity: 0.31, createdAt: ago(2) });
    expect(rank([old, moved], { newestOfSlot: new Map([['city', moved.createdAt]]) })).toEqual([
      '我刚搬到上海',
      '我住在北京',
    ]);
  });

  it('makes an outdated sentence weak when the newer one was said in this session', () => {
    const old = candidate('我住在北京', { kind: 'fact', similarity: 0.9, createdAt: ago(90) });
    const other = candidate('我喜欢胡同', { similarity: 0.6 });
    expect(rank([old, other], { newestOfSlot: new Map([['city', now]]) })[0]).toBe('我喜欢胡同');
  });

  it('never scores lower for being more similar, newer or more important', () => {
    const values = fc.record({
      similarity: fc.double({ min: -1, max: 1, noNaN: true }),
      importance: fc.double({ min: 0, max: 1, noNaN: true }),
      days: fc.double({ min: 0, max: 4000, noNaN: true }),
    });
    const score = ({
      similarity,
      importance,
      days,
    }: {
      similarity: number;
      importance: number;
      days: number;
    }) => scoreOf({ similarity, importance, createdAt: ago(days) }, now);
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (base, more) => {
        const plain = score(base);
        expect(score({ ...base, similarity: base.similarity + more })).toBeGreaterThanOrEqual(plain);
        expect(score({ ...base, importance: base.importance + more })).toBeGreaterThanOrEqual(plain);
        expect(score({ ...base, days: base.days + 100 * more })).toBeLessThanOrEqual(plain);
        expect(plain).toBeGreaterThanOrEqual(0);
        expect(plain).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('returns its results in the order of their scores', () => {
    const any = fc.record({
      content: fc.string({ unit: 'binary', maxLength: 30 }),
      similarity: fc.double({ min: -1, max: 1, noNaN: true }),
      importance: fc.double({ min: 0, max: 1, noNaN: true }),
      kind: fc.constantFrom('name' as const, 'fact' as const, 'pet' as const),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 20 }), (values) => {
        const ranked = rankMemories(
          values.map((value) => candidate(value.content, value)),
          { now, limit: 20, newestOfSlot: new Map([['name', now]]) },
        );
        const scores = ranked.map(({ score }) => score);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
      }),
    );
  });
});

describe('isNearIdentical', () => {
  it.each([
    ['I have a cat.', 'i have a cat', true],
    ['我喜欢吃火锅', '我喜欢吃火锅！', true],
    ['我喜欢吃火锅', '我喜欢吃苹果', false],
    ['', '', true],
  ])('compares "%s" and "%s"', (a, b, expected) => {
    expect(isNearIdentical(a, b)).toBe(expected);
  });
});
