import { createHmac, randomBytes } from 'node:crypto';
import {
  Body,
  Controller,
  Get,
  HttpCode,
  Post,
  Req,
  Res,
  UseFilters,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import {
  ApiBody,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '../platform/http/api-documentation.js';
import type { Response } from 'express';
import { StreamCensus } from '../platform/streams/stream-census.js';
import { ApiProblems } from '../platform/http/api-problems.decorator.js';
import { requestContext } from '../platform/http/request-context.js';
import { ChatRequestDto } from './dto/chat-request.dto.js';
import { FRAME_DTOS } from './dto/chat-frames.dto.js';
import { ANSWER_EXAMPLES, REQUEST_EXAMPLES } from './dto/examples.js';
import { StreamStatusDto, StreamingServiceDto } from './dto/stream-status.dto.js';
import { TURN_PROBLEMS } from './dto/turn-problems.js';
import {
  JSON_STREAM_DESCRIPTION,
  JSON_STREAM_EXAMPLE,
  PLAIN_STREAM_DESCRIPTION,
  PLAIN_STREAM_EXAMPLES,
  SERVICE_DESCRIPTION,
  STREAM_ID_HEADERS,
} from './streaming.description.js';
import {
  SseForm,
  SseInterceptor,
  type EventStream,
  type StreamingRequest,
} from './frames/sse.interceptor.js';
import { ApiIdempotencyKey, REPLAY_HEADER } from './idempotency/api-idempotency-key.decorator.js';
import { turnOptionsOf } from './idempotency/http-idempotency.js';
import { IdempotentTurns } from './idempotency/idempotent-turns.js';
import { StreamingEnabledGuard } from './streaming-enabled.guard.js';
import { TurnProblemFilter } from './turn-problem.filter.js';
import { TurnThrottlerGuard, type Throttled } from './turn-throttler.guard.js';
import { toTurn } from './turn.js';

@ApiTags('streaming')
@Controller('streaming')
export class StreamingController {
  private readonly labelSecret = randomBytes(32);

  constructor(
    private readonly turns: IdempotentTurns,
    private readonly census: StreamCensus,
  ) {}

  @Post('chat')
  @HttpCode(200)
  @UseGuards(StreamingEnabledGuard, TurnThrottlerGuard)
  @UseFilters(TurnProblemFilter)
  @UseInterceptors(SseInterceptor)
  @SseForm('plain')
  @ApiOperation({ summary: 'Send a message and read the reply as plain text while it is written' })
  @ApiIdempotencyKey()
  @ApiBody({ type: ChatRequestDto, examples: REQUEST_EXAMPLES })
  @ApiOkResponse({
    description: PLAIN_STREAM_DESCRIPTION,
    headers: { ...STREAM_ID_HEADERS, ...REPLAY_HEADER },
    content: { 'text/event-stream': { schema: { type: 'string' }, examples: PLAIN_STREAM_EXAMPLES } },
  })
  @ApiProblems(...TURN_PROBLEMS, 'streaming_disabled')
  plain(
    @Body() body: ChatRequestDto,
    @Req() request: StreamingRequest & Throttled,
    @Res() response: Response, // injected so that Nest leaves the answer to the interceptor
  ): EventStream {
    return this.run(body, request, response);
  }

  @Post('chat/with-metadata')
  @HttpCode(200)
  @UseGuards(StreamingEnabledGuard, TurnThrottlerGuard)
  @UseFilters(TurnProblemFilter)
  @UseInterceptors(SseInterceptor)
  @SseForm('json')
  @ApiOperation({ summary: 'Send a message and read the reply as typed JSON frames' })
  @ApiExtraModels(...FRAME_DTOS)
  @ApiIdempotencyKey()
  @ApiBody({ type: ChatRequestDto, examples: REQUEST_EXAMPLES })
  @ApiOkResponse({
    description: JSON_STREAM_DESCRIPTION,
    headers: { ...STREAM_ID_HEADERS, ...REPLAY_HEADER },
    content: { 'text/event-stream': { schema: { type: 'string' }, example: JSON_STREAM_EXAMPLE } },
  })
  @ApiProblems(...TURN_PROBLEMS, 'streaming_disabled')
  withMetadata(
    @Body() body: ChatRequestDto,
    @Req() request: StreamingRequest & Throttled,
    @Res() response: Response,
  ): EventStream {
    return this.run(body, request, response);
  }

  @Get('status')
  @ApiOperation({ summary: 'The streams in progress, without text or users' })
  @ApiOkResponse({ type: StreamStatusDto, example: ANSWER_EXAMPLES.status })
  async status(): Promise<StreamStatusDto> {
    const active = await this.census.active();
    const streams = [...active].map(([id, info]) => [
      this.labelOf(id),
      {
        transport: info.transport,
        phase: info.phase,
        started_at: new Date(info.startedAt).toISOString(),
        characters: info.characters,
      },
    ]);
    return {
      status: 'active',
      active_streams: active.size,
      streams: Object.fromEntries(streams) as StreamStatusDto['streams'],
      timestamp: new Date().toISOString(),
    };
  }

  @Get()
  @ApiOperation({ summary: 'What this part of the service offers' })
  @ApiOkResponse({ type: StreamingServiceDto, example: ANSWER_EXAMPLES.service })
  describe(): StreamingServiceDto {
    return { ...SERVICE_DESCRIPTION, timestamp: new Date().toISOString() };
  }

  /** Anybody may look at the status, and whoever knows the id of an anonymous stream may read it. */
  private labelOf(streamId: string): string {
    return createHmac('sha256', this.labelSecret).update(streamId).digest('base64url').slice(0, 22);
  }

  private run(body: ChatRequestDto, request: StreamingRequest & Throttled, response: Response): EventStream {
    const { requestId } = requestContext(response);
    const { pace, retryAfterSeconds, ip: clientAddress } = request;
    const turn = toTurn(body, { requestId, transport: 'sse', pace, retryAfterSeconds, clientAddress });
    return { frames: this.turns.run(turn, turnOptionsOf(request, response)) };
  }
}
