import { HttpStatusError } from '../../../platform/http-client/http-status.error.js';
import { RemoteModelError } from '../../ports/remote-language-model.js';

/** Statuses that speak about one request; the next one may well be accepted. */
const ABOUT_THE_REQUEST = new Set([400, 413, 414, 422]);

/** What went wrong before the first byte of the answer. */
export function failureOfRequest(error: unknown): RemoteModelError {
  if (error instanceof RemoteModelError) return error;
  if (!(error instanceof HttpStatusError)) {
    return new RemoteModelError('unreachable', { retryable: true, outage: true, code: codeOf(error) });
  }
  const { status, retryAfterMs } = error;
  const code = `HTTP ${status}`;
  const passing = { retryable: true, outage: true, retryAfterMs, code };
  if (status === 429) return new RemoteModelError('rate_limited', passing);
  if (status >= 500 || status === 408) return new RemoteModelError('unreachable', passing);
  return new RemoteModelError('rejected', {
    retryable: false,
    outage: !ABOUT_THE_REQUEST.has(status),
    code,
  });
}

/** What went wrong while the answer was read. */
export function failureOfAnswer(error: unknown): RemoteModelError {
  if (error instanceof RemoteModelError) return error;
  return new RemoteModelError('truncated', { retryable: true, outage: true, code: codeOf(error) });
}

/** Errors of the network carry a code; their messages may hold what the server sent, so they stay behind. */
function codeOf(error: unknown): string {
  const { code } = Object(error) as { code?: unknown };
  return typeof code === 'string' ? code : 'network';
}
