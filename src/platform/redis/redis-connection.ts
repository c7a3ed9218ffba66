import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { CacheConfig, RedisConfig } from '../../config/config.slices.js';
import { DependencyRegistry } from '../dependencies/dependency-registry.js';
import { answerWithin, RedisUnavailableError } from './redis-deadline.js';
import { UNKNOWN_INFORMATION, toInformation, type RedisInformation } from './redis-information.js';
import { toErrorCode, type RedisClient, type RedisLink } from './redis-link.js';
import { RedisPool } from './redis-pool.js';

/** Longest time anybody waits for Redis: far less than the work it saves takes. */
export const COMMAND_TIMEOUT_MS = 50;
const PROBE_INTERVAL_MS = 1000;
const INFORMATION_EVERY_PROBES = 5;
const STUCK_AFTER_PROBES = 2;
/** A failure this soon after a recovery means the probe sees less than the traffic does: be slower to trust again. */
const RELAPSE_MS = 10_000;
const MOST_GOOD_PROBES = 3;
const ROUND_TRIP_WEIGHT = 0.1;

/**
 * Redis as something that may be missing. It is used while it answers within 50 ms; at the first failure or slow
 * answer it is bypassed (commands fail at once, waiting ones too) until a probe in the background sees it work again.
 * Nothing here is awaited while the service starts.
 */
