import { Observable, Subject } from 'rxjs';
import { complete, startOf, token, wordOf } from '../../../test/support/stream-frames.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { ChatFrame } from '../frames/chat-frame.js';
import { StreamPace } from '../frames/stream-pace.js';
import { TurnStream } from './turn-stream.js';

const GRACE_MS = 10_000;

function run(graceMs = GRACE_MS) {
  const ended: TurnStream[] = [];
  const stream = new TurnStream(
    { streamId: 's', userId: 'lin', sessionId: 's', requestId: 'r', graceMs },
    { onBegin: () => {}, onEnd: (one) => ended.push(one) },
  );
  const turn = new Subject<ChatFrame>();
  let stopped = false;
  const read = (after = 0) => {
    const words: string[] = [];
    const end: unknown[] = [];
    const subscription = stream.log.read({ after, pace: new StreamPace() }).subscribe({
      next: (frame) => words.push(wordOf(frame)),
      error: (error: unknown) => end.push(error),
    });
    return { words, end, leave: () => subscription.unsubscribe() };
  };
  const first = read();
  stream.start(
    new Observable((subscriber) => {
      turn.subscribe(subscriber);
      return () => (stopped = true);
    }),
  );
  return { stream, turn, read, first, ended, isStopped: () => stopped };
}

describe('TurnStream', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('goes on for the grace when its reader left, then stops the turn and says so', () => {
    const { stream, turn, read, first, ended, isStopped } = run();
    turn.next(startOf('s'));
    first.leave();
    jest.advanceTimersByTime(GRACE_MS - 1);
    turn.next(token('a'));
    expect([isStopped(), stream.detached]).toEqual([false, true]);
    jest.advanceTimersByTime(1);
    expect([isStopped(), stream.detached, ended.length]).toEqual([true, false, 1]);
    expect(read(1).words).toEqual(['a', 'interrupted']);
  });

  it('is left alone for whoever came back, and each leaving has a grace of its own', () => {
    const { stream, turn, read, first, isStopped } = run();
    turn.next(startOf('s'));
    first.leave();
    jest.advanceTimersByTime(GRACE_MS - 1);
    const second = read(1);
    expect(stream.detached).toBe(false);
    jest.advanceTimersByTime(10 * GRACE_MS);
    second.leave();
    jest.advanceTimersByTime(GRACE_MS - 1);
    expect(isStopped()).toBe(false);
    jest.advanceTimersByTime(1);
    expect(isStopped()).toBe(true);
  });

  it('stops at once without a grace, never with an endless one', () => {
    const hasty = run(0);
    hasty.turn.next(startOf('s'));
    hasty.first.leave();
    expect(hasty.isStopped()).toBe(true);

    const patient = run(Infinity);
    patient.turn.next(startOf('s'));
    patient.first.leave();
    jest.advanceTimersByTime(3_600_000);
    expect(patient.isStopped()).toBe(false);
    patient.turn.next(complete('a'));
    patient.turn.complete();
    expect(patient.ended).toEqual([patient.stream]);
    expect(patient.read(1).words).toEqual(['complete']);
  });

  it('stops at once before its first frame: nobody else knows of the turn', () => {
    const { stream, first, ended, isStopped } = run();
    first.leave();
    expect([isStopped(), ended.length, stream.log.last]).toEqual([true, 1, 0]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('passes a refusal on and keeps nothing', () => {
    const { stream, turn, first, ended } = run();
    const refusal = new DomainError('overloaded', 'busy');
    turn.error(refusal);
    expect([first.end, ended.length, stream.log.last]).toEqual([[refusal], 1, 0]);
  });

  it('is for its user alone; an anonymous one for who names nobody', () => {
    const { stream } = run();
    expect(['lin', 'max', 'anonymous', undefined].map((user) => stream.mayBeReadBy(user))).toEqual([
      true,
      false,
      false,
      false,
    ]);
    const anonymous = new TurnStream(
      { streamId: 'a', userId: 'anonymous', sessionId: 's', requestId: 'r', graceMs: 0 },
      { onBegin: () => {}, onEnd: () => {} },
    );
    expect(['lin', undefined].map((user) => anonymous.mayBeReadBy(user))).toEqual([false, true]);
  });
});
