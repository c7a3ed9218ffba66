import { Controller, Get, Header, Req, Res, UseFilters } from '@nestjs/common';
import { ApiOperation, ApiTags } from '../../platform/http/api-documentation.js';
import type { Request, Response } from 'express';
import { OperationsPriority } from '../../platform/http/operations-priority.decorator.js';
import { ApiProblems } from '../../platform/http/api-problems.decorator.js';
import { AdminRoute } from '../../platform/http/admin-route.decorator.js';
import { ApiReport } from '../api-report.decorator.js';
import { EXAMPLES } from '../examples.js';
import { DashboardService } from './dashboard.service.js';
import { sendOperatorPage, wantsPage } from './operator-page.js';
import { SignInPageFilter } from './sign-in-page.filter.js';

@ApiTags('performance')
@Controller('performance')
export class DashboardController {
  constructor(private readonly dashboard: DashboardService) {}

  @Get()
  @OperationsPriority()
  @AdminRoute()
  @ApiProblems('overloaded')
  @UseFilters(SignInPageFilter)
  @Header('Cache-Control', 'no-store')
  @Header('Vary', 'Accept')
  @ApiOperation({ summary: 'Everything at once: JSON, or a page for people whose browser asks for HTML' })
  @ApiReport(EXAMPLES.dashboard, { description: 'JSON unless the client prefers text/html.' })
  async read(@Req() request: Request, @Res() response: Response): Promise<void> {
    if (wantsPage(request)) sendOperatorPage(response, 200);
    else
      response.json({
        status: 'success',
        timestamp: new Date().toISOString(),
        dashboard: await this.dashboard.report(),
      });
  }
}
