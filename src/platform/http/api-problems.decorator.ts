import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from './api-documentation.js';
import { DomainError, type ErrorCode } from '../errors/domain-error.js';
import { PROBLEM_MEDIA_TYPE, toProblem, toProblemBody } from './problem.js';
import { PROBLEMS } from './problem-table.js';
import { ProblemDto } from './problem.dto.js';

const EXAMPLE_REQUEST_ID = '4f7c0b1e-6a7e-4a52-9d7c-1c2f6f3f9b11';

/** Documents the problems a route may answer, one example per code. */
export function ApiProblems(...codes: ErrorCode[]): MethodDecorator & ClassDecorator {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const responses = [...byStatus].map(([status, sameStatus]) =>
    ApiResponse({
      status,
      description: sameStatus.map((code) => PROBLEMS[code].title).join('; '),
      content: {
        [PROBLEM_MEDIA_TYPE]: {
          schema: { $ref: getSchemaPath(ProblemDto) },
          examples: Object.fromEntries(sameStatus.map((code) => [code, { value: exampleOf(code) }])),
        },
      },
    }),
  );
  return applyDecorators(ApiExtraModels(ProblemDto), ...responses);
}

function exampleOf(code: ErrorCode) {
  const problem = toProblem(new DomainError(code, `${PROBLEMS[code].title}.`));
  return toProblemBody(problem, EXAMPLE_REQUEST_ID);
}