@Injectable()
export class RedisConnection implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(RedisConnection.name);
  private readonly pool: RedisPool | undefined;
  private readonly probeKey: string;
  private readonly recoverySteps: ((client: RedisClient) => Promise<void>)[] = [];
  /** Aborted when the current healthy period ends. */
  private period = newPeriod();
  private usable = false;
  private probing = false;
  private stopped = false;
  private timer: NodeJS.Timeout | undefined;
  private probes = 0;
  private goodProbes = 0;
  private goodProbesNeeded = 1;
  private unansweredProbes = 0;
  private recoveredAt = -Infinity;
  private averageRoundTripMs = 1;
  private information: RedisInformation = UNKNOWN_INFORMATION;
  private reportedFault: string | undefined;

  constructor(
    private readonly config: RedisConfig,
    cacheConfig: CacheConfig,
    private readonly dependencies: DependencyRegistry,
  ) {
    this.probeKey = `${cacheConfig.prefix}:probe:${randomUUID()}`;
    if (config.url === undefined) return;
    // One of the allowed connections is the subscriber's, when there is room for both.
    const commandLinks = Math.max(1, config.maxConnections - 1);
    this.pool = new RedisPool(config.url, commandLinks, () => void this.probe());
  }

  onModuleInit(): void {
    this.dependencies.register('redis', () =>
      this.configured
        ? { healthy: this.usable, details: { ...this.information, connections: this.pool?.size ?? 0 } }
        : { healthy: null },
    );
    if (!this.pool) return;
    this.pool.primary();
    this.timer = setInterval(() => void this.probe(), PROBE_INTERVAL_MS);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    this.stopped = true;
    clearInterval(this.timer);
    this.usable = false;
    this.period.abort();
    this.pool?.closeAll();
  }

  get configured(): boolean {
    return this.config.url !== undefined;
  }

  get healthy(): boolean {
    return this.usable;
  }

  /** Moving average of how long Redis takes to answer; 1 ms before it was measured. */
  get roundTripMs(): number {
    return this.averageRoundTripMs;
  }

  /** Runs after Redis came back and before it is used again; a failure keeps it bypassed until the next probe. */
  beforeRecovery(step: (client: RedisClient) => Promise<void>): void {
    this.recoverySteps.push(step);
  }

  /**
   * Sends what `command` sends and waits at most 50 ms.
   * @throws {RedisUnavailableError} at once while Redis is bypassed, and when it is from now on.
   */
  async run<T>(command: (client: RedisClient) => Promise<T>): Promise<T> {
    const { answer, startedAt } = this.send(command);
    try {
      const result = await answerWithin(answer, COMMAND_TIMEOUT_MS, this.period.signal);
      this.noteRoundTrip(performance.now() - startedAt);
      return result;
    } catch (error) {
      // A key of another type is a fault of that key alone.
      if (error instanceof Error && error.message.startsWith('WRONGTYPE')) throw error;
      this.bypass(error instanceof RedisUnavailableError ? error.reason : toErrorCode(error));
      throw error;
    }
  }

  /**
   * As `run`, for what no turn waits for: at most a second, and a late answer is no reason to bypass Redis, since much is
   * sent at once here.
   */
  async runPatiently<T>(command: (client: RedisClient) => Promise<T>): Promise<T> {
    return answerWithin(this.send(command).answer, PROBE_INTERVAL_MS, this.period.signal);
  }

  private send<T>(command: (client: RedisClient) => Promise<T>): { answer: Promise<T>; startedAt: number } {
    const link = this.usable ? this.pool?.pick() : undefined;
    if (!link) {
      if (this.usable) this.bypass('connection lost');
      throw new RedisUnavailableError('bypassed');
    }
    link.inFlight += 1;
    const startedAt = performance.now();
    return { answer: command(link.client).finally(() => (link.inFlight -= 1)), startedAt };
  }

  private async probe(): Promise<void> {
    if (this.probing || this.stopped || !this.pool) return;
    this.probing = true;
    const link = this.pool.primary();
    try {
      if (!link.ready) throw new RedisUnavailableError(this.pool.lastErrorCode ?? 'connecting');
      await this.tryOut(link.client);
      this.unansweredProbes = 0;
      await this.regain(link.client);
      await this.refreshInformation(link.client);
      this.pool.closeIdle();
    } catch (error) {
      this.replaceWhenStuck(link, error);
      this.goodProbes = 0;
      this.bypass(error instanceof RedisUnavailableError ? error.reason : toErrorCode(error));
    } finally {
      this.probing = false;
    }
  }

  /** Reads and writes: a server that is out of memory or a read-only replica answers PING happily. */
  private async tryOut(client: RedisClient): Promise<void> {
    const startedAt = performance.now();
    const stamp = String(startedAt);
    const [, , seen] = await answerWithin(
      Promise.all([
        client.ping(),
        client.set(this.probeKey, stamp, { PX: 10 * PROBE_INTERVAL_MS }),
        client.get(this.probeKey),
      ]),
      COMMAND_TIMEOUT_MS,
    );
    if (seen !== stamp) throw new RedisUnavailableError('probe value differs');
    this.noteRoundTrip(performance.now() - startedAt);
  }

  private async regain(client: RedisClient): Promise<void> {
    if (this.usable || this.stopped) return;
    this.goodProbes += 1;
    if (this.goodProbes < this.goodProbesNeeded) return;
    for (const step of this.recoverySteps) await answerWithin(step(client), PROBE_INTERVAL_MS);
    this.period = newPeriod();
    this.usable = !this.stopped;
    this.recoveredAt = performance.now();
    this.reportedFault = undefined;
    this.logger.log('Redis answers and is used');
  }

  private bypass(reason: string): void {
    if (this.usable) {
      const relapsed = performance.now() - this.recoveredAt < RELAPSE_MS;
      this.goodProbesNeeded = relapsed ? Math.min(MOST_GOOD_PROBES, this.goodProbesNeeded * 2) : 1;
      this.goodProbes = 0;
    }
    this.usable = false;
    this.information = UNKNOWN_INFORMATION;
    this.period.abort();
    if (reason === this.reportedFault || this.stopped || reason === 'connecting') return;
    this.reportedFault = reason;
    this.logger.warn(`Redis is bypassed: ${reason}`);
  }

  /** An established connection into nowhere would wait for TCP's patience (minutes); a new one finds out at once. */
  private replaceWhenStuck(link: RedisLink, error: unknown): void {
    const unanswered = error instanceof RedisUnavailableError && error.reason === 'timeout';
    this.unansweredProbes = unanswered ? this.unansweredProbes + 1 : 0;
    if (this.unansweredProbes < STUCK_AFTER_PROBES && !link.stuckOpening) return;
    this.unansweredProbes = 0;
    this.pool?.closeAll();
    this.pool?.primary();
  }

  private async refreshInformation(client: RedisClient): Promise<void> {
    if (this.probes++ % INFORMATION_EVERY_PROBES !== 0 && this.information !== UNKNOWN_INFORMATION) return;
    try {
      this.information = toInformation(await answerWithin(client.info(), PROBE_INTERVAL_MS));
    } catch (error) {
      this.information = UNKNOWN_INFORMATION;
      this.logger.debug(`INFO is not answered: ${toErrorCode(error)}`);
    }
  }

  private noteRoundTrip(elapsedMs: number): void {
    this.averageRoundTripMs += (elapsedMs - this.averageRoundTripMs) * ROUND_TRIP_WEIGHT;
  }
}

/** Every command under way listens to it. */
function newPeriod(): AbortController {
  const period = new AbortController();
  setMaxListeners(0, period.signal);
  return period;
}
