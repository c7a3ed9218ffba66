import { ApiProperty, ApiPropertyOptional } from './api-documentation.js';
import { PROBLEMS } from './problem-table.js';

export class FieldFaultDto {
  @ApiProperty({ example: 'message', description: 'Path of the field inside the request.' })
  field: string;

  @ApiProperty({ example: 'must be a string' })
  problem: string;
}

/** How the API documentation shows every error (RFC 9457). */
export class ProblemDto {
  @ApiProperty({ example: 'urn:xinyu:problem:invalid_request' })
  type: string;

  @ApiProperty({ example: 'The request is not valid' })
  title: string;

  @ApiProperty({ example: 400 })
  status: number;

  @ApiProperty({ example: 'message must be a string.' })
  detail: string;

  @ApiProperty({
    enum: Object.keys(PROBLEMS),
    example: 'invalid_request',
    description: 'Stable; meant for programs.',
  })
  code: string;

  @ApiProperty({ example: '4f7c0b1e-6a7e-4a52-9d7c-1c2f6f3f9b11' })
  request_id: string;

  @ApiProperty({ type: [FieldFaultDto], required: false })
  errors?: FieldFaultDto[];

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'When a message was refused that shows danger: where help is, as in the frame `safety`.',
  })
  safety?: object;
}
