/** Redis was not asked, or did not answer in time. */
export class RedisUnavailableError extends Error {
  constructor(readonly reason: string) {
    super(`Redis is unavailable: ${reason}`);
    this.name = 'RedisUnavailableError';
  }
}

/**
 * Waits for `answer` at most `timeoutMs`, or until `signal` aborts. An answer that arrived while this process was busy
 * elsewhere is not late: timers run before sockets are read, so the verdict waits until they were.
 */
export async function answerWithin<T>(
  answer: Promise<T>,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<T> {
  let release = () => {};
  const cut = new Promise<never>((_resolve, reject) => {
    const timer = setTimeout(
      () => setImmediate(() => reject(new RedisUnavailableError('timeout'))),
      timeoutMs,
    );
    const onAbort = () => reject(new RedisUnavailableError('bypassed'));
    signal?.addEventListener('abort', onAbort, { once: true });
    release = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
  });
  try {
    return await Promise.race([answer, cut]);
  } finally {
    release();
  }
}
