import { LONGEST_REQUEST_TIMEOUT_MS } from '../../config/runtime-settings.js';
import { ApiPropertyOptional } from '../../platform/http/api-documentation.js';
import { Type } from 'class-transformer';
import { IsBoolean, IsInt, IsNumber, IsObject, Max, Min, ValidateIf, ValidateNested } from 'class-validator';

/** Unlike `@IsOptional()`, an explicit null is a fault: it would look like "switch it off" and do nothing. */
const WhenGiven = () => ValidateIf((_object, value) => value !== undefined);

const LONGEST_TTL_SECONDS = 30 * 86_400;
const LONGEST_TIMEOUT_SECONDS = LONGEST_REQUEST_TIMEOUT_MS / 1000;

function Lifetime(example: number): PropertyDecorator {
  const decorators = [
    ApiPropertyOptional({ example, minimum: 1, maximum: LONGEST_TTL_SECONDS, description: 'Seconds.' }),
    WhenGiven(),
    IsInt({ message: 'must be a whole number of seconds' }),
    Min(1, { message: 'must be at least 1' }),
    Max(LONGEST_TTL_SECONDS, { message: `must be at most ${LONGEST_TTL_SECONDS}` }),
  ];
  return (target, key) => decorators.reverse().forEach((decorate) => decorate(target, key));
}

export class TtlChangeDto {
  @Lifetime(1800)
  emotion?: number;

  @Lifetime(3600)
  memory?: number;

  @Lifetime(1800)
  prompt?: number;

  @Lifetime(3600)
  default?: number;
}

export class OptimizationConfigDto {
  @ApiPropertyOptional({ example: true })
  @WhenGiven()
  @IsBoolean({ message: 'must be true or false' })
  cache_enabled?: boolean;

  @ApiPropertyOptional({ example: 50, minimum: 1, maximum: 100_000 })
  @WhenGiven()
  @IsInt({ message: 'must be a whole number' })
  @Min(1, { message: 'must be at least 1' })
  @Max(100_000, { message: 'must be at most 100000' })
  max_concurrent_requests?: number;

  @ApiPropertyOptional({
    example: 30,
    minimum: 0.1,
    maximum: LONGEST_TIMEOUT_SECONDS,
    description: 'Seconds.',
  })
  @WhenGiven()
  @IsNumber({}, { message: 'must be a number of seconds' })
  @Min(0.1, { message: 'must be at least 0.1' })
  @Max(LONGEST_TIMEOUT_SECONDS, { message: `must be at most ${LONGEST_TIMEOUT_SECONDS}` })
  request_timeout?: number;

  @ApiPropertyOptional({ type: TtlChangeDto })
  @WhenGiven()
  @IsObject({ message: 'must be an object' })
  @ValidateNested()
  @Type(() => TtlChangeDto)
  ttl?: TtlChangeDto;

  @ApiPropertyOptional({
    example: true,
    description: 'Whether the limit on turns and the cache lifetimes may adapt to the load.',
  })
  @WhenGiven()
  @IsBoolean({ message: 'must be true or false' })
  adaptive?: boolean;
}
