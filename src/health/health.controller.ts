import { Controller, Get, Header, Res, ServiceUnavailableException } from '@nestjs/common';
import { ApiOperation, ApiTags } from '../platform/http/api-documentation.js';
import { HealthCheck, HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import type { Response } from 'express';
import { ApiHealth } from './api-health.decorator.js';
import { HealthIndicators } from './health.indicator.js';

@ApiTags('health')
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicators,
  ) {}

  @Get(['health', 'healthz'])
  @Header('Cache-Control', 'no-store')
  @HealthCheck({ swaggerDocumentation: false })
  @ApiOperation({ summary: 'State of the service and of what it depends on' })
  @ApiHealth('ready', 'starting')
  overall(@Res({ passthrough: true }) response: Response): Promise<HealthCheckResult> {
    return this.ready(response);
  }

  @Get(['health/live', 'livez'])
  @Header('Cache-Control', 'no-store')
  @HealthCheck({ swaggerDocumentation: false })
  @ApiOperation({ summary: 'Whether the process runs' })
  @ApiHealth('alive')
  live(): Promise<HealthCheckResult> {
    return this.health.check([() => this.indicators.process()]);
  }

  @Get(['health/ready', 'readyz'])
  @Header('Cache-Control', 'no-store')
  @HealthCheck({ swaggerDocumentation: false })
  @ApiOperation({
    summary: 'Whether the service may get traffic; a lost dependency is degraded, not unready',
  })
  @ApiHealth('ready', 'starting')
  async ready(@Res({ passthrough: true }) response: Response): Promise<HealthCheckResult> {
    try {
      return await this.health.check([
        () => this.indicators.process(),
        () => this.indicators.traffic(),
        ...this.indicators.dependencyChecks(),
      ]);
    } catch (error) {
      // Probes and load balancers read Terminus' own shape; a problem document would hide which check failed.
      if (!(error instanceof ServiceUnavailableException)) throw error;
      response.status(error.getStatus());
      return error.getResponse() as HealthCheckResult;
    }
  }
}
