import fc from 'fast-check';
import { FNV_OFFSET, hashOfLength, hashUnit, mix, mixPair } from './feature-hash.js';
import { FeatureHasher, type FeatureOptions } from './feature-hasher.js';
import { writeFeatureUnits } from './feature-units.js';

const OPTIONS: FeatureOptions = { bits: 18, maxGram: 2, skipPairs: true, maxWordGram: 2 };
const featuresOf = (hasher: FeatureHasher, text: string, from?: number, to?: number) => {
  const { buckets, count } = hasher.hash(text, from, to);
  return [...buckets.subarray(0, count)];
};
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc.array(fc.nat({ max: 0xffff }), { maxLength: 80 }).map((codes) => String.fromCharCode(...codes)),
  fc
    .array(fc.constantFrom('好', '难过', ' so ', '//@', '@a', 'http://a', '12'), { maxLength: 40 })
    .map((parts) => parts.join('')),
);

/** Characters, pairs and skip pairs, gram by gram. */
function gramsOf(text: string): number[] {
  const units = new Uint16Array(text.length + 2);
  units[0] = 2;
  const length = writeFeatureUnits(text, 0, text.length, units, 1) + 2;
  units[length - 1] = 3;
  const hashes: number[] = [];
  for (let start = 0; start < length; start += 1) {
    const first = hashUnit(FNV_OFFSET, units[start]!);
    hashes.push(mix(first));
    if (start + 1 < length) hashes.push(mix(hashUnit(first, units[start + 1]!) + 1));
    if (start + 2 < length) hashes.push(mixPair(units[start]!, units[start + 2]!));
  }
  hashes.push(hashOfLength(text.length));
  const mask = 2 ** OPTIONS.bits - 1;
  return [...new Set(hashes.map((hash) => hash & mask))];
}

describe('FeatureHasher', () => {
  it('hashes the usual features as they are defined', () => {
    const hasher = new FeatureHasher({ ...OPTIONS, maxWordGram: 0 });
    fc.assert(
      fc.property(anyText, (text) => {
        fc.pre(!text.includes('//@'));
        expect(featuresOf(hasher, text)).toEqual(gramsOf(text));
      }),
    );
  });

  it('gives a text the same features every time, each once and within the buckets', () => {
    const hasher = new FeatureHasher({ ...OPTIONS, bits: 10 });
    fc.assert(
      fc.property(anyText, anyText, (text, other) => {
        const features = featuresOf(hasher, text);
        featuresOf(hasher, other);
        expect(featuresOf(hasher, text)).toEqual(features);
        expect(featuresOf(new FeatureHasher({ ...OPTIONS, bits: 10 }), text)).toEqual(features);
        expect(new Set(features).size).toBe(features.length);
        for (const bucket of features) expect(bucket).toBeLessThan(1024);
      }),
    );
  });

  it.each([
    ['traditional and simplified characters', '我覺得很難過', '我觉得很难过'],
    ['widths and cases', 'ＳＡＤ', 'sad'],
    ['names', '@甲 谢谢', '@乙 谢谢'],
    ['numbers', '三点25分', '三点31分'],
    ['long runs', '哈'.repeat(20), '哈'.repeat(21)],
  ])('makes no difference between %s', (_what, one, other) => {
    expect(featuresOf(new FeatureHasher(OPTIONS), one)).toEqual(
      featuresOf(new FeatureHasher(OPTIONS), other),
    );
  });

  it('tells orders, words and lengths apart', () => {
    const hasher = new FeatureHasher(OPTIONS);
    const differ = (one: string, other: string) =>
      expect(new Set(featuresOf(hasher, one))).not.toEqual(new Set(featuresOf(hasher, other)));
    differ('开心', '心开');
    differ('not sad', 'sad not');
    differ('好'.repeat(3), `${'好'.repeat(3)} ${'好'.repeat(3)}`);
  });

  it('keeps what a shared post quotes apart from what its writer says', () => {
    const hasher = new FeatureHasher(OPTIONS);
    const own = new Set(featuresOf(hasher, '难过'));
    const quoted = featuresOf(hasher, '好//@某人:难过');
    const pair = featuresOf(new FeatureHasher({ ...OPTIONS, maxWordGram: 0, skipPairs: false }), '难过');
    expect(quoted.filter((bucket) => own.has(bucket)).length).toBeLessThan(pair.length);
  });

  it('reads a stretch as it reads the same text alone', () => {
    const hasher = new FeatureHasher(OPTIONS);
    const alone = featuresOf(hasher, '我很难过');
    expect(featuresOf(hasher, '昨天。我很难过。今天//@好', 3, 7)).toEqual(alone);
  });

  it('is one for all who read by the same features, and tells stretches of one text apart', () => {
    const hasher = FeatureHasher.shared(OPTIONS);
    expect(FeatureHasher.shared({ ...OPTIONS })).toBe(hasher);
    expect(FeatureHasher.shared({ ...OPTIONS, skipPairs: false })).not.toBe(hasher);
    const text = '昨天很好。今天难过';
    for (const [from, to] of [
      [0, 9],
      [0, 9],
      [0, 4],
      [5, 9],
      [0, 9],
    ] as const)
      expect(featuresOf(hasher, text, from, to)).toEqual(
        featuresOf(new FeatureHasher(OPTIONS), text.slice(from, to)),
      );
  });

  it('grows with the longest text and reads short ones as before', () => {
    const hasher = new FeatureHasher(OPTIONS);
    const before = featuresOf(hasher, '有点累');
    const long = Array.from({ length: 60_000 }, (_, nth) =>
      String.fromCharCode(0x4e00 + ((nth * 7919) % 9000)),
    ).join('');
    const features = featuresOf(hasher, long);
    expect(features.length).toBeGreaterThan(30_000);
    expect(new Set(features).size).toBe(features.length);
    expect(featuresOf(hasher, '有点累')).toEqual(before);
  });

  it('has a feature for the empty text, its length', () => {
    expect(featuresOf(new FeatureHasher(OPTIONS), '').length).toBeGreaterThan(0);
  });

  it('leaves out the kinds of features that are not asked for', () => {
    const count = (options: Partial<FeatureOptions>) =>
      featuresOf(new FeatureHasher({ ...OPTIONS, ...options }), 'I feel so sad').length;
    expect(count({ maxWordGram: 0 })).toBeLessThan(count({ maxWordGram: 1 }));
    expect(count({ maxWordGram: 2 })).toBeLessThan(count({ maxWordGram: 3 }));
    expect(count({ skipPairs: false })).toBeLessThan(count({}));
    expect(count({})).toBeLessThan(count({ maxGram: 3 }));
  });
});
