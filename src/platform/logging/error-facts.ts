export interface ErrorFacts {
  error: string;
  code?: string;
  /** Where it was thrown: stack frames without the message line. */
  at?: string[];
  cause?: ErrorFacts;
}

const MAX_FRAMES = 8;
const MAX_CAUSES = 3;

/**
 * What a log may hold of an error: kind, code and place. Its message is left out on purpose, since drivers and parsers
 * quote their input (SQL parameters, the body of a request) and that input is what people tell us.
 */
export function errorFacts(error: unknown, depth = 0): ErrorFacts {
  if (!(error instanceof Error)) return { error: `non-error (${typeof error})` };
  const code = 'code' in error && isPlainCode(error.code) ? String(error.code) : undefined;
  const at = stackFrames(error.stack);
  return {
    error: isPlainCode(error.name) ? error.name : 'Error',
    ...(code === undefined ? {} : { code }),
    ...(at.length > 0 ? { at } : {}),
    ...(error.cause !== undefined && depth < MAX_CAUSES ? { cause: errorFacts(error.cause, depth + 1) } : {}),
  };
}

/** The frames of a stack text. A message may span lines, so only lines that look like frames count. */
export function stackFrames(stack: string | undefined): string[] {
  return (stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at .*[:(].*:\d+:\d+\)?$/.test(line))
    .slice(0, MAX_FRAMES)
    .map((line) => line.trim());
}

function isPlainCode(value: unknown): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && /^[A-Za-z0-9_.:-]{1,64}$/.test(value));
}
