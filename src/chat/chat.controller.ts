import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  Req,
  Res,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import {
  ApiBody,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '../platform/http/api-documentation.js';
import type { Request, Response } from 'express';
import type { Observable } from 'rxjs';
import { RuntimeSettings } from '../config/runtime-settings.js';
import { ApiProblems } from '../platform/http/api-problems.decorator.js';
import { requestContext } from '../platform/http/request-context.js';
import { untilAborted, whenClosed } from './client-signal.js';
import { ConversationService } from './conversation.service.js';
import { ChatRequestDto } from './dto/chat-request.dto.js';
import { ChatResponseDto, HistoryDto, SessionListDto } from './dto/chat-response.dto.js';
import { ANSWER_EXAMPLES, REQUEST_EXAMPLES } from './dto/examples.js';
import { HistoryQueryDto, IdParamDto, SessionQueryDto } from './dto/queries.dto.js';
import { TURN_PROBLEMS } from './dto/turn-problems.js';
import { ApiIdempotencyKey, REPLAY_HEADER } from './idempotency/api-idempotency-key.decorator.js';
import { turnOptionsOf } from './idempotency/http-idempotency.js';
import { IdempotentTurns } from './idempotency/idempotent-turns.js';
import { collectReply } from './reply-collector.js';
import { TurnProblemFilter } from './turn-problem.filter.js';
import { TurnThrottlerGuard, type Throttled } from './turn-throttler.guard.js';
import { toTurn } from './turn.js';

@ApiTags('chat')
@Controller('chat')
export class ChatController {
  constructor(
    private readonly turns: IdempotentTurns,
    private readonly conversations: ConversationService,
    private readonly settings: RuntimeSettings,
  ) {}

  @Post()
  @HttpCode(200)
  @UseGuards(TurnThrottlerGuard)
  @UseFilters(TurnProblemFilter)
  @ApiOperation({ summary: 'Send a message and get the whole reply' })
  @ApiIdempotencyKey()
  @ApiBody({ type: ChatRequestDto, examples: REQUEST_EXAMPLES })
  @ApiOkResponse({ type: ChatResponseDto, example: ANSWER_EXAMPLES.chat, headers: REPLAY_HEADER })
  @ApiProblems(...TURN_PROBLEMS)
  chat(
    @Body() body: ChatRequestDto,
    @Req() request: Request & Throttled,
    @Res({ passthrough: true }) response: Response,
  ): Observable<ChatResponseDto> {
    const { requestId } = requestContext(response);
    const { retryAfterSeconds, ip: clientAddress } = request;
    const turn = toTurn(body, { requestId, transport: 'http', retryAfterSeconds, clientAddress });
    return this.turns
      .run(turn, turnOptionsOf(request, response))
      .pipe(untilAborted(whenClosed(response)), collectReply(this.settings.current.cacheEnabled));
  }

  @Get('sessions/:id/history')
  @ApiOperation({ summary: 'The messages of a session, oldest first' })
  @ApiOkResponse({ type: HistoryDto, example: ANSWER_EXAMPLES.history })
  @ApiProblems('invalid_request', 'not_found', 'dependency_unavailable', 'internal_error')
  history(@Param() { id }: IdParamDto, @Query() query: HistoryQueryDto): Promise<HistoryDto> {
    return this.conversations.history(id, { userId: query.user_id, limit: query.limit });
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a session, its messages and what was remembered from it' })
  @ApiNoContentResponse({
    description:
      'It is gone. Only its id and its user are kept, for 30 days or until a session is deleted after that, so that no late copy brings it back.',
  })
  @ApiProblems('invalid_request', 'not_found', 'dependency_unavailable', 'internal_error')
  delete(@Param() { id }: IdParamDto, @Query() query: SessionQueryDto): Promise<void> {
    return this.conversations.delete(id, query.user_id);
  }

  @Get('users/:id/sessions')
  @ApiOperation({ summary: "A user's sessions, newest first" })
  @ApiOkResponse({ type: SessionListDto, example: ANSWER_EXAMPLES.sessions })
  @ApiProblems('invalid_request', 'forbidden', 'dependency_unavailable', 'internal_error')
  sessions(@Param() { id }: IdParamDto): Promise<SessionListDto> {
    return this.conversations.sessionsOf(id);
  }
}
