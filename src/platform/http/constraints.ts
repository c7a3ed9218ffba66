import {
  ValidatorConstraint,
  type ValidationArguments,
  type ValidatorConstraintInterface,
} from 'class-validator';

/** 1 to N characters, counted as Unicode code points. */
@ValidatorConstraint({ name: 'textLength' })
export class TextLengthConstraint implements ValidatorConstraintInterface {
  validate(value: unknown, { constraints }: ValidationArguments): boolean {
    if (typeof value !== 'string' || value === '') return false;
    const most = Number(constraints[0]);
    if (value.length <= most) return true;
    return value.length <= 2 * most && Array.from(value).length <= most;
  }

  defaultMessage({ constraints }: ValidationArguments): string {
    return `must be 1 to ${constraints[0]} characters`;
  }
}

/** JSON of at most N bytes. */
@ValidatorConstraint({ name: 'jsonSize' })
export class JsonSizeConstraint implements ValidatorConstraintInterface {
  validate(value: unknown, { constraints }: ValidationArguments): boolean {
    try {
      return Buffer.byteLength(JSON.stringify(value)) <= Number(constraints[0]);
    } catch {
      return false; // nested so deep that it cannot be written
    }
  }

  defaultMessage({ constraints }: ValidationArguments): string {
    return `must be at most ${constraints[0]} bytes as JSON`;
  }
}
