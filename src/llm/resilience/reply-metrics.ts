import type { Metrics } from '../../platform/metrics/metrics.js';
import type { LanguageModelFailure } from '../ports/language-model.js';
import type { CircuitState } from './circuit-breaker.js';

/** `aborted`: the caller's signal. `abandoned`: the reader stopped reading. */
export type ReplyOutcome = 'ok' | 'aborted' | 'abandoned' | LanguageModelFailure;

const STATE_NUMBERS: Record<CircuitState, number> = { closed: 0, half_open: 1, open: 2 };

/** What the remote model's replies look like from outside, for Prometheus. */
export class ReplyMetrics {
  private readonly requests;
  private readonly retries;
  private readonly firstToken;

  constructor(metrics: Metrics, circuit: () => CircuitState) {
    this.requests = metrics.counter('llm_requests_total', 'Replies asked of the language model, by outcome', [
      'outcome',
    ]);
    this.retries = metrics.counter('llm_retries_total', 'Further attempts made before the first token');
    this.firstToken = metrics.histogram(
      'llm_first_token_seconds',
      'Time until the first visible text of a reply, retries included',
    );
    metrics.gauge(
      'llm_breaker_state',
      'Circuit of the language model: 0 closed, 1 half open, 2 open',
      () => STATE_NUMBERS[circuit()],
      'max',
    );
  }

  replyEnded(outcome: ReplyOutcome): void {
    this.requests.inc({ outcome });
  }

  retried(): void {
    this.retries.inc();
  }

  firstTokenAfter(milliseconds: number): void {
    this.firstToken.observe(milliseconds / 1000);
  }
}
