import type { CacheStrategyName } from './config.slices.js';

/** What an operator may set at run time, at most. */
export const LONGEST_REQUEST_TIMEOUT_MS = 3_600_000;

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
 * What an operator may change while the service runs, and how far the adaptive optimizer stretches cache lifetimes.
 * Readers ask at each use and never keep a copy.
 */
export class RuntimeSettings {
  private configured: AdjustableSettings;
  private lifetimeFactor = 1;
  private readonly listeners = new Set<() => void>();

  /** @param workers processes that share the limit on turns evenly, rounded up. */
  constructor(
    initial: AdjustableSettings,
    private readonly workers = 1,
  ) {
    this.configured = structuredClone(initial);
  }

  /** The settings as an operator set them, before the optimizer's stretch. */
  get current(): Readonly<AdjustableSettings> {
    return this.configured;
  }

  /** Most turns that may ever run at once here: this worker's share of the configured limit. */
  get maxConcurrentShare(): number {
    return Math.ceil(this.configured.maxConcurrentRequests / this.workers);
  }

  /** Lifetime of a strategy's entries now, seconds. */
  effectiveTtlSeconds(strategy: CacheStrategyName): number {
    return Math.max(1, Math.round(this.configured.ttlSeconds[strategy] * this.lifetimeFactor));
  }

  /** The optimizer's stretch of the lifetimes: 1 is as configured. */
  get lifetimeStretch(): number {
    return this.lifetimeFactor;
  }

  update(change: SettingsChange): void {
    this.configured = mergeSettings(this.configured, change);
    this.changed();
  }

  /** The optimizer's hand. */
  stretchLifetimes(factor: number): void {
    this.lifetimeFactor = factor;
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
