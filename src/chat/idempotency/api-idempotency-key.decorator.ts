import { applyDecorators } from '@nestjs/common';
import { ApiHeader } from '../../platform/http/api-documentation.js';
import { ApiProblems } from '../../platform/http/api-problems.decorator.js';
import { IDEMPOTENCY_KEY_HEADER } from './turn-key.js';

const DESCRIPTION = `Names this message, for a day and for its user alone: sent again with the same body it gets the
same turn. While that runs the answer joins it, afterwards it is told again (\`Idempotency-Replayed: true\`), and where it
was cut off it runs again; the message is stored once. With another body the key is refused (422), unless that shows a
crisis. 1-255 visible ASCII characters; a UUID where neither a user_id nor a session_id is given.`;

/** Documents a route whose requests may carry a key. */
export function ApiIdempotencyKey(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: IDEMPOTENCY_KEY_HEADER,
      required: false,
      description: DESCRIPTION,
      schema: { type: 'string', minLength: 1, maxLength: 255 },
      example: '8e03978e-40d5-43dd-bc93-6894a57f9324',
    }),
    ApiProblems('idempotency_conflict', 'conflict'),
  );
}

export const REPLAY_HEADER = {
  'Idempotency-Replayed': {
    description: '`true` where this is the turn of an earlier request with the same key.',
    schema: { type: 'string' as const, enum: ['true'] },
  },
};
