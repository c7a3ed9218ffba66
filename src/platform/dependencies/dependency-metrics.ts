import { Injectable } from '@nestjs/common';
import { Metrics } from '../metrics/metrics.js';
import { DependencyRegistry } from './dependency-registry.js';

/** What the registry knows, for alarms: a lost dependency fails no request, so nothing else would show it. */
@Injectable()
export class DependencyMetrics {
  constructor(dependencies: DependencyRegistry, metrics: Metrics) {
    metrics.gauges('dependency_up', 'Whether a configured dependency is reachable: 1 or 0', {
      label: 'dependency',
      read: () =>
        Object.entries(dependencies.all()).flatMap(([name, { healthy }]): [string, number][] =>
          healthy === null ? [] : [[name, healthy ? 1 : 0]],
        ),
      // Lost for one worker is lost: its clients get the degraded answers.
      over: 'min',
    });
  }
}
