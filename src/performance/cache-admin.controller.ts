import { Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '../platform/http/api-documentation.js';
import { CacheService } from '../cache/cache.service.js';
import { OperationsPriority } from '../platform/http/operations-priority.decorator.js';
import { AdminRoute } from '../platform/http/admin-route.decorator.js';
import { ApiProblems } from '../platform/http/api-problems.decorator.js';
import { CacheClearDto } from './dto/cache-clear.dto.js';
import { ApiReport } from './api-report.decorator.js';
import { EXAMPLES } from './examples.js';

@ApiTags('performance')
@Controller('performance/cache')
@AdminRoute()
export class CacheAdminController {
  constructor(private readonly cache: CacheService) {}

  @Get('stats')
  @OperationsPriority()
  @ApiProblems('overloaded')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'What the cache holds and how often it helped' })
  @ApiReport(EXAMPLES.cacheStats)
  stats() {
    return { status: 'success', timestamp: new Date().toISOString(), cache_stats: this.cache.stats() };
  }

  @Post('clear')
  @HttpCode(200)
  @ApiOperation({ summary: "Removes this service's own entries, all or those a glob pattern names" })
  @ApiReport(EXAMPLES.cacheCleared)
  @ApiProblems('invalid_request')
  async clear(@Query() query: CacheClearDto) {
    const cleared = await this.cache.clear(query.pattern);
    return {
      status: 'success',
      message: cleared === 1 ? '1 entry cleared' : `${cleared} entries cleared`,
      cleared,
      timestamp: new Date().toISOString(),
    };
  }
}
