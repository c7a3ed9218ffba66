import { RequestRates } from './request-rates.js';

const TTL_MS = 60_000;
const LIMIT = 5;

function setUp() {
  let now = 1_000_000;
  const rates = new RequestRates(() => now);
  const ask = (key = 'user:a') => rates.increment(key, TTL_MS, LIMIT, TTL_MS);
  const askTimes = async (count: number) => {
    let blocked = 0;
    for (let index = 0; index < count; index += 1) blocked += (await ask()).isBlocked ? 1 : 0;
    return blocked;
  };
  return { ask, askTimes, pass: (ms: number) => (now += ms) };
}

describe('RequestRates', () => {
  it('lets so many requests through in a window and says when a client may come back', async () => {
    const { ask, askTimes, pass } = setUp();
    expect(await askTimes(LIMIT)).toBe(0);
    expect(await ask()).toMatchObject({ isBlocked: true, timeToBlockExpire: 60, totalHits: LIMIT + 1 });
    pass(45_500);
    expect(await ask()).toMatchObject({ isBlocked: true, timeToBlockExpire: 15 });
    pass(14_500);
    expect(await askTimes(LIMIT)).toBe(0);
    expect(await askTimes(1)).toBe(1);
  });

  it('counts each client for itself', async () => {
    const { ask, askTimes } = setUp();
    await askTimes(LIMIT + 1);
    expect(await ask('user:b')).toMatchObject({ isBlocked: false, totalHits: 1 });
  });

  it('does not let twice as many through where two windows meet', async () => {
    const { askTimes, pass } = setUp();
    pass(TTL_MS - 1000);
    expect(await askTimes(1)).toBe(0);
    pass(TTL_MS - 1000);
    expect(await askTimes(LIMIT - 1)).toBe(0);
    pass(2000);
    expect(await askTimes(LIMIT)).toBeGreaterThan(0);
  });

  it('never blocks a client that keeps to its rate', async () => {
    const { askTimes, pass } = setUp();
    for (let index = 0; index < 100; index += 1) {
      expect(await askTimes(1)).toBe(0);
      pass(TTL_MS / LIMIT + 1);
    }
  });

  it('starts anew after a silence', async () => {
    const { askTimes, pass } = setUp();
    await askTimes(LIMIT);
    pass(2 * TTL_MS);
    expect(await askTimes(LIMIT)).toBe(0);
  });
});
