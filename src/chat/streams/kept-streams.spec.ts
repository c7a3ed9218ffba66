import { of } from 'rxjs';
import { complete, token } from '../../../test/support/stream-frames.js';
import { KEPT_MS, KeptStreams } from './kept-streams.js';
import { TurnStream } from './turn-stream.js';

function finished(streamId: string, text = 'a', { userId = 'lin', sessionId = 's' } = {}): TurnStream {
  const origin = { streamId, userId, sessionId, requestId: 'r', graceMs: 0 };
  const stream = new TurnStream(origin, { onBegin: () => {}, onEnd: () => {} });
  stream.start(of(token(text), complete(text)));
  return stream;
}

function bytesKeptOf(stream: TurnStream): number {
  const kept = new KeptStreams(() => undefined);
  kept.add(stream);
  kept.close();
  return kept.bytes;
}

describe('KeptStreams', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('keeps a finished stream for five minutes, by one timer that ends with the last of them', () => {
    const dropped: string[] = [];
    const kept = new KeptStreams(({ streamId }) => dropped.push(streamId));
    kept.add(finished('a'));
    jest.advanceTimersByTime(KEPT_MS / 2);
    kept.add(finished('b'));
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(KEPT_MS / 2 - 1);
    expect(kept.find('a')).toBeDefined();
    jest.advanceTimersByTime(1);
    expect([kept.find('a'), kept.find('b')?.streamId]).toEqual([undefined, 'b']);
    jest.advanceTimersByTime(KEPT_MS);
    expect([kept.size, kept.bytes, dropped, jest.getTimerCount()]).toEqual([0, 0, ['a', 'b'], 0]);
  });

  it('holds no more bytes than it may: the stream that ended first goes first', () => {
    const dropped: string[] = [];
    const one = bytesKeptOf(finished('a', 'x'.repeat(1000)));
    const kept = new KeptStreams(({ streamId }) => dropped.push(streamId), 3 * one);
    for (const streamId of ['a', 'b', 'c', 'd', 'e']) kept.add(finished(streamId, 'x'.repeat(1000)));
    expect([kept.size, dropped]).toEqual([3, ['a', 'b']]);
    expect(kept.bytes).toBe(3 * one);
    kept.add(finished('huge', 'x'.repeat(100_000)));
    expect([kept.size, kept.bytes]).toEqual([0, 0]);
    kept.close();
  });

  it('forgets the streams of one session of one user, and no other', () => {
    const kept = new KeptStreams(() => undefined);
    kept.add(finished('a'));
    kept.add(finished('b', 'a', { userId: 'max' }));
    kept.add(finished('c', 'a', { sessionId: 't' }));
    kept.add(finished('d', 'a', { userId: 'anonymous' }));
    expect(kept.forget({ userScope: 'lin', sessionId: 's' })).toMatchObject([{ streamId: 'a' }]);
    expect(kept.forget({ userScope: 'anonymous/s', sessionId: 's' })).toMatchObject([{ streamId: 'd' }]);
    expect([kept.find('a'), kept.find('b')?.streamId, kept.find('c')?.streamId, kept.size]).toEqual([
      undefined,
      'b',
      'c',
      2,
    ]);
    kept.close();
  });

  it('counts at least what the text of a stream takes', () => {
    expect(bytesKeptOf(finished('a', '字'.repeat(10_000)))).toBeGreaterThan(2 * 2 * 10_000);
  });
});
