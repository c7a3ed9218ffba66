import { Injectable } from '@nestjs/common';
import { HealthReportService } from '../health-report.service.js';
import { MetricsReportService } from '../metrics-report.service.js';
import { OptimizationService } from '../optimization.service.js';
import { SystemReportService } from '../system-report.service.js';
import { TurnsReportService } from '../turns-report.service.js';

/** Everything an operator asks for, gathered at one moment. */
@Injectable()
export class DashboardService {
  constructor(
    private readonly health: HealthReportService,
    private readonly metrics: MetricsReportService,
    private readonly turns: TurnsReportService,
    private readonly system: SystemReportService,
    private readonly optimization: OptimizationService,
  ) {}

  async report() {
    const [metrics, streams, optimization] = await Promise.all([
      this.metrics.report(),
      this.turns.activeStreams(),
      this.optimization.report(),
    ]);
    return {
      health: this.health.fullReport(),
      metrics,
      cache: metrics.cache,
      streams,
      optimization,
      profile: this.system.profile(),
      ...this.system.info(),
    };
  }
}
