import { ApiPropertyOptional } from '../../platform/http/api-documentation.js';
import { IsOptional, IsString, Length } from 'class-validator';

export class TaskNameDto {
  @ApiPropertyOptional({
    example: 'safety.record',
    description: 'Only tasks of this name. Without it those of all names.',
  })
  @IsOptional()
  @IsString({ message: 'must be given once' })
  @Length(1, 128, { message: 'must be 1 to 128 characters' })
  name?: string;
}
