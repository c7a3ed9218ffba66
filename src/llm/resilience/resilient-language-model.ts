import { Logger, type OnApplicationShutdown, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type {
  DependencyRegistry,
  DependencyStatus,
} from '../../platform/dependencies/dependency-registry.js';
import type { Metrics } from '../../platform/metrics/metrics.js';
import { LanguageModel, LanguageModelError, type ReplyRequest } from '../ports/language-model.js';
import { PushedText, readInto, type TakeText } from '../ports/pushed-text.js';
import {
  RemoteModelError,
  type ProbeResult,
  type RemoteLanguageModel,
} from '../ports/remote-language-model.js';
import { CircuitBreaker, type CircuitState } from './circuit-breaker.js';
import type { LanguageModelPolicy } from './language-model.policy.js';
import { ReplyDeadlines } from './reply-deadlines.js';
import { ReplyMetrics, type ReplyOutcome } from './reply-metrics.js';
import { ServerProbe } from './server-probe.js';
import { WatchedReader } from './watched-reader.js';

/**
 * A remote model under a policy: deadlines, retries before the first token, a circuit breaker, and a background probe
 * that closes it. A reply the caller aborts or stops reading says nothing about the server.
 */
export class ResilientLanguageModel
  extends LanguageModel
  implements OnModuleInit, OnModuleDestroy, OnApplicationShutdown
{
  readonly kind = 'model' as const;
  private readonly logger = new Logger('LanguageModel');
  private readonly breaker: CircuitBreaker;
  private readonly metrics: ReplyMetrics;
  private readonly probe: ServerProbe;
  private lastSeen: ProbeResult | undefined;
  private closing: Promise<void> | undefined;

  constructor(
    private readonly remote: RemoteLanguageModel,
    private readonly policy: LanguageModelPolicy,
    platform: { metrics: Metrics; dependencies: DependencyRegistry },
  ) {
    super();
    this.breaker = new CircuitBreaker(policy, (state, previous) => this.circuitChanged(state, previous));
    this.metrics = new ReplyMetrics(platform.metrics, () => this.breaker.state);
    this.probe = new ServerProbe({
      intervalMs: policy.probeIntervalMs,
      probe: () => remote.probe(policy.probeTimeoutMs),
      onStart: () => this.breaker.probeStarted(),
      onResult: (result) => {
        this.lastSeen = result;
        this.breaker.probeEnded(result);
      },
    });
    platform.dependencies.register('llm', () => this.status());
  }

  onModuleInit(): void {
    this.probe.start();
  }

  /** Ends the probe and takes no new requests; replies that are being written may still finish. */
  onModuleDestroy(): void {
    this.probe.stop();
    this.closing = this.remote.close();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.remote.destroy();
    await this.closing;
  }

  stream(request: ReplyRequest, signal: AbortSignal): PushedText {
    return new PushedText((take) => this.write(request, take, signal));
  }

  private async write(request: ReplyRequest, take: TakeText, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (!this.breaker.admit()) {
      this.metrics.replyEnded('circuit_open');
      throw new LanguageModelError('circuit_open');
    }
    const deadlines = new ReplyDeadlines(signal, this.policy);
    const reading = new WatchedReader(take, deadlines, (waitedMs) => this.metrics.firstTokenAfter(waitedMs));
    let outcome: ReplyOutcome = 'abandoned';
    try {
      for (let attempt = 0; outcome !== 'ok'; attempt += 1) {
        try {
          await readInto(this.remote.stream(request, deadlines.signal), reading.take);
          if (!reading.wanted) return;
          outcome = 'ok';
        } catch (error) {
          const waitMs = reading.begun ? undefined : this.waitBeforeRetry(error, attempt);
          if (waitMs === undefined || waitMs >= deadlines.remainingMs) throw error;
          this.metrics.retried();
          await deadlines.sleep(waitMs);
        }
      }
      this.lastSeen = 'up';
      this.breaker.replySucceeded();
    } catch (error) {
      outcome = signal.aborted ? 'aborted' : this.learnFrom(error);
      throw signal.aborted ? signal.reason : error;
    } finally {
      deadlines.release();
      this.metrics.replyEnded(outcome);
    }
  }

  /** Undefined when another attempt is pointless. */
  private waitBeforeRetry(error: unknown, attempt: number): number | undefined {
    if (!(error instanceof RemoteModelError) || !error.retryable) return undefined;
    if (attempt >= this.policy.maxRetries || this.breaker.state !== 'closed') return undefined;
    const backoffMs = this.policy.backoffMs * 2 ** attempt * (0.5 + Math.random() / 2);
    return Math.max(backoffMs, error.retryAfterMs ?? 0);
  }

  private learnFrom(error: unknown): ReplyOutcome {
    if (!(error instanceof RemoteModelError)) throw error;
    if (error.outage) this.breaker.replyFailed();
    return error.failure;
  }

  private circuitChanged(state: CircuitState, previous: CircuitState): void {
    if (state === 'closed') {
      this.logger.log('The language model is back.');
    } else if (previous === 'closed') {
      this.logger.warn('The language model fails: the companion answers until a probe finds it back.');
      this.probe.postpone();
    }
  }

  private status(): DependencyStatus {
    const { state } = this.breaker;
    return {
      healthy: state === 'closed' && this.lastSeen === 'up',
      details: { circuit: state, probe: this.lastSeen ?? null },
    };
  }
}
