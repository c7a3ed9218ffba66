import { Body, Controller, Get, HttpCode, Post, Req, Res, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Observable } from 'rxjs';
import { StreamRegistry } from '../platform/streams/stream-registry.js';
import { requestContext } from '../platform/http/request-context.js';
import { ChatPipeline } from './chat.pipeline.js';
import { NEVER } from './client-signal.js';
import { ChatRequestDto } from './dto/chat-request.dto.js';
import { JSON_STREAM_EXAMPLE, PLAIN_STREAM_EXAMPLE, SERVICE_DESCRIPTION } from './streaming.description.js';
import type { ChatFrame } from './frames/chat-frame.js';
import { SseForm, SseInterceptor, type StreamingRequest } from './frames/sse.interceptor.js';
import { StreamingEnabledGuard } from './streaming-enabled.guard.js';
import { TurnThrottlerGuard, type Throttled } from './turn-throttler.guard.js';
import { toTurn } from './turn.js';

@ApiTags('streaming')
@Controller('streaming')
export class StreamingController {
  constructor(
    private readonly pipeline: ChatPipeline,
    private readonly streams: StreamRegistry,
  ) {}

  @Post('chat')
  @HttpCode(200)
  @UseGuards(StreamingEnabledGuard, TurnThrottlerGuard)
  @UseInterceptors(SseInterceptor)
  @SseForm('plain')
  @ApiOperation({ summary: 'Send a message and read the reply as plain text while it is written' })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({
    description:
      'Unnamed events are text; `safety` and `error` are named events with JSON; `[DONE]` ends it.',
    content: { 'text/event-stream': { schema: { type: 'string' }, example: PLAIN_STREAM_EXAMPLE } },
  })
  plain(
    @Body() body: ChatRequestDto,
    @Req() request: StreamingRequest & Throttled,
    @Res() response: Response, // injected so that Nest leaves the answer to the interceptor
  ): Observable<ChatFrame> {
    return this.run(body, request, response);
  }

  @Post('chat/with-metadata')
  @HttpCode(200)
  @UseGuards(StreamingEnabledGuard, TurnThrottlerGuard)
  @UseInterceptors(SseInterceptor)
  @SseForm('json')
  @ApiOperation({ summary: 'Send a message and read the reply as typed JSON frames' })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({
    description:
      'start, processing, analysis, safety?, generating, token…, then exactly one complete or error, then `[DONE]`.',
    content: { 'text/event-stream': { schema: { type: 'string' }, example: JSON_STREAM_EXAMPLE } },
  })
  withMetadata(
    @Body() body: ChatRequestDto,
    @Req() request: StreamingRequest & Throttled,
    @Res() response: Response,
  ): Observable<ChatFrame> {
    return this.run(body, request, response);
  }

  @Get('status')
  @ApiOperation({ summary: 'The streams in progress, without text or users' })
  status(): object {
    const streams = [...this.streams.active()].map(([id, info]) => [
      id,
      {
        transport: info.transport,
        phase: info.phase,
        started_at: new Date(info.startedAt).toISOString(),
        characters: info.characters,
      },
    ]);
    return {
      status: 'active',
      active_streams: this.streams.size,
      streams: Object.fromEntries(streams) as object,
      timestamp: new Date().toISOString(),
    };
  }

  @Get()
  @ApiOperation({ summary: 'What this part of the service offers' })
  describe(): object {
    return { ...SERVICE_DESCRIPTION, timestamp: new Date().toISOString() };
  }

  private run(
    body: ChatRequestDto,
    request: StreamingRequest & Throttled,
    response: Response,
  ): Observable<ChatFrame> {
    const { requestId } = requestContext(response);
    const { pace, retryAfterSeconds } = request;
    return this.pipeline.run(toTurn(body, { requestId, transport: 'sse', pace, retryAfterSeconds }), NEVER);
  }
}
