import { ApiProperty, ApiPropertyOptional } from '../../platform/http/api-documentation.js';
import { IsObject, IsOptional, IsString, Matches, Validate } from 'class-validator';
import { JsonSizeConstraint, TextLengthConstraint } from '../../platform/http/constraints.js';
import { CLIENT_ID_PATTERN } from '../../platform/identity/identifiers.js';

const ID_RULE = 'must be 1-128 characters of A-Z a-z 0-9 _ . : -';

/** The body of every chat route and of a WebSocket turn. */
export class ChatRequestDto {
  @ApiProperty({ minLength: 1, maxLength: 8000, example: '我今天好累，感觉什么都做不好' })
  @IsString({ message: 'must be a string' })
  @Validate(TextLengthConstraint, [8000])
  message: string;

  @ApiPropertyOptional({
    pattern: CLIENT_ID_PATTERN.source,
    example: 'session-1',
    description: 'A new one is made and returned when it is missing.',
  })
  @IsOptional()
  @Matches(CLIENT_ID_PATTERN, { message: ID_RULE })
  session_id?: string;

  @ApiPropertyOptional({
    pattern: CLIENT_ID_PATTERN.source,
    example: 'user-1',
    description: 'Missing: `anonymous`, whose memory and history belong to the session alone.',
  })
  @IsOptional()
  @Matches(CLIENT_ID_PATTERN, { message: ID_RULE })
  user_id?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    example: { region: 'CN' },
    description:
      'Echoed in the answer; at most 8 KiB as JSON. `region` (CN, HK, TW, US, CA, GB, IE, INTL) chooses the help resources.',
  })
  @IsOptional()
  @IsObject({ message: 'must be an object' })
  @Validate(JsonSizeConstraint, [8192])
  metadata?: Record<string, unknown>;
}
