/** A piece of work did not finish within its deadline. */
export class DeadlineExceededError extends Error {
  constructor(
    readonly what: string,
    readonly timeoutMs: number,
  ) {
    super(`${what} did not finish within ${timeoutMs} ms`);
    this.name = 'DeadlineExceededError';
  }
}

interface DeadlineOptions {
  what: string;
  timeoutMs: number;
  signal?: AbortSignal;
}

/**
 * Runs `work` with a signal that aborts when the caller's signal does or when `timeoutMs` have passed. Work that
 * ignores its signal is abandoned at the deadline: its late result or failure is dropped.
 * @throws {DeadlineExceededError} at the deadline; the caller's abort reason when the caller aborts first.
 */
export async function withDeadline<T>(
  work: (signal: AbortSignal) => Promise<T>,
  options: DeadlineOptions,
): Promise<T> {
  options.signal?.throwIfAborted();
  const controller = new AbortController();
  return cutAt(
    options,
    () => work(controller.signal),
    (reason) => controller.abort(reason),
  );
}

/** As `withDeadline`, for work that has begun and cannot be stopped: it is abandoned, without the price of a signal. */
export async function waitAtMost<T>(work: Promise<T>, options: DeadlineOptions): Promise<T> {
  return cutAt(
    options,
    () => work,
    () => undefined,
  );
}

async function cutAt<T>(
  { what, timeoutMs, signal }: DeadlineOptions,
  work: () => Promise<T>,
  onCut: (reason: Error) => void,
): Promise<T> {
  let release = () => {};
  const cut = new Promise<never>((_resolve, reject) => {
    const abort = (reason: Error) => {
      onCut(reason);
      reject(reason);
    };
    if (signal?.aborted === true) return abort(toError(signal.reason));
    const timer = setTimeout(() => abort(new DeadlineExceededError(what, timeoutMs)), timeoutMs);
    const onAbort = () => abort(toError(signal?.reason));
    signal?.addEventListener('abort', onAbort, { once: true });
    release = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
  });
  try {
    return await Promise.race([work(), cut]);
  } finally {
    release();
  }
}

/** An abort reason may be anything; a rejection should be an Error. */
export function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason });
}
