import type { CacheStrategyName } from './config.slices.js';

export interface AdjustableSettings {
  cacheEnabled: boolean;
  maxConcurrentRequests: number;
  requestTimeoutMs: number;
  /** Lifetime per cache strategy, seconds. */
  ttlSeconds: Record<CacheStrategyName, number>;
  adaptiveEnabled: boolean;
}

/** What is given changes; what is not stays. */
export type SettingsChange = Partial<Omit<AdjustableSettings, 'ttlSeconds'>> & {
  ttlSeconds?: Partial<AdjustableSettings['ttlSeconds']>;
};

/** Two changes, one after the other, as one. */
export function mergeSettings<Settings extends SettingsChange>(
  settings: Settings,
  change: SettingsChange,
): Settings {
  return { ...settings, ...change, ttlSeconds: { ...settings.ttlSeconds, ...change.ttlSeconds } };
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

  /** @param workers processes that share the limit on turns evenly, rounded up. */
  constructor(
    initial: AdjustableSettings,
    private readonly workers = 1,
  ) {
    this.configured = structuredClone(initial);
  }

  /** The settings as an operator set them, before the optimizer's factors. */
  get current(): Readonly<AdjustableSettings> {
    return this.configured;
  }

  /** Turns that may run at once here and now: this worker's share times the optimizer's factor, at least 1. */
  get effectiveMaxConcurrent(): number {
    const share = Math.ceil(this.configured.maxConcurrentRequests / this.workers);
    return Math.max(1, Math.round(share * this.concurrencyFactor));
  }

  /** Lifetime of a strategy's entries now, seconds. */
  effectiveTtlSeconds(strategy: CacheStrategyName): number {
    return Math.max(1, Math.round(this.configured.ttlSeconds[strategy] * this.lifetimeFactor));
  }

  get factors(): { concurrency: number; lifetime: number } {
    return { concurrency: this.concurrencyFactor, lifetime: this.lifetimeFactor };
  }

  update(change: SettingsChange): void {
    this.configured = mergeSettings(this.configured, change);
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
