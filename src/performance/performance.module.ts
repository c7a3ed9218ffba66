import { Module } from '@nestjs/common';
import { CacheModule } from '../cache/cache.module.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { AdaptiveOptimizer } from './adaptive-optimizer.js';
import { CacheAdminController } from './cache-admin.controller.js';
import { DashboardController } from './dashboard/dashboard.controller.js';
import { DashboardService } from './dashboard/dashboard.service.js';
import { HealthReportService } from './health-report.service.js';
import { MetricsReportService } from './metrics-report.service.js';
import { OptimizationController } from './optimization.controller.js';
import { OptimizationService } from './optimization.service.js';
import { PerformanceController } from './performance.controller.js';
import { PrometheusController } from './prometheus.controller.js';
import { SystemReportService } from './system-report.service.js';
import { TasksAdminController } from './tasks-admin.controller.js';
import { TasksReportService } from './tasks-report.service.js';
import { TurnsReportService } from './turns-report.service.js';

@Module({
  imports: [CacheModule, TasksModule],
  controllers: [
    DashboardController,
    PerformanceController,
    CacheAdminController,
    OptimizationController,
    TasksAdminController,
    PrometheusController,
  ],
  providers: [
    AdaptiveOptimizer,
    DashboardService,
    HealthReportService,
    MetricsReportService,
    OptimizationService,
    SystemReportService,
    TasksReportService,
    TurnsReportService,
  ],
})
export class PerformanceModule {}
