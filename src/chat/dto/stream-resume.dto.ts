import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { ApiProperty, ApiPropertyOptional } from '../../platform/http/api-documentation.js';
import { CLIENT_ID_PATTERN } from '../../platform/identity/identifiers.js';

const ID_RULE = 'must be 1-128 characters of A-Z a-z 0-9 _ . : -';

export class StreamParamDto {
  @ApiProperty({ pattern: CLIENT_ID_PATTERN.source, example: '0197f6a0-5b1c-7000-8000-1c2f6f3f9b13' })
  @Matches(CLIENT_ID_PATTERN, { message: ID_RULE })
  stream_id: string;
}

/** Whose stream it is. */
export class StreamUserDto {
  @ApiPropertyOptional({
    pattern: CLIENT_ID_PATTERN.source,
    example: 'user-1',
    description: 'The user the turn was asked for. The stream of an anonymous turn is for who knows its id.',
  })
  @IsOptional()
  @Matches(CLIENT_ID_PATTERN, { message: ID_RULE })
  user_id?: string;
}

/** A WebSocket's `resume`. */
export class ResumeRequestDto extends StreamUserDto {
  @Matches(CLIENT_ID_PATTERN, { message: ID_RULE })
  stream_id: string;

  @IsOptional()
  @IsString({ message: 'must be a string' })
  @MaxLength(200, { message: 'must be at most 200 characters' })
  last_event_id?: string;
}

/** The answer of `POST /streaming/chat/:stream_id/cancel`. */
export class CancelledStreamDto {
  @ApiProperty({
    enum: ['cancelled', 'ended'],
    description: '`ended`: there was nothing to cancel any more.',
  })
  status: 'cancelled' | 'ended';

  @ApiProperty()
  stream_id: string;
}
