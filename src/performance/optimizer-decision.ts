/** What the optimizer turns: the stretch of cache lifetimes. */
export interface OptimizerState {
  readonly lifetime: number;
  readonly badSamples: number;
  readonly goodSamples: number;
}

export interface LoadSample {
  turns: number;
  p95Ms: number | null;
  eventLoopDelayMs: number | null;
}

export interface LoadTargets {
  p95Ms: number;
  eventLoopDelayMs: number;
}

export type StepReason = 'latency' | 'event_loop' | 'recovered' | 'switched_off';

export interface Decision {
  state: OptimizerState;
  /** Why the stretch changed; absent when it stayed. */
  reason?: StepReason;
}

export const AS_CONFIGURED: OptimizerState = { lifetime: 1, badSamples: 0, goodSamples: 0 };

const STEP = 0.8;
const LONGEST_LIFETIME = 2;
const BAD_SAMPLES_TO_STEP_DOWN = 3;
const GOOD_SAMPLES_TO_STEP_BACK = 5;
/** Fewer turns than this say nothing about a percentile. */
const LEAST_TURNS = 5;
/** A sample is good only well under the target; between this share and the target nothing moves. */
const GOOD_SHARE = 0.8;

type Verdict = 'latency' | 'event_loop' | 'good' | 'unclear';

/** One second's decision. Pure: three bad samples in a row step down, five good ones step back. */
export function decide(state: OptimizerState, sample: LoadSample, targets: LoadTargets): Decision {
  const verdict = judge(sample, targets);
  if (verdict === 'unclear') return { state: { ...state, badSamples: 0, goodSamples: 0 } };
  if (verdict === 'good') {
    const goodSamples = state.goodSamples + 1;
    if (goodSamples < GOOD_SAMPLES_TO_STEP_BACK) return { state: { ...state, badSamples: 0, goodSamples } };
    return moved(state, Math.max(1, snapToOne(state.lifetime * STEP)), 'recovered');
  }
  const badSamples = state.badSamples + 1;
  if (badSamples < BAD_SAMPLES_TO_STEP_DOWN) return { state: { ...state, badSamples, goodSamples: 0 } };
  return moved(state, Math.min(LONGEST_LIFETIME, state.lifetime / STEP), verdict);
}

function judge(sample: LoadSample, targets: LoadTargets): Verdict {
  const p95Ms = sample.turns >= LEAST_TURNS ? (sample.p95Ms ?? 0) : 0;
  const delayMs = sample.eventLoopDelayMs ?? 0;
  if (delayMs > targets.eventLoopDelayMs) return 'event_loop';
  if (p95Ms > targets.p95Ms) return 'latency';
  const calm = p95Ms <= targets.p95Ms * GOOD_SHARE && delayMs <= targets.eventLoopDelayMs * GOOD_SHARE;
  return calm ? 'good' : 'unclear';
}

function moved(state: OptimizerState, lifetime: number, reason: StepReason): Decision {
  const next = { lifetime, badSamples: 0, goodSamples: 0 };
  return lifetime === state.lifetime ? { state: next } : { state: next, reason };
}

/** Repeated multiplication leaves 0.9999 or 1.0001 where 1 is meant; it returns to exactly 1. */
function snapToOne(factor: number): number {
  const rounded = Math.round(factor * 1000) / 1000;
  return Math.abs(rounded - 1) < 0.05 ? 1 : rounded;
}
