import { ApiPropertyOptional } from '../../platform/http/api-documentation.js';
import { IsOptional, IsString, Length } from 'class-validator';

export class CacheClearDto {
  @ApiPropertyOptional({
    example: 'emotion:*',
    description: 'Glob over the part of a key after the prefix (* and ?). Without it everything is cleared.',
  })
  @IsOptional()
  @IsString({ message: 'must be given once' })
  @Length(1, 256, { message: 'must be 1 to 256 characters' })
  pattern?: string;
}
