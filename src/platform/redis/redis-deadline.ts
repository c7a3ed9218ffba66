/** Redis was not asked, or did not answer in time. */
export class RedisUnavailableError extends Error {
  constructor(readonly reason: string) {
    super(`Redis is unavailable: ${reason}`);
    this.name = 'RedisUnavailableError';
  }
}

/** The last part of each wait. It begins when the event loop comes round, however long that was kept busy before. */
const LAST_CALL_MS = 10;

/**
 * Waits for `answer` at most `timeoutMs`, or until `signal` aborts. Redis is not late when this process was busy: a command
 * may leave only when the event loop comes round, so it gets the last part of the wait after that; and timers run before
 * sockets are read, so the verdict waits until they were.
 */
export async function answerWithin<T>(
  answer: Promise<T>,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<T> {
  let release = () => {};
  const cut = new Promise<never>((_resolve, reject) => {
    const judge = () => setImmediate(() => reject(new RedisUnavailableError('timeout')));
    let timer = setTimeout(() => {
      timer = setTimeout(judge, LAST_CALL_MS);
    }, timeoutMs - LAST_CALL_MS);
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
