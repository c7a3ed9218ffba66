/** How a remote model is used. Times that an operator sets come from LlmConfig. */
export interface LanguageModelPolicy {
  /** Longest wait for the first visible text, over all attempts. */
  firstTokenTimeoutMs: number;
  /** Longest time for a whole reply, over all attempts. */
  timeoutMs: number;
  /** Further attempts after the first, made only while nothing was shown yet. */
  maxRetries: number;
  /** The wait before the first retry is half of this up to all of it, at random; it doubles with each retry. */
  backoffMs: number;
  /** Failed replies in a row that open the circuit. A reply counts once, whatever its attempts. */
  failuresToOpen: number;
  /** Probes in a row without any answer that open the circuit before a person has to wait. */
  silentProbesToOpen: number;
  probeIntervalMs: number;
  probeTimeoutMs: number;
  /** An open circuit whose probes keep failing lets one reply try this often: probing may be what is broken. */
  liveTrialIntervalMs: number;
}
