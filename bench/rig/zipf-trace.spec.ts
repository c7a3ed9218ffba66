import { repeatedShare, zipfTrace } from './zipf-trace.js';

describe('zipfTrace', () => {
  const trace = zipfTrace(5000, 1);

  it('is the same for the same seed', () => {
    expect(zipfTrace(5000, 1)).toEqual(trace);
    expect(zipfTrace(5000, 2)).not.toEqual(trace);
  });

  it('repeats itself mostly, in spellings that differ', () => {
    expect(repeatedShare(trace)).toBeGreaterThan(0.5);
    const spelt = new Set(trace.map(({ user_id, message }) => `${user_id}|${message}`)).size;
    expect(spelt).toBeGreaterThan(new Set(trace.map(({ meaning }) => meaning)).size * 1.5);
  });

  it('lets a few people write most', () => {
    const turns = new Map<string, number>();
    for (const { user_id } of trace) turns.set(user_id, (turns.get(user_id) ?? 0) + 1);
    const busiest = [...turns.values()].sort((a, b) => b - a).slice(0, 30);
    expect(busiest.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(trace.length * 0.4);
  });
});
