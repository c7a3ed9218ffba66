import fc from 'fast-check';
import { AS_CONFIGURED, decide, type LoadSample, type OptimizerState } from './optimizer-decision.js';

const targets = { p95Ms: 1000, eventLoopDelayMs: 100 };
const slow: LoadSample = { turns: 20, p95Ms: 1500, eventLoopDelayMs: 1 };
const laggy: LoadSample = { turns: 0, p95Ms: null, eventLoopDelayMs: 150 };
const calm: LoadSample = { turns: 20, p95Ms: 200, eventLoopDelayMs: 1 };
const near: LoadSample = { turns: 20, p95Ms: 950, eventLoopDelayMs: 1 };

function run(samples: readonly LoadSample[], from: OptimizerState = AS_CONFIGURED) {
  let state = from;
  const reasons = samples.flatMap((sample) => {
    const decision = decide(state, sample, targets);
    state = decision.state;
    return decision.reason ?? [];
  });
  return { state, reasons };
}
const times = (count: number, sample: LoadSample) => Array.from({ length: count }, () => sample);

describe('decide', () => {
  it('waits for three bad samples in a row before it steps down', () => {
    expect(run(times(2, slow)).reasons).toEqual([]);
    expect(run([slow, slow, calm, slow, slow]).reasons).toEqual([]);
    expect(run([slow, slow, near, slow, slow]).reasons).toEqual([]);
    expect(run(times(3, slow))).toMatchObject({
      state: { lifetime: 1.25 },
      reasons: ['latency'],
    });
  });

  it('names the event loop as the reason, also without turns', () => {
    expect(run(times(3, laggy)).reasons).toEqual(['event_loop']);
  });

  it('stretches lifetimes no further than twice', () => {
    const { state, reasons } = run(times(60, slow));
    expect(state.lifetime).toBe(2);
    expect(reasons).toHaveLength(4);
  });

  it('waits for five good samples before each step back, and ends exactly as configured', () => {
    const { state } = run(times(60, slow));
    expect(run(times(4, calm), state).reasons).toEqual([]);
    expect(run(times(5, calm), state).reasons).toEqual(['recovered']);
    const back = run(times(100, calm), state);
    expect(back.state.lifetime).toBe(1);
    expect(new Set(back.reasons)).toEqual(new Set(['recovered']));
  });

  it('stays where it is between good and bad', () => {
    const { state } = run(times(3, slow));
    expect(run(times(50, near), state).reasons).toEqual([]);
  });

  it('takes no percentile of a handful of turns for a sign', () => {
    expect(run(times(10, { turns: 4, p95Ms: 99_999, eventLoopDelayMs: null })).reasons).toEqual([]);
  });

  it('keeps the stretch in its bounds and always finds its way back', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(slow, laggy, calm, near), { maxLength: 300 }), (samples) => {
        const { state } = run(samples);
        expect(state.lifetime).toBeGreaterThanOrEqual(1);
        expect(state.lifetime).toBeLessThanOrEqual(2);
        expect(run(times(60, calm), state).state.lifetime).toBe(1);
      }),
    );
  });
});
