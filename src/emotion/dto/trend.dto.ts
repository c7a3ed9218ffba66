import { ApiProperty, ApiPropertyOptional } from '../../platform/http/api-documentation.js';
import { Transform } from 'class-transformer';
import {
  IsInt,
  IsOptional,
  Matches,
  Max,
  Min,
  Validate,
  ValidatorConstraint,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { CLIENT_ID_PATTERN } from '../../platform/identity/identifiers.js';
import { isTimeZone } from '../calendar-days.js';
import type { TrendDay } from '../emotion-trend.service.js';

const MOST_DAYS = 90;
const DEFAULT_DAYS = 7;
/** Names only: a bare offset such as +08:00 is no zone on every version of Node. */
const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/;

@ValidatorConstraint({ name: 'timeZone' })
class TimeZoneConstraint implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && ZONE_NAME.test(value) && isTimeZone(value);
  }

  defaultMessage(): string {
    return 'must be the name of a time zone, such as Asia/Shanghai';
  }
}

export class TrendUserDto {
  @ApiProperty({ pattern: CLIENT_ID_PATTERN.source, example: 'user-1' })
  @Matches(CLIENT_ID_PATTERN, { message: 'must be 1-128 characters of A-Z a-z 0-9 _ . : -' })
  id: string;
}

export class TrendQueryDto {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: MOST_DAYS,
    default: DEFAULT_DAYS,
    description: 'The last so many days, today included.',
  })
  @IsOptional()
  @Transform(({ value }) => (/^[0-9]+$/.test(String(value)) ? Number(value) : NaN))
  @IsInt({ message: 'must be a whole number' })
  @Min(1, { message: 'must be at least 1' })
  @Max(MOST_DAYS, { message: `must be at most ${MOST_DAYS}` })
  days: number = DEFAULT_DAYS;

  @ApiPropertyOptional({
    default: 'UTC',
    example: 'Asia/Shanghai',
    description: 'IANA name of the time zone whose days are meant.',
  })
  @IsOptional()
  @Validate(TimeZoneConstraint)
  tz: string = 'UTC';
}

export class TrendDayDto {
  @ApiProperty({ format: 'date', example: '2026-01-01' })
  date: string;

  @ApiProperty({ description: 'Messages whose feeling was read.', example: 3 })
  count: number;

  @ApiProperty({
    oneOf: [{ type: 'number', minimum: 0, maximum: 10 }, { type: 'null' }],
    description: 'Null where there was no message.',
    example: 5.4,
  })
  mean_intensity: number | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'number', minimum: 0, maximum: 1 },
    description: 'Share of each emotion that occurred, the greatest first; together 1.',
    example: { sad: 0.6667, anxious: 0.3333 },
  })
  mix: Record<string, number>;
}

export class TrendDto {
  @ApiProperty({ example: 'user-1' })
  user_id: string;

  @ApiProperty({ example: 'UTC' })
  time_zone: string;

  @ApiProperty({
    type: [TrendDayDto],
    description: 'One entry per day, oldest first, also for days without a message.',
  })
  days: TrendDayDto[];
}

export function toTrendDto(userId: string, timeZone: string, days: readonly TrendDay[]): TrendDto {
  return {
    user_id: userId,
    time_zone: timeZone,
    days: days.map(({ date, count, meanIntensity, mix }) => ({
      date,
      count,
      mean_intensity: meanIntensity,
      mix,
    })),
  };
}
