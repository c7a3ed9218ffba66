import type { ProbeResult } from '../ports/remote-language-model.js';
import type { LanguageModelPolicy } from './language-model.policy.js';

export type CircuitState = 'closed' | 'half_open' | 'open';

type Thresholds = Pick<LanguageModelPolicy, 'failuresToOpen' | 'silentProbesToOpen' | 'liveTrialIntervalMs'>;

/**
 * Remembers whether the model is worth asking. Closed: ask. Open: do not. Half open: a probe is on its way and decides.
 * After a probe closed it the circuit is on trial: the next failed reply opens it again, a whole one ends the trial.
 *
 * Own class instead of a library's: those wrap a promise and close by letting a caller's request through, while here
 * the work is a stream that people may leave at any time and only the free background probe may close the circuit.
 */
export class CircuitBreaker {
  private current: CircuitState = 'closed';
  private failures = 0;
  private silentProbes = 0;
  private lastTrialAt = 0;

  constructor(
    private readonly thresholds: Thresholds,
    private readonly onChange: (state: CircuitState, previous: CircuitState) => void = () => {},
    private readonly now: () => number = Date.now,
  ) {}

  get state(): CircuitState {
    return this.current;
  }

  /** Whether a reply may be asked for now. */
  admit(): boolean {
    if (this.current === 'closed') return true;
    if (this.now() - this.lastTrialAt < this.thresholds.liveTrialIntervalMs) return false;
    this.lastTrialAt = this.now();
    return true;
  }

  /** A reply came whole: better evidence than any probe. */
  replySucceeded(): void {
    this.failures = 0;
    this.silentProbes = 0;
    this.change('closed');
  }

  replyFailed(): void {
    if (this.current !== 'closed') return;
    this.failures += 1;
    if (this.failures >= this.thresholds.failuresToOpen) this.open();
  }

  probeStarted(): void {
    if (this.current === 'open') this.change('half_open');
  }

  probeEnded(result: ProbeResult): void {
    this.silentProbes = result === 'down' ? this.silentProbes + 1 : 0;
    // A probe that began before the circuit opened says nothing about the time after it: it finds it `open`.
    if (this.current === 'half_open') {
      if (result === 'up') this.closeOnTrial();
      else this.change('open');
    } else if (this.current === 'closed' && this.silentProbes >= this.thresholds.silentProbesToOpen) {
      this.open();
    }
  }

  private open(): void {
    this.lastTrialAt = this.now();
    this.change('open');
  }

  private closeOnTrial(): void {
    this.failures = this.thresholds.failuresToOpen - 1;
    this.change('closed');
  }

  private change(state: CircuitState): void {
    if (this.current === state) return;
    const previous = this.current;
    this.current = state;
    this.onChange(state, previous);
  }
}
