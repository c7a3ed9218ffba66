import fc from 'fast-check';
import { GradientLimit } from './gradient-limit.js';

const MOST = 200;
const limitOf = (most = MOST, longestMs = 15_000) => new GradientLimit(() => ({ most, longestMs }));

/** A server that works on `slots` requests at once, 400 ms each; what is beyond waits in line. */
const queueing = (slots: number) => (atOnce: number) => 400 * Math.max(1, atOnce / slots);

/** Runs windows in which everything the limit lets in is in flight, of `offered` at most. */
function serve(limit: GradientLimit, windows: number, latencyMs: (atOnce: number) => number, offered = 1000) {
  for (let window = 0; window < windows; window += 1) {
    const mostInFlight = Math.min(offered, limit.value);
    limit.learn({ meanMs: latencyMs(mostInFlight), droppedShare: 0, mostInFlight });
  }
  return limit.value;
}

describe('GradientLimit', () => {
  it('is as configured before anything was seen and while latency is as usual', () => {
    const limit = limitOf();
    expect(limit.value).toBe(MOST);
    expect(serve(limit, 100, queueing(1000))).toBe(MOST);
    expect(limit.gradient).toBe(1);
  });

  it('goes down to little more than a slow server works on at once, and stays there', () => {
    const limit = limitOf();
    serve(limit, 10, queueing(20), 15);
    expect(limit.value).toBe(MOST);
    const settled = serve(limit, 40, queueing(20));
    expect(settled).toBeGreaterThan(20);
    expect(settled).toBeLessThan(60);
    expect(serve(limit, 20, queueing(20))).toBeLessThan(60);
  });

  it('climbs back to exactly what is configured once the server is fast again', () => {
    const limit = limitOf();
    serve(limit, 10, queueing(20), 15);
    serve(limit, 40, queueing(20));
    expect(serve(limit, 200, queueing(1000))).toBe(MOST);
  });

  it('does not rise while half of it is unused', () => {
    const limit = limitOf();
    serve(limit, 10, queueing(20), 15);
    const settled = serve(limit, 40, queueing(20));
    expect(serve(limit, 100, queueing(1000), Math.floor(settled / 2))).toBe(settled);
  });

  it('takes what is too long for too long also when it has been so from the beginning', () => {
    const limit = limitOf(MOST, 5000);
    const settled = serve(limit, 60, queueing(10));
    expect(queueing(10)(settled)).toBeLessThan(8000);
    expect(settled).toBeLessThan(MOST);
  });

  it('takes nothing that is prompt for slow, however it varies', () => {
    const limit = limitOf();
    serve(limit, 20, () => 5);
    expect(serve(limit, 20, () => 240)).toBe(MOST);
  });

  it('yields to turns that give up, also where those that do not are as fast as ever', () => {
    const limit = limitOf();
    for (let window = 0; window < 10; window += 1) {
      limit.learn({ meanMs: 300, droppedShare: 0.3, mostInFlight: limit.value });
    }
    expect(limit.value).toBeLessThan(MOST * 0.6);
  });

  it('follows the operator at once, up and down', () => {
    let most = 50;
    const limit = new GradientLimit(() => ({ most, longestMs: 15_000 }));
    serve(limit, 5, queueing(1000));
    most = 300;
    expect(limit.value).toBe(300);
    most = 2;
    expect(limit.value).toBe(2);
  });

  it('never leaves its bounds and never takes more than a tenth at once', () => {
    const windows = fc.array(
      fc.record({
        meanMs: fc.double({ min: 0, max: 1e6, noNaN: true }),
        droppedShare: fc.double({ min: 0, max: 1, noNaN: true }),
        mostInFlight: fc.nat(1000),
      }),
      { maxLength: 200 },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), windows, (most, seen) => {
        const limit = limitOf(most);
        for (const window of seen) {
          const before = limit.value;
          limit.learn(window);
          expect(limit.value).toBeGreaterThanOrEqual(Math.min(4, most));
          expect(limit.value).toBeLessThanOrEqual(most);
          expect(limit.value).toBeGreaterThanOrEqual(Math.floor(before * 0.9) - 1);
          expect(limit.gradient).toBeGreaterThanOrEqual(0.5);
          expect(limit.gradient).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
