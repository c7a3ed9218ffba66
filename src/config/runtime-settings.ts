import type { CacheStrategyName } from './config.slices.js';

export interface AdjustableSettings {
  cacheEnabled: boolean;
  maxConcurrentRequests: number;
  requestTimeoutMs: number;
  /** Lifetime per cache strategy, seconds. */
  ttlSeconds: Record<CacheStrategyName, number>;
  adaptiveEnabled: boolean;
}

/**
 * What an operator or the adaptive optimizer may change while the service runs. Readers ask at each use and never
 * keep a copy.
 */
export class RuntimeSettings {
  private configured: AdjustableSettings;
  private concurrencyFactor = 1;
  private lifetimeFactor = 1;
  private readonly listeners = new Set<() => void>();

  constructor(initial: AdjustableSettings) {
    this.configured = structuredClone(initial);
  }

  /** The settings as an operator set them, before the optimizer's factors. */
  get current(): Readonly<AdjustableSettings> {
    return this.configured;
  }

  /** Turns that may run at once now: the configured limit times the optimizer's factor, at least 1. */
  get effectiveMaxConcurrent(): number {
    return Math.max(1, Math.round(this.configured.maxConcurrentRequests * this.concurrencyFactor));
  }

  /** Lifetime of a strategy's entries now, seconds. */
  effectiveTtlSeconds(strategy: CacheStrategyName): number {
    return Math.max(1, Math.round(this.configured.ttlSeconds[strategy] * this.lifetimeFactor));
  }

  get factors(): { concurrency: number; lifetime: number } {
    return { concurrency: this.concurrencyFactor, lifetime: this.lifetimeFactor };
  }

  update(
    change: Partial<Omit<AdjustableSettings, 'ttlSeconds'>> & {
      ttlSeconds?: Partial<AdjustableSettings['ttlSeconds']>;
    },
  ): void {
    const { ttlSeconds, ...rest } = change;
    this.configured = {
      ...this.configured,
      ...rest,
      ttlSeconds: { ...this.configured.ttlSeconds, ...ttlSeconds },
    };
    this.changed();
  }

  /** The optimizer's hand: 1 and 1 mean "as configured". */
  scale(factors: { concurrency: number; lifetime: number }): void {
    this.concurrencyFactor = factors.concurrency;
    this.lifetimeFactor = factors.lifetime;
    this.changed();
  }

  /** Calls `listener` after each change; returns a function that ends it. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}
