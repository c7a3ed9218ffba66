import { Controller, Get, Header, Res, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiTags } from '../platform/http/api-documentation.js';
import type { Response } from 'express';
import { randomUUID } from 'node:crypto';
import { ResponseCache, ResponseCacheInterceptor } from '../cache/response-cache.interceptor.js';
import { OperationsPriority } from '../platform/http/operations-priority.decorator.js';
import { AdminRoute } from '../platform/http/admin-route.decorator.js';
import { ApiProblems } from '../platform/http/api-problems.decorator.js';
import { ApiReport } from './api-report.decorator.js';
import { EXAMPLES } from './examples.js';
import { HealthReportService } from './health-report.service.js';
import { MetricsReportService } from './metrics-report.service.js';
import { SystemReportService } from './system-report.service.js';
import { TurnsReportService } from './turns-report.service.js';

/** The cache may be shared with other processes; what one says of itself must not be. */
const THIS_PROCESS = randomUUID();

@ApiTags('performance')
@Controller('performance')
export class PerformanceController {
  constructor(
    private readonly health: HealthReportService,
    private readonly metrics: MetricsReportService,
    private readonly turns: TurnsReportService,
    private readonly system: SystemReportService,
  ) {}

  @Get('metrics')
  @OperationsPriority()
  @AdminRoute()
  @ApiProblems('overloaded')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Figures of the service; a figure that is not known is null',
    description:
      'Turns, streams and limits are those of all workers. Cache, tasks and threads are those of the worker that answers, `outbox_…` what all processes left in the database; `/metrics` has the sums.',
  })
  @ApiReport(EXAMPLES.metrics)
  async readMetrics() {
    return { status: 'success', timestamp: now(), metrics: await this.metrics.report() };
  }

  @Get('health')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Whether the service can answer; open, calls no model; 503 when unhealthy' })
  @ApiReport(EXAMPLES.health, { description: 'It can answer, perhaps without something it depends on.' })
  @ApiReport(
    { ...EXAMPLES.health, status: 'unhealthy' },
    {
      status: 503,
      description: 'It starts, shuts down, or its event loop hardly turns: not a problem document.',
    },
  )
  readHealth(@Res({ passthrough: true }) response: Response) {
    const report = this.health.report();
    if (report.status === 'unhealthy') response.status(503);
    return report;
  }

  @Get('streams/active')
  @OperationsPriority()
  @AdminRoute()
  @ApiProblems('overloaded')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'The turns in progress, without text or users' })
  @ApiReport(EXAMPLES.streams)
  async readStreams() {
    return { status: 'success', ...(await this.turns.activeStreams()), timestamp: now() };
  }

  @Get('system/info')
  @OperationsPriority()
  @AdminRoute()
  @ApiProblems('overloaded')
  @UseInterceptors(ResponseCacheInterceptor)
  @ResponseCache({ seconds: 1, scope: () => THIS_PROCESS })
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'The machine and the process' })
  @ApiReport(EXAMPLES.system)
  readSystem() {
    return { status: 'success', timestamp: now(), ...this.system.info() };
  }

  @Get('profile')
  @OperationsPriority()
  @AdminRoute()
  @ApiProblems('overloaded')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Calls, errors and time of each profiled function since the start' })
  @ApiReport(EXAMPLES.profile)
  readProfile() {
    return { status: 'success', timestamp: now(), functions: this.system.profile() };
  }
}

function now(): string {
  return new Date().toISOString();
}
