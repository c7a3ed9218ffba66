import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '../platform/http/api-documentation.js';
import type { Response } from 'express';
import { AdminRoute } from '../platform/http/admin-route.decorator.js';
import { MetricsExposition } from '../platform/metrics/metrics-exposition.js';

const EXPOSITION = `# HELP xinyu_active_streams Turns in progress
# TYPE xinyu_active_streams gauge
xinyu_active_streams 2
`;

@ApiTags('performance')
@Controller('metrics')
@AdminRoute()
export class PrometheusController {
  constructor(private readonly metrics: MetricsExposition) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'The same figures for Prometheus, summed over the workers' })
  @ApiOkResponse({
    description: 'Prometheus text exposition format 0.0.4.',
    content: { 'text/plain': { schema: { type: 'string' }, example: EXPOSITION } },
  })
  async scrape(@Res({ passthrough: true }) response: Response): Promise<string> {
    response.setHeader('Content-Type', this.metrics.contentType);
    return this.metrics.text();
  }
}
