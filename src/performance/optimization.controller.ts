import { Body, Controller, Get, Header, HttpCode, Post } from '@nestjs/common';
import type { SettingsChange } from '../config/runtime-settings.js';
import { ApiOperation, ApiTags } from '../platform/http/api-documentation.js';
import { AdminRoute } from '../platform/http/admin-route.decorator.js';
import { ApiProblems } from '../platform/http/api-problems.decorator.js';
import { OptimizationConfigDto } from './dto/optimization-config.dto.js';
import { ApiReport } from './api-report.decorator.js';
import { EXAMPLES } from './examples.js';
import { OptimizationService } from './optimization.service.js';

@ApiTags('performance')
@Controller('performance/optimization/config')
@AdminRoute()
export class OptimizationController {
  constructor(private readonly optimization: OptimizationService) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'The settings that may change at run time, as set and as in force, and why' })
  @ApiReport(EXAMPLES.optimization)
  async read() {
    return { status: 'success', ...(await this.optimization.report()), timestamp: new Date().toISOString() };
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Changes the given settings until the next start; the rest stays' })
  @ApiReport(EXAMPLES.optimization)
  @ApiProblems('invalid_request', 'payload_too_large', 'unsupported_media_type')
  async change(@Body() body: OptimizationConfigDto) {
    await this.optimization.change(toSettingsChange(body));
    return this.read();
  }
}

function toSettingsChange(body: OptimizationConfigDto): SettingsChange {
  return definedOnly({
    cacheEnabled: body.cache_enabled,
    maxConcurrentRequests: body.max_concurrent_requests,
    requestTimeoutMs:
      body.request_timeout === undefined ? undefined : Math.round(body.request_timeout * 1000),
    ttlSeconds: body.ttl && definedOnly({ ...body.ttl }),
    adaptiveEnabled: body.adaptive,
  });
}

/** A key that is present with `undefined` would overwrite the setting. */
function definedOnly<T extends object>(values: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}
