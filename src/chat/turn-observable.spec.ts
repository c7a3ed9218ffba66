import { lastValueFrom, toArray } from 'rxjs';
import { DomainError } from '../platform/errors/domain-error.js';
import type { ChatFrame } from './frames/chat-frame.js';
import { StreamPace } from './frames/stream-pace.js';
import { toObservable, TurnEnding } from './turn-observable.js';

const start: ChatFrame = {
  type: 'start',
  stream_id: 's',
  session_id: 's',
  message_id: 'm',
  user_message_id: 'u',
  timestamp: 't',
};
const token = (content: string): ChatFrame => ({ type: 'token', content, position: 1 });
const never = new AbortController();

const bounds = (overrides: object = {}) => ({
  pace: new StreamPace(),
  requestId: 'r1',
  firstTokenTimeoutMs: 1000,
  endings: [new TurnEnding(never.signal, new DomainError('cancelled', 'cancelled'))],
  ...overrides,
});

const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    signal.throwIfAborted();
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });

describe('toObservable', () => {
  it('does nothing until it is subscribed, and then passes every frame on', async () => {
    let started = 0;
    const frames = toObservable(async function* () {
      started += 1;
      yield start;
      yield token('a');
    }, bounds());
    expect(started).toBe(0);
    expect(await lastValueFrom(frames.pipe(toArray()))).toEqual([start, token('a')]);
    expect(started).toBe(1);
  });

  it('errors when the turn is refused before its first frame', async () => {
    const refused = new DomainError('overloaded', 'busy');
    // eslint-disable-next-line require-yield -- a turn may end before its first frame
    const frames = toObservable(async function* () {
      throw refused;
    }, bounds());
    await expect(lastValueFrom(frames)).rejects.toBe(refused);
  });

  it('ends with one error frame when something fails after the first frame, and shows nothing of the inside', async () => {
    const frames = toObservable(async function* () {
      yield start;
      throw new Error('SELECT secret FROM users');
    }, bounds());
    const seen = await lastValueFrom(frames.pipe(toArray()));
    expect(seen).toHaveLength(2);
    expect(seen[1]).toMatchObject({ type: 'error', code: 'internal_error', request_id: 'r1' });
    expect(JSON.stringify(seen[1])).not.toContain('SELECT');
  });

  it('tells the client why when one of the endings aborts', async () => {
    const cancel = new AbortController();
    const endings = [new TurnEnding(cancel.signal, new DomainError('cancelled', 'over'))];
    const frames = toObservable(async function* (signal) {
      yield start;
      cancel.abort();
      await untilAborted(signal);
    }, bounds({ endings }));
    const seen = await lastValueFrom(frames.pipe(toArray()));
    expect(seen.at(-1)).toMatchObject({ type: 'error', code: 'cancelled' });
  });

  it('times out when no token comes, and not once one came', async () => {
    jest.useFakeTimers();
    try {
      const hanging = toObservable(async function* (signal) {
        yield start;
        await untilAborted(signal);
      }, bounds());
      const seen = lastValueFrom(hanging.pipe(toArray()));
      await jest.advanceTimersByTimeAsync(1000);
      expect((await seen).at(-1)).toMatchObject({ type: 'error', code: 'timeout' });

      let finish = () => {};
      const slow = toObservable(async function* () {
        yield token('a');
        await new Promise<void>((resolve) => (finish = resolve));
        yield token('b');
      }, bounds());
      const all = lastValueFrom(slow.pipe(toArray()));
      await jest.advanceTimersByTimeAsync(5000);
      finish();
      expect(await all).toHaveLength(2);
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  it('aborts the turn silently when the subscriber leaves', async () => {
    const aborted = new Promise<unknown>((resolve) => {
      const frames = toObservable(async function* (signal) {
        try {
          yield start;
          await untilAborted(signal);
        } finally {
          resolve(signal.aborted);
        }
      }, bounds());
      const subscription = frames.subscribe(() => queueMicrotask(() => subscription.unsubscribe()));
    });
    expect(await aborted).toBe(true);
  });

  it('pulls no further frame while the client lags, and goes on when it caught up', async () => {
    const pace = new StreamPace();
    let pulled = 0;
    const frames = toObservable(async function* () {
      for (const content of ['a', 'b', 'c']) {
        pulled += 1;
        yield token(content);
      }
    }, bounds({ pace }));
    const seen: ChatFrame[] = [];
    const done = new Promise<void>((resolve) => {
      frames.subscribe({
        next: (frame) => {
          seen.push(frame);
          if (seen.length === 1) pace.pause();
        },
        complete: resolve,
      });
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(pulled).toBe(1);
    pace.resume();
    await done;
    expect(seen).toHaveLength(3);
  });
});
