import type { ErrorCode } from '../../platform/errors/domain-error.js';

/** What every route that takes a message may answer instead of a reply. */
export const TURN_PROBLEMS = [
  'invalid_request',
  'payload_too_large',
  'unsupported_media_type',
  'rate_limited',
  'overloaded',
  'shutting_down',
  'dependency_unavailable',
  'timeout',
  'internal_error',
] as const satisfies readonly ErrorCode[];
