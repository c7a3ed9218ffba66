import { Body, Controller, Get, HttpCode, Param, Post, Query, UseGuards } from '@nestjs/common';
import {
  ApiBody,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
  getSchemaPath,
} from '../platform/http/api-documentation.js';
import { DependencyRegistry } from '../platform/dependencies/dependency-registry.js';
import { OperationsPriority } from '../platform/http/operations-priority.decorator.js';
import { ApiProblems } from '../platform/http/api-problems.decorator.js';
import { AnalysisThrottlerGuard } from './analysis-throttler.guard.js';
import { EmotionAnalysisDto, EmotionAnalysisListDto, toReading } from './dto/analysis.dto.js';
import { AnalyzeRequestDto } from './dto/analyze-request.dto.js';
import { ANALYSIS_ANSWERS, ANALYZE_EXAMPLES, TREND_ANSWER } from './dto/examples.js';
import { toTrendDto, TrendDto, TrendQueryDto, TrendUserDto } from './dto/trend.dto.js';
import { EmotionTrendService } from './emotion-trend.service.js';
import { EmotionService } from './emotion.service.js';

@ApiTags('emotion')
@Controller('emotion')
export class EmotionController {
  constructor(
    private readonly emotion: EmotionService,
    private readonly trends: EmotionTrendService,
    private readonly dependencies: DependencyRegistry,
  ) {}

  @Post('analyze')
  @HttpCode(200)
  @UseGuards(AnalysisThrottlerGuard)
  @OperationsPriority()
  @ApiOperation({
    summary: 'Read the feeling in one text or several',
    description:
      'Read inside this process whatever the configuration, by the same analyzer that serves turns where nothing better answers. Nothing is stored, cached or sent on, and no text is screened for danger here.',
  })
  @ApiBody({ type: AnalyzeRequestDto, examples: ANALYZE_EXAMPLES })
  @ApiExtraModels(EmotionAnalysisDto, EmotionAnalysisListDto)
  @ApiResponse({
    status: 200,
    description: 'For `text` its result, for `texts` `{results}`, both with `degraded`.',
    content: {
      'application/json': {
        schema: {
          oneOf: [
            { $ref: getSchemaPath(EmotionAnalysisDto) },
            { $ref: getSchemaPath(EmotionAnalysisListDto) },
          ],
        },
        examples: ANALYSIS_ANSWERS,
      },
    },
  })
  @ApiProblems(
    'invalid_request',
    'payload_too_large',
    'unsupported_media_type',
    'rate_limited',
    'overloaded',
    'internal_error',
  )
  async analyze(
    @Body() { text, texts = [] }: AnalyzeRequestDto,
  ): Promise<EmotionAnalysisDto | EmotionAnalysisListDto> {
    const degraded = this.dependencies.lost().filter((name) => name === 'emotion_model');
    if (text !== undefined) return { ...toReading(this.emotion.analyzeNow(text)), degraded };
    return { results: (await this.emotion.analyzeAll(texts)).map(toReading), degraded };
  }

  @Get('users/:id/trend')
  @OperationsPriority()
  @ApiOperation({
    summary: "How a user's feelings went over the last days",
    description:
      'From the messages that are stored, those whose turn was cancelled or showed a crisis included.',
  })
  @ApiOkResponse({ type: TrendDto, example: TREND_ANSWER })
  @ApiProblems(
    'invalid_request',
    'forbidden',
    'overloaded',
    'dependency_unavailable',
    'timeout',
    'internal_error',
  )
  async trend(@Param() { id }: TrendUserDto, @Query() { days, tz }: TrendQueryDto): Promise<TrendDto> {
    return toTrendDto(id, tz, await this.trends.trend({ userId: id, days, timeZone: tz }));
  }
}
