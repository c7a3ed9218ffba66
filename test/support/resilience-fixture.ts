import { DependencyRegistry } from '../../src/platform/dependencies/dependency-registry.js';
import { Metrics } from '../../src/platform/metrics/metrics.js';
import type { ReplyRequest } from '../../src/llm/ports/language-model.js';
import {
  RemoteLanguageModel,
  RemoteModelError,
  type ProbeResult,
} from '../../src/llm/ports/remote-language-model.js';
import type { LanguageModelPolicy } from '../../src/llm/resilience/language-model.policy.js';
import { ResilientLanguageModel } from '../../src/llm/resilience/resilient-language-model.js';
import { replyRequest } from './reply-request.js';

const POLICY: LanguageModelPolicy = {
  firstTokenTimeoutMs: 8000,
  timeoutMs: 20_000,
  maxRetries: 2,
  backoffMs: 200,
  failuresToOpen: 5,
  silentProbesToOpen: 2,
  probeIntervalMs: 5000,
  probeTimeoutMs: 2000,
  liveTrialIntervalMs: 30_000,
};

export const UNREACHABLE = { retryable: true, outage: true };

type Step = string | number | Error;

/** Plays one list of steps per attempt: text, a wait in milliseconds, or a failure. */
export class ScriptedRemoteModel extends RemoteLanguageModel {
  attempts = 0;
  probes = 0;
  probeResult: ProbeResult = 'up';
  probeTakesMs = 0;
  script: (attempt: number) => readonly Step[] = () => ['好'];

  async *stream(_request: ReplyRequest, signal: AbortSignal): AsyncGenerator<string, void, undefined> {
    this.attempts += 1;
    for (const step of this.script(this.attempts)) {
      signal.throwIfAborted();
      if (step instanceof Error) throw step;
      if (typeof step === 'string') yield step;
      else await untilAbortedOr(step, signal);
    }
    signal.throwIfAborted();
  }

  async probe(): Promise<ProbeResult> {
    this.probes += 1;
    await new Promise((resolve) => setTimeout(resolve, this.probeTakesMs));
    return this.probeResult;
  }

  async close(): Promise<void> {}
  async destroy(): Promise<void> {}
}

function untilAbortedOr(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

export function setUpResilience(policy: Partial<LanguageModelPolicy> = {}) {
  const remote = new ScriptedRemoteModel();
  const metrics = new Metrics();
  const dependencies = new DependencyRegistry();
  const model = new ResilientLanguageModel(remote, { ...POLICY, ...policy }, { metrics, dependencies });
  const read = async (signal = new AbortController().signal) => {
    const startedAt = Date.now();
    let text = '';
    try {
      for await (const piece of model.stream(replyRequest(), signal)) text += piece;
      return { text, failure: undefined, tookMs: Date.now() - startedAt };
    } catch (error) {
      const failure = error instanceof RemoteModelError ? error.failure : (error as Error).message;
      return { text, failure, tookMs: Date.now() - startedAt };
    }
  };
  const outcomes = async () => {
    const { values } = await metrics.registry.getSingleMetric('xinyu_llm_requests_total')!.get();
    return Object.fromEntries(values.map(({ labels, value }) => [labels.outcome, value]));
  };
  const openCircuit = async () => {
    remote.script = () => [new RemoteModelError('truncated', { retryable: false, outage: true })];
    for (let count = 0; count < 5; count += 1) await read();
    remote.script = () => ['好'];
  };
  return { remote, model, metrics, dependencies, read, outcomes, openCircuit };
}

/** Lets the fake clock run until `work` is done. */
export const settle = async <T>(work: Promise<T>): Promise<T> => {
  let settled = false;
  void work.finally(() => (settled = true));
  while (!settled) await jest.advanceTimersByTimeAsync(10);
  return work;
};
