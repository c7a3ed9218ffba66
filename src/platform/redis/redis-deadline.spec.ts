import { answerWithin } from './redis-deadline.js';

describe('answerWithin', () => {
  it('gives up at the deadline and at the abort', async () => {
    await expect(answerWithin(new Promise(() => undefined), 5)).rejects.toMatchObject({ reason: 'timeout' });
    const controller = new AbortController();
    const waiting = answerWithin(new Promise(() => undefined), 1000, controller.signal);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ reason: 'bypassed' });
  });

  it('does not blame an answer that came while this process was busy', async () => {
    const answer = new Promise((resolve) => setImmediate(() => resolve('in time')));
    const waiting = answerWithin(answer, 5);
    const busyUntil = performance.now() + 20;
    while (performance.now() < busyUntil);
    await expect(waiting).resolves.toBe('in time');
  });
});
