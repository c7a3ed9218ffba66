import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '../platform/http/api-documentation.js';
import { keyed, schemaOf } from '../platform/http/example-schema.js';

const process = { status: 'up' };
const ready = {
  process,
  traffic: { status: 'up', phase: 'ready' },
  database: { status: 'up' },
  redis: { status: 'degraded' },
};
const starting = { status: 'down', phase: 'starting' };

const ANSWERS = {
  alive: {
    status: 200,
    description: 'The process runs.',
    example: { status: 'ok', info: { process }, error: {}, details: { process } },
  },
  ready: {
    status: 200,
    description: 'It may get traffic; a lost dependency is `degraded`.',
    example: { status: 'degraded', info: ready, error: {}, details: ready },
  },
  starting: {
    status: 503,
    description: 'It starts or shuts down. Not a problem document: `error` holds the checks that failed.',
    example: {
      status: 'error',
      info: { process },
      error: { traffic: starting },
      details: { process, traffic: starting },
    },
  },
} as const;

const CHECKS = keyed({ traffic: { status: 'up', phase: 'ready' } });
const SCHEMA = schemaOf(
  { status: 'ok', info: CHECKS, error: CHECKS, details: CHECKS },
  { sometimesMissing: new Set(['phase']) },
);

/** Documents the answers of a probe: the shape of Terminus, the same for every status. */
export function ApiHealth(...answers: (keyof typeof ANSWERS)[]): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ...answers.map((answer) => {
      const { status, description, example } = ANSWERS[answer];
      return ApiResponse({
        status,
        description,
        content: { 'application/json': { schema: SCHEMA, example } },
      });
    }),
  );
}
