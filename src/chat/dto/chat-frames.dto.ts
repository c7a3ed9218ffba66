import { ApiProperty, ApiPropertyOptional } from '../../platform/http/api-documentation.js';
import type { ErrorCode } from '../../platform/errors/domain-error.js';
import { PROBLEMS } from '../../platform/http/problem-table.js';
import { RISK_LEVELS, type HelpResource, type RiskLevel } from '../../safety/safety.types.js';
import type * as frames from '../frames/chat-frame.js';
import { EmotionDto, HelpResourceDto, UsedMemoryDto } from './chat-response.dto.js';

/* How the API documentation shows the frames of a turn; `implements` keeps them those of the wire. */

export class StartFrameDto implements frames.StartFrame {
  @ApiProperty({ enum: ['start'] })
  type: 'start';

  @ApiProperty()
  stream_id: string;

  @ApiProperty()
  session_id: string;

  @ApiProperty({ description: 'Id of the reply in the history.' })
  message_id: string;

  @ApiProperty({ description: "Id of the user's message in the history." })
  user_message_id: string;

  @ApiProperty({ format: 'date-time' })
  timestamp: string;
}

export class ProcessingFrameDto implements frames.ProcessingFrame {
  @ApiProperty({ enum: ['processing'] })
  type: 'processing';

  @ApiProperty({ example: '正在理解你的话…' })
  message: string;
}

export class FrameSafetyDto {
  @ApiProperty({ description: 'True only when nothing at all was found.' })
  safe: boolean;

  @ApiProperty({ enum: RISK_LEVELS, example: 'none' })
  risk_level: RiskLevel;
}

export class FrameMemoryDto {
  @ApiProperty()
  count: number;

  @ApiProperty({ type: [UsedMemoryDto] })
  used: UsedMemoryDto[];
}

export class AnalysisFrameDto implements frames.AnalysisFrame {
  @ApiProperty({ enum: ['analysis'] })
  type: 'analysis';

  @ApiProperty({ type: EmotionDto })
  emotion: EmotionDto;

  @ApiProperty({ type: FrameSafetyDto })
  safety: FrameSafetyDto;

  @ApiProperty({ type: FrameMemoryDto })
  memory: FrameMemoryDto;

  @ApiProperty({ description: 'Seconds since the turn arrived.' })
  processing_time: number;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'number' },
    description: 'Seconds each part took, side by side.',
  })
  timings: Record<string, number>;

  @ApiProperty({ type: [String], description: 'Parts that failed and dependencies that are lost.' })
  degraded: string[];
}

export class HelpDto implements frames.Help {
  @ApiProperty({ enum: RISK_LEVELS, example: 'high' })
  risk_level: RiskLevel;

  @ApiProperty({ description: 'The reviewed sentence of the resource card.' })
  message: string;

  @ApiProperty({ type: [HelpResourceDto] })
  resources: HelpResource[];
}

export class SafetyFrameDto extends HelpDto implements frames.SafetyFrame {
  @ApiProperty({ enum: ['safety'] })
  type: 'safety';
}

export class GeneratingFrameDto implements frames.GeneratingFrame {
  @ApiProperty({ enum: ['generating'] })
  type: 'generating';

  @ApiProperty({ example: '正在组织回复…' })
  message: string;
}

export class TokenFrameDto implements frames.TokenFrame {
  @ApiProperty({ enum: ['token'] })
  type: 'token';

  @ApiProperty({ example: '听起来' })
  content: string;

  @ApiProperty({ description: 'Characters (Unicode code points) sent so far, this token included.' })
  position: number;
}

export class CompleteFrameDto implements frames.CompleteFrame {
  @ApiProperty({ enum: ['complete'] })
  type: 'complete';

  @ApiProperty({ description: 'The tokens put together.' })
  full_response: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: "The request's metadata." })
  metadata: Record<string, unknown>;

  @ApiProperty()
  message_id: string;

  @ApiProperty({ description: 'Seconds in all.' })
  total_time: number;

  @ApiProperty({ description: 'True when the built-in companion stood in for the model.' })
  fallback_used: boolean;

  @ApiProperty({ description: 'True when the model broke off and its reply was closed for it.' })
  interrupted: boolean;

  @ApiProperty({ type: [String] })
  degraded: string[];
}

export class ErrorFrameDto implements frames.ErrorFrame {
  @ApiProperty({ enum: ['error'] })
  type: 'error';

  @ApiProperty({ enum: Object.keys(PROBLEMS), example: 'timeout' })
  code: ErrorCode;

  @ApiProperty({ description: 'A sentence for people.' })
  message: string;

  @ApiProperty()
  request_id: string;

  @ApiPropertyOptional({ type: HelpDto, description: 'When a message was refused that shows danger.' })
  safety?: HelpDto;
}

export const FRAME_DTOS = [
  StartFrameDto,
  ProcessingFrameDto,
  AnalysisFrameDto,
  SafetyFrameDto,
  GeneratingFrameDto,
  TokenFrameDto,
  CompleteFrameDto,
  ErrorFrameDto,
];
