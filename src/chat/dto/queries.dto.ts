import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { CLIENT_ID_PATTERN } from '../../platform/identity/identifiers.js';

const ID_RULE = 'must be 1-128 characters of A-Z a-z 0-9 _ . : -';

export class IdParamDto {
  @Matches(CLIENT_ID_PATTERN, { message: ID_RULE })
  id: string;
}

/** Whose session is meant, where several users hold a session of the same id. */
export class SessionQueryDto {
  @ApiPropertyOptional({ example: 'user-1', description: 'The user the session belongs to.' })
  @IsOptional()
  @Matches(CLIENT_ID_PATTERN, { message: ID_RULE })
  user_id?: string;
}

export class HistoryQueryDto extends SessionQueryDto {
  @ApiPropertyOptional({ minimum: 1, maximum: 1000, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'must be a whole number' })
  @Min(1, { message: 'must be at least 1' })
  @Max(1000, { message: 'must be at most 1000' })
  limit: number = 50;
}
