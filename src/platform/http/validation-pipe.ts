import { Injectable, ValidationPipe, type ArgumentMetadata, type Type } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { DomainError, type FieldFault } from '../errors/domain-error.js';
import { findHostileValue, joinField } from './hostile-input.js';

const MAX_FAULTS = 20;
const NESTED_RULE = 'nestedValidation';

/**
 * Checks bodies, queries and parameters against their DTO. Unknown fields are refused. Faults name the field by its
 * path and the rule it broke, never the value.
 */
@Injectable()
export class RequestValidationPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      validationError: { target: false, value: false },
      exceptionFactory: (errors) => invalidRequest(toFaults(errors)),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'custom') return value;
    const name = metadata.data ?? metadata.type;
    const hostile = findHostileValue(value, name);
    if (hostile) throw invalidRequest([hostile]);
    if (metadata.type === 'body' && metadata.data === undefined && this.toValidate(metadata)) {
      const problem = bodyProblem(value);
      if (problem) throw invalidRequest([{ field: 'body', problem }]);
    }
    return super.transform(value, metadata);
  }
}

export function validationPipe(): RequestValidationPipe {
  return new RequestValidationPipe();
}

const sharedPipe = new RequestValidationPipe();

/**
 * The same check for input that comes past Nest's pipes (WebSocket messages).
 * @throws {DomainError} `invalid_request` naming the fields.
 */
export async function validateInput<T extends object>(dto: Type<T>, value: unknown): Promise<T> {
  return (await sharedPipe.transform(value, { type: 'body', metatype: dto })) as T;
}

function invalidRequest(faults: readonly FieldFault[]): DomainError {
  const sentences = faults.slice(0, 3).map(({ field, problem }) => `${field} ${problem}`);
  return new DomainError('invalid_request', `${sentences.join('; ')}.`, { faults });
}

function bodyProblem(value: unknown): string | undefined {
  if (value === undefined) return 'is missing: send a JSON object with Content-Type: application/json';
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'must be a JSON object';
  return undefined;
}

/** Flattens class-validator's tree. `nested.path` and `items.0.name` are the fields' names. */
export function toFaults(errors: readonly ValidationError[], parent = ''): FieldFault[] {
  const faults: FieldFault[] = [];
  for (const error of errors) {
    const field = joinField(parent, error.property);
    const broken = firstBrokenRule(error);
    if (broken) faults.push({ field, problem: toProblemText(...broken, error.property) });
    faults.push(...toFaults(error.children ?? [], field));
    if (faults.length >= MAX_FAULTS) return faults.slice(0, MAX_FAULTS);
  }
  return faults;
}

/**
 * The broken rule that stands first in the DTO, where the type is: "must be at most 10" says nothing to who sent a word.
 * Decorators run from the last to the first, so class-validator names them the other way round; that children must be
 * objects or arrays it says last of all, whatever their own rules say.
 */
function firstBrokenRule({ constraints }: ValidationError): [rule: string, message: string] | undefined {
  const broken = Object.entries(constraints ?? {});
  return broken.findLast(([rule]) => rule !== NESTED_RULE) ?? broken[0];
}

function toProblemText(rule: string, message: string, property: string): string {
  if (rule === 'whitelistValidation') return 'is not a known field';
  return message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;
}
