import { isStrategyName, toLifetimeMs } from './cache-strategies.js';

describe('cache strategies', () => {
  it('spreads lifetimes over a tenth to either side', () => {
    expect(toLifetimeMs(100, () => 0)).toBe(90_000);
    expect(toLifetimeMs(100, () => 0.5)).toBe(100_000);
    expect(toLifetimeMs(100, () => 1)).toBe(110_000);
    expect(new Set(Array.from({ length: 20 }, () => toLifetimeMs(1800))).size).toBeGreaterThan(10);
  });

  it('knows the names of strategies and nothing inherited', () => {
    expect(isStrategyName('emotion')).toBe(true);
    expect(isStrategyName('toString')).toBe(false);
    expect(isStrategyName(3)).toBe(false);
  });
});
