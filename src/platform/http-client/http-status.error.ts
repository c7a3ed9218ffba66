/** A server answered with a status that is not 2xx. Holds nothing the server wrote besides numbers. */
export class HttpStatusError extends Error {
  constructor(
    readonly status: number,
    /** What `Retry-After` asked for, if it was there and made sense. */
    readonly retryAfterMs: number | undefined = undefined,
  ) {
    super(`the server answered with status ${status}`);
    this.name = 'HttpStatusError';
  }
}

/** The answer is not what the API promises: not JSON, or larger than allowed. */
export class HttpBodyError extends Error {
  constructor(readonly problem: 'not_json' | 'too_large') {
    super(`the server's answer is ${problem === 'not_json' ? 'not JSON' : 'too large'}`);
    this.name = 'HttpBodyError';
  }
}

/** Reads `Retry-After` in seconds or as an HTTP date. A date in the past means "now". */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  // Date.parse takes almost anything ("-5" is a year): an HTTP date has letters.
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
