import type { LlmConfig } from '../config/config.slices.js';
import type { LanguageModelPolicy } from './resilience/language-model.policy.js';

/**
 * How chat completions are asked for. Nobody waits beyond the operator's deadlines: retries happen inside them. A
 * circuit that opened closes at most one probe interval and one probe after the server is back.
 */
export function toChatCompletionPolicy({
  timeoutMs,
  firstTokenTimeoutMs,
}: Pick<LlmConfig, 'timeoutMs' | 'firstTokenTimeoutMs'>): LanguageModelPolicy {
  return {
    timeoutMs,
    firstTokenTimeoutMs,
    maxRetries: 2,
    backoffMs: 200,
    failuresToOpen: 5,
    silentProbesToOpen: 2,
    probeIntervalMs: 5000,
    probeTimeoutMs: 2000,
    liveTrialIntervalMs: 30_000,
  };
}
