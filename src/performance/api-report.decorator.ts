import { ApiResponse } from '../platform/http/api-documentation.js';
import { schemaOf } from '../platform/http/example-schema.js';
import { REPORT_NOTES } from './examples.js';

/** Documents a JSON answer by its example; the schema is read from it. */
export function ApiReport(
  example: object,
  { status = 200, description = 'Times are seconds, sizes bytes, rates percentages.' } = {},
): MethodDecorator & ClassDecorator {
  return ApiResponse({
    status,
    description,
    content: { 'application/json': { schema: schemaOf(example, REPORT_NOTES), example } },
  });
}
