import { Injectable } from '@nestjs/common';
import { DependencyRegistry, type DependencyName } from '../platform/dependencies/dependency-registry.js';
import { Lifecycle, type Phase } from '../platform/lifecycle/lifecycle.js';
import { EventLoopMonitor } from '../platform/profiling/event-loop-monitor.js';
import { toSeconds } from './units.js';

export type HealthStatus = 'healthy' | 'degraded' | 'unhealthy';

/** The names of the contract; what else the registry knows is shown in the details. */
const CHECKS = ['redis', 'llm', 'database', 'cache'] as const satisfies readonly DependencyName[];
/** With timers this late for a whole second, a turn's deadlines and heartbeats mean nothing. */
const STUCK_EVENT_LOOP_MS = 2000;

/**
 * Whether the service can answer. A lost dependency has a fallback and only degrades it; it is unhealthy while it
 * starts, while it shuts down and when the event loop hardly turns. Asks nobody: reads what the probes last saw.
 */
@Injectable()
export class HealthReportService {
  constructor(
    private readonly dependencies: DependencyRegistry,
    private readonly lifecycle: Lifecycle,
    private readonly eventLoop: EventLoopMonitor,
  ) {}

  /** The open answer: states only. Figures of the dependencies are for operators. */
  report() {
    const statuses = this.dependencies.all();
    const lost = Object.entries(statuses).flatMap(([name, { healthy }]) => (healthy === false ? [name] : []));
    const delayMs = this.eventLoop.delay().p95Ms;
    return {
      status: judge(this.lifecycle.phase, delayMs, lost.length > 0),
      checks: Object.fromEntries(CHECKS.map((name) => [name, statuses[name].healthy])) as Record<
        (typeof CHECKS)[number],
        boolean | null
      >,
      details: { phase: this.lifecycle.phase, degraded: lost, event_loop_delay: toSeconds(delayMs) },
      timestamp: new Date().toISOString(),
    };
  }

  /** The same with every dependency's own figures. */
  fullReport() {
    const report = this.report();
    return { ...report, details: { ...report.details, dependencies: this.dependencies.all() } };
  }
}

export function judge(phase: Phase, eventLoopDelayMs: number | null, dependencyLost: boolean): HealthStatus {
  if (phase !== 'ready' || (eventLoopDelayMs ?? 0) > STUCK_EVENT_LOOP_MS) return 'unhealthy';
  return dependencyLost ? 'degraded' : 'healthy';
}
