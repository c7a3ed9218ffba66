import { ApiPropertyOptional } from '../../platform/http/api-documentation.js';
import {
  IsString,
  Validate,
  ValidateIf,
  ValidatorConstraint,
  type ValidationArguments,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { TextLengthConstraint } from '../../platform/http/constraints.js';

const MOST_CHARACTERS = 8000;
const MOST_TEXTS = 256;

/** A list of texts, each as `text` may be. Says which one is at fault. */
@ValidatorConstraint({ name: 'textList' })
class TextListConstraint implements ValidatorConstraintInterface {
  private readonly length = new TextLengthConstraint();

  validate(value: unknown, validated: ValidationArguments): boolean {
    return this.problem(value, validated) === undefined;
  }

  defaultMessage(validated: ValidationArguments): string {
    return this.problem(validated.value, validated) ?? '';
  }

  private problem(value: unknown, validated: ValidationArguments): string | undefined {
    if (!Array.isArray(value) || value.length === 0 || value.length > MOST_TEXTS) {
      return `must be a list of 1 to ${MOST_TEXTS} texts`;
    }
    const wrong = value.findIndex((text) => !this.length.validate(text, validated));
    return wrong === -1
      ? undefined
      : `must hold texts of 1 to ${MOST_CHARACTERS} characters: number ${wrong} is not`;
  }
}

/** Refuses a second way to say what another field says already. */
@ValidatorConstraint({ name: 'withoutText' })
class WithoutTextConstraint implements ValidatorConstraintInterface {
  validate(_value: unknown, { object }: ValidationArguments): boolean {
    return (object as AnalyzeRequestDto).text === undefined;
  }

  defaultMessage(): string {
    return 'cannot be sent together with text';
  }
}

/** Exactly one of the two. */
export class AnalyzeRequestDto {
  @ApiPropertyOptional({
    minLength: 1,
    maxLength: MOST_CHARACTERS,
    example: '我今天好累，感觉什么都做不好',
    description: 'One text.',
  })
  @ValidateIf(({ text, texts }: AnalyzeRequestDto) => text !== undefined || texts === undefined)
  @IsString({
    message: ({ value }) => (value === undefined ? 'is missing: send text, or texts' : 'must be a string'),
  })
  @Validate(TextLengthConstraint, [MOST_CHARACTERS])
  text?: string;

  @ApiPropertyOptional({
    type: 'array',
    minItems: 1,
    maxItems: MOST_TEXTS,
    items: { type: 'string', minLength: 1, maxLength: MOST_CHARACTERS },
    example: ['太开心了！', 'I feel so alone tonight'],
    description: 'Several texts, in the place of `text`.',
  })
  @ValidateIf(({ texts }: AnalyzeRequestDto) => texts !== undefined)
  @Validate(WithoutTextConstraint)
  @Validate(TextListConstraint, [MOST_CHARACTERS])
  texts?: string[];
}
