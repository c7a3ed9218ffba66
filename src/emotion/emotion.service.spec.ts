import { CacheService } from '../cache/cache.service.js';
import { LexiconEmotionAnalyzer } from './adapters/lexicon-emotion-analyzer.js';
import { EmotionService } from './emotion.service.js';
import { toScores, type EmotionResult } from './emotion.types.js';
import { EmotionAnalyzer } from './ports/emotion-analyzer.js';

/** Answers from a script and counts how often it was asked. */
class ScriptedAnalyzer extends EmotionAnalyzer {
  asked = 0;

  constructor(private readonly answer: EmotionResult | Error) {
    super();
  }

  async analyze(): Promise<EmotionResult> {
    this.asked += 1;
    if (this.answer instanceof Error) throw this.answer;
    return this.answer;
  }
}

/** A cache in one map that keeps what a remote cache would: JSON. */
class MapCache implements Pick<CacheService, 'getOrCompute'> {
  readonly entries = new Map<string, string>();

  async getOrCompute<T>(key: object, compute: (signal: AbortSignal) => Promise<T>, signal: AbortSignal) {
    const name = JSON.stringify(key);
    const stored = this.entries.get(name);
    if (stored !== undefined) return { value: JSON.parse(stored) as T, hit: true };
    const value = await compute(signal);
    this.entries.set(name, JSON.stringify(value));
    return { value, hit: false };
  }
}

const scores = toScores((emotion) => (emotion === 'sad' ? 8 : 0.2), 'sad');
const sad: EmotionResult = { emotion: 'sad', intensity: 5.5, confidence: 0.8, scores, evidence: ['难过'] };
const local = new LexiconEmotionAnalyzer();
const signal = new AbortController().signal;

function setUp(answer: EmotionResult | Error = sad) {
  const analyzer = new ScriptedAnalyzer(answer);
  const cache = new MapCache();
  return { analyzer, cache, service: new EmotionService(analyzer, local, cache as unknown as CacheService) };
}

describe('EmotionService', () => {
  it('asks the analyzer once for texts of one user that differ only in white space', async () => {
    const { service, analyzer } = setUp();
    const options = { userScope: 'amy', cacheable: true };
    await expect(service.analyze('我 难过', options, signal)).resolves.toEqual(sad);
    await expect(service.analyze(' 我\n难过 ', options, signal)).resolves.toEqual({ ...sad, evidence: [] });
    expect(analyzer.asked).toBe(1);
  });

  it('shares nothing between users', async () => {
    const { service, analyzer } = setUp();
    await service.analyze('我难过', { userScope: 'amy', cacheable: true }, signal);
    await service.analyze('我难过', { userScope: 'bob', cacheable: true }, signal);
    expect(analyzer.asked).toBe(2);
  });

  it('keeps the words of the message out of the cached value', async () => {
    const { service, cache } = setUp();
    await service.analyze('我难过', { userScope: 'amy', cacheable: true }, signal);
    expect([...cache.entries.values()].map((json) => JSON.parse(json))).toEqual([
      { emotion: 'sad', intensity: 5.5, confidence: 0.8, scores },
    ]);
  });

  it('reads a text that is not cacheable by itself, past the analyzer and the cache', async () => {
    const { service, analyzer, cache } = setUp();
    const reading = await service.analyze('太开心了！', { userScope: 'amy', cacheable: false }, signal);
    expect(reading).toEqual(local.analyzeNow('太开心了！'));
    expect(analyzer.asked).toBe(0);
    expect(cache.entries.size).toBe(0);
  });

  it.each([
    null,
    { ...sad, emotion: 'melancholy' },
    { emotion: 'sad' },
    { emotion: 'sad', intensity: 1, confidence: 1 },
    { ...sad, scores: { sad: 1 } },
  ])('analyzes anew when the cache holds something else (%j)', async (stored) => {
    const { service, cache } = setUp();
    cache.entries.set(
      JSON.stringify({ strategy: 'emotion', scope: 'amy', text: '我难过' }),
      JSON.stringify(stored),
    );
    const reading = await service.analyze('我难过', { userScope: 'amy', cacheable: true }, signal);
    expect(reading).toEqual(sad);
  });

  it('reads by itself when the analyzer fails, says so and keeps nothing', async () => {
    const { service, cache } = setUp(new Error('model is down'));
    const reading = await service.analyze('太开心了！', { userScope: 'amy', cacheable: true }, signal);
    expect(reading).toEqual({ ...local.analyzeNow('太开心了！'), degraded: true });
    expect(cache.entries.size).toBe(0);
  });

  it('lets the caller who left see it, not a reading', async () => {
    const leaving = new AbortController();
    const { service } = setUp(new Error('model is down'));
    const work = service.analyze('我难过', { userScope: 'amy', cacheable: true }, leaving.signal);
    leaving.abort(new Error('gone'));
    await expect(work).rejects.toThrow('gone');
  });

  it('starts nothing for a caller that is gone', async () => {
    const { service, analyzer } = setUp();
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(service.analyze('我难过', { userScope: 'amy', cacheable: true }, gone)).rejects.toThrow(
      'gone',
    );
    expect(analyzer.asked).toBe(0);
  });

  it('answers at once from the local lexicon', () => {
    const { service, analyzer } = setUp();
    expect(service.analyzeNow('气死我了')).toMatchObject({ emotion: 'angry', evidence: ['气死我了'] });
    expect(analyzer.asked).toBe(0);
  });

  it('reads many texts in their order and lets others work in between', async () => {
    const { service, analyzer } = setUp();
    const texts = Array.from({ length: 256 }, (_, index) => `${'我今天好难过，'.repeat(30)}${index}`);
    let turns = 0;
    let reading = true;
    const count = () => {
      turns += 1;
      if (reading) setImmediate(count);
    };
    setImmediate(count);
    const results = await service.analyzeAll([...texts, '太开心了！']);
    reading = false;
    expect(results).toHaveLength(257);
    expect(results.at(-1)).toMatchObject({ emotion: 'happy', evidence: ['开心'] });
    expect(turns).toBeGreaterThan(0);
    expect(analyzer.asked).toBe(0);
  });
});
