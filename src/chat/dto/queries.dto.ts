import { ApiProperty, ApiPropertyOptional } from '../../platform/http/api-documentation.js';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { CLIENT_ID_PATTERN } from '../../platform/identity/identifiers.js';

const ID_RULE = 'must be 1-128 characters of A-Z a-z 0-9 _ . : -';

export class IdParamDto {
  @ApiProperty({ pattern: CLIENT_ID_PATTERN.source, example: 'session-1' })
  @Matches(CLIENT_ID_PATTERN, { message: ID_RULE })
  id: string;
}

/** Whose session is meant, where several users hold a session of the same id. */
export class SessionQueryDto {
  @ApiPropertyOptional({
    pattern: CLIENT_ID_PATTERN.source,
    example: 'user-1',
    description: 'The user the session belongs to; needed where several users have a session of this id.',
  })
  @IsOptional()
  @Matches(CLIENT_ID_PATTERN, { message: ID_RULE })
  user_id?: string;
}

export class HistoryQueryDto extends SessionQueryDto {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 1000,
    default: 50,
    description: 'The last so many messages.',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'must be a whole number' })
  @Min(1, { message: 'must be at least 1' })
  @Max(1000, { message: 'must be at most 1000' })
  limit: number = 50;
}
