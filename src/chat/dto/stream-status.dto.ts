import { ApiExtraModels, ApiProperty, getSchemaPath } from '../../platform/http/api-documentation.js';

export class StreamInProgressDto {
  @ApiProperty({ enum: ['http', 'sse', 'websocket'] })
  transport: string;

  @ApiProperty({ enum: ['waiting', 'context', 'reply'] })
  phase: string;

  @ApiProperty({ format: 'date-time' })
  started_at: string;

  @ApiProperty({ description: 'Characters sent so far.' })
  characters: number;
}

/** The answer of `GET /streaming/status`. */
@ApiExtraModels(StreamInProgressDto)
export class StreamStatusDto {
  @ApiProperty({ example: 'active' })
  status: string;

  @ApiProperty()
  active_streams: number;

  @ApiProperty({
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(StreamInProgressDto) },
    description: 'By a label that is good for nothing else.',
  })
  streams: Record<string, StreamInProgressDto>;

  @ApiProperty({ format: 'date-time' })
  timestamp: string;
}

/** The answer of `GET /streaming/`. */
export class StreamingServiceDto {
  @ApiProperty()
  service: string;

  @ApiProperty()
  version: string;

  @ApiProperty({ type: [String] })
  features: readonly string[];

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  endpoints: Readonly<Record<string, string>>;

  @ApiProperty({ format: 'date-time' })
  timestamp: string;
}
