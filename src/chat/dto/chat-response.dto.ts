import { ApiProperty, ApiPropertyOptional } from '../../platform/http/api-documentation.js';
import { EMOTIONS, type Emotion } from '../../emotion/emotion.types.js';
import { RISK_LEVELS, type HelpResource, type RiskLevel } from '../../safety/safety.types.js';

export class EmotionDto {
  @ApiProperty({ enum: EMOTIONS, example: 'sad' })
  emotion: Emotion;

  @ApiProperty({ minimum: 0, maximum: 10, example: 6.5 })
  intensity: number;

  @ApiProperty({ minimum: 0, maximum: 1, example: 0.82 })
  confidence: number;
}

export class HelpResourceDto {
  @ApiProperty({ example: '全国统一心理援助热线' })
  name: string;

  @ApiProperty({ example: '12356' })
  phone: string;

  @ApiProperty({ example: '每天至少 18 小时' })
  hours: string;

  @ApiProperty({ example: 'CN' })
  region: string;

  @ApiProperty({ type: [String], example: ['zh'] })
  languages: readonly string[];
}

export class SafetyDto {
  @ApiProperty({ description: 'True only when nothing at all was found.', example: true })
  safe: boolean;

  @ApiProperty({ enum: RISK_LEVELS, example: 'none' })
  risk_level: RiskLevel;

  @ApiPropertyOptional({ description: 'The reviewed sentence of the resource card.' })
  message?: string;

  @ApiPropertyOptional({ type: [HelpResourceDto] })
  resources?: HelpResource[];
}

export class UsedMemoryDto {
  @ApiProperty({ example: '0197f6a0-5b1c-7000-8000-1c2f6f3f9b11' })
  id: string;

  @ApiProperty({ example: 'pet' })
  kind: string;

  @ApiProperty({ example: '我养了一只叫豆豆的橘猫' })
  content: string;

  @ApiProperty({ minimum: 0, maximum: 1, example: 0.74 })
  score: number;
}

/** The whole answer of `POST /chat`. */
export class ChatResponseDto {
  @ApiProperty({ example: '听起来你今天真的很累了。' })
  response: string;

  @ApiProperty({ example: 'session-1' })
  session_id: string;

  @ApiProperty({
    description: 'Id of the reply in the history.',
    example: '0197f6a0-5b1c-7000-8000-1c2f6f3f9b12',
  })
  message_id: string;

  @ApiProperty({ type: EmotionDto })
  emotion: EmotionDto;

  @ApiProperty({ type: SafetyDto })
  safety: SafetyDto;

  @ApiProperty({ type: [UsedMemoryDto] })
  memory_used: UsedMemoryDto[];

  @ApiProperty({ description: 'Seconds until the context was read.', example: 0.004 })
  processing_time: number;

  @ApiProperty({ description: 'Seconds in all.', example: 0.021 })
  total_time: number;

  @ApiProperty({ description: 'Whether results are cached now.', example: true })
  optimization_enabled: boolean;

  @ApiProperty({ description: 'True when the built-in companion stood in for the model.', example: false })
  fallback_used: boolean;

  @ApiProperty({
    description: 'True when the model broke off and its reply was closed for it.',
    example: false,
  })
  interrupted: boolean;

  @ApiProperty({
    type: [String],
    description: 'Parts that failed and dependencies that are lost.',
    example: [],
  })
  degraded: string[];

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: "The request's metadata.",
    example: { region: 'CN' },
  })
  metadata: Record<string, unknown>;
}

export class HistoryMessageDto {
  @ApiProperty()
  id: string;

  @ApiProperty({ enum: ['user', 'assistant'] })
  role: string;

  @ApiProperty()
  content: string;

  @ApiPropertyOptional({ enum: EMOTIONS })
  emotion?: string;

  @ApiProperty({ enum: ['received', 'completed', 'blocked', 'aborted', 'failed'] })
  status: string;

  @ApiProperty({ format: 'date-time' })
  timestamp: string;
}

export class HistoryDto {
  @ApiProperty()
  session_id: string;

  @ApiProperty({ type: [HistoryMessageDto], description: 'Oldest first.' })
  messages: HistoryMessageDto[];
}

export class SessionDto {
  @ApiProperty()
  session_id: string;

  @ApiProperty()
  message_count: number;

  @ApiProperty({ format: 'date-time' })
  created_at: string;

  @ApiProperty({ format: 'date-time' })
  updated_at: string;
}

export class SessionListDto {
  @ApiProperty()
  user_id: string;

  @ApiProperty({ type: [SessionDto], description: 'Newest first.' })
  sessions: SessionDto[];
}
