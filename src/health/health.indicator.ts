import { Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { DependencyRegistry, type DependencyName } from '../platform/dependencies/dependency-registry.js';
import { Lifecycle } from '../platform/lifecycle/lifecycle.js';

/** Answers Terminus from what the process already knows: no I/O, so a hanging dependency cannot hang a probe. */
@Injectable()
export class HealthIndicators {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly dependencies: DependencyRegistry,
    private readonly lifecycle: Lifecycle,
  ) {}

  /** Up as long as this code runs. */
  process(): HealthIndicatorResult {
    return this.indicators.check('process').up();
  }

  /** Down until the start is complete and again from the first moment of shutting down. */
  traffic(): HealthIndicatorResult {
    const phase = this.lifecycle.phase;
    const check = this.indicators.check('traffic');
    return phase === 'ready' ? check.up({ phase }) : check.down({ phase });
  }

  /** Lost ones are degraded, never down: the service answers without them. Unconfigured ones are left out. */
  dependencyChecks(): (() => HealthIndicatorResult)[] {
    return Object.entries(this.dependencies.all()).flatMap(([name, { healthy }]) => {
      if (healthy === null) return [];
      const check = this.indicators.check(name as DependencyName);
      return [() => (healthy ? check.up() : check.degraded())];
    });
  }
}
