import { Restarts } from './restarts.js';

describe('Restarts', () => {
  it('fills a place at once after a steady life, and later and later after short ones, with a bound', () => {
    const restarts = new Restarts();
    restarts.noteEnd(60_000);
    expect(restarts.delayMs).toBe(0);
    const delays = Array.from({ length: 12 }, () => {
      restarts.noteEnd(0);
      return restarts.delayMs;
    });
    expect(delays.slice(0, 3)).toEqual([100, 200, 400]);
    expect(delays.at(-1)).toBe(10_000);
    restarts.noteEnd(60_000);
    expect(restarts.delayMs).toBe(0);
  });

  it('is hopeless after three short lives in a row', () => {
    const restarts = new Restarts();
    for (const servedMs of [0, 500, 60_000, 0, 500]) restarts.noteEnd(servedMs);
    expect(restarts.hopeless).toBe(false);
    restarts.noteEnd(0);
    expect(restarts.hopeless).toBe(true);
  });
});
