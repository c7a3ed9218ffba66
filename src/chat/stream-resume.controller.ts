import {
  Controller,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  Query,
  Req,
  Res,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import type { Response } from 'express';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '../platform/http/api-documentation.js';
import { ApiProblems } from '../platform/http/api-problems.decorator.js';
import { requestContext } from '../platform/http/request-context.js';
import { ANSWER_EXAMPLES } from './dto/examples.js';
import { CancelledStreamDto, StreamParamDto, StreamUserDto } from './dto/stream-resume.dto.js';
import { placeAfter } from './frames/frame-ids.js';
import {
  SseForm,
  SseInterceptor,
  type EventStream,
  type StreamingRequest,
} from './frames/sse.interceptor.js';
import { RESUMED_STREAM_DESCRIPTION, RESUMED_STREAM_EXAMPLE } from './streaming.description.js';
import { StreamingEnabledGuard } from './streaming-enabled.guard.js';
import { TurnStreams } from './streams/turn-streams.js';

/** A stream that was asked for before: read on where a connection broke off, or end it. */
@ApiTags('streaming')
@Controller('streaming/chat/:stream_id')
@UseGuards(StreamingEnabledGuard)
export class StreamResumeController {
  constructor(private readonly turns: TurnStreams) {}

  @Get()
  @UseInterceptors(SseInterceptor)
  @SseForm('json')
  @ApiOperation({ summary: 'Read a running or lately finished stream from where it broke off' })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The id of the last frame that arrived; without it, all frames come.',
  })
  @ApiOkResponse({
    description: RESUMED_STREAM_DESCRIPTION,
    content: { 'text/event-stream': { schema: { type: 'string' }, example: RESUMED_STREAM_EXAMPLE } },
  })
  @ApiProblems(
    'invalid_request',
    'not_found',
    'dependency_unavailable',
    'streaming_disabled',
    'internal_error',
  )
  resume(
    @Param() { stream_id: streamId }: StreamParamDto,
    @Query() { user_id: userId }: StreamUserDto,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: StreamingRequest,
    @Res() response: Response, // injected so that Nest leaves the answer to the interceptor
  ): EventStream {
    const place = placeAfter(streamId, lastEventId, 'Last-Event-ID');
    const { pace, begin } = request;
    const { requestId } = requestContext(response);
    const onFound = () => begin?.(place);
    return { frames: this.turns.read({ ...place, userId, pace, requestId, onFound }) };
  }

  @Post('cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'End a running reply for everybody who reads it' })
  @ApiOkResponse({ type: CancelledStreamDto, example: ANSWER_EXAMPLES.cancelled })
  @ApiProblems(
    'invalid_request',
    'not_found',
    'dependency_unavailable',
    'streaming_disabled',
    'internal_error',
  )
  async cancel(
    @Param() { stream_id: streamId }: StreamParamDto,
    @Query() { user_id: userId }: StreamUserDto,
  ): Promise<CancelledStreamDto> {
    return { status: await this.turns.cancel({ streamId, userId }), stream_id: streamId };
  }
}
