import { DeadlineExceededError, waitAtMost, withDeadline } from './deadline.js';

describe('withDeadline', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const never = () => new Promise<never>(() => {});

  it('passes the result on and leaves no timer behind', async () => {
    await expect(withDeadline(async () => 7, { what: 'sum', timeoutMs: 100 })).resolves.toBe(7);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('cuts work that hangs at its deadline and aborts its signal', async () => {
    let seen: AbortSignal | undefined;
    const cut = withDeadline((signal) => ((seen = signal), never()), { what: 'memory', timeoutMs: 50 });
    jest.advanceTimersByTime(50);
    await expect(cut).rejects.toEqual(new DeadlineExceededError('memory', 50));
    expect(seen?.aborted).toBe(true);
  });

  it("ends with the caller's reason when the caller aborts first", async () => {
    const caller = new AbortController();
    const cut = withDeadline(never, { what: 'memory', timeoutMs: 50, signal: caller.signal });
    caller.abort(new Error('client gone'));
    await expect(cut).rejects.toThrow('client gone');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('does not start work for a caller that is gone already', async () => {
    const work = jest.fn(async () => 1);
    const gone = AbortSignal.abort(new Error('client gone'));
    await expect(withDeadline(work, { what: 'sum', timeoutMs: 50, signal: gone })).rejects.toThrow(
      'client gone',
    );
    expect(work).not.toHaveBeenCalled();
  });

  it('passes a failure on as it is', async () => {
    const failing = withDeadline(() => Promise.reject(new Error('no route')), { what: 'sum', timeoutMs: 50 });
    await expect(failing).rejects.toThrow('no route');
  });
});

describe('waitAtMost', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('passes on what the work comes to, and leaves no timer behind', async () => {
    await expect(waitAtMost(Promise.resolve(7), { what: 'sum', timeoutMs: 100 })).resolves.toBe(7);
    const failing = Promise.reject(new Error('no route'));
    await expect(waitAtMost(failing, { what: 'sum', timeoutMs: 100 })).rejects.toThrow('no route');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('gives up at the deadline and drops a late failure', async () => {
    let fail = (_reason: Error) => {};
    const work = new Promise<never>((_resolve, reject) => (fail = reject));
    const waiting = waitAtMost(work, { what: 'claim', timeoutMs: 50 });
    jest.advanceTimersByTime(50);
    await expect(waiting).rejects.toEqual(new DeadlineExceededError('claim', 50));
    fail(new Error('too late'));
    await expect(work).rejects.toThrow('too late');
  });

  it('gives up for a caller that is gone already', async () => {
    const signal = AbortSignal.abort(new Error('client gone'));
    const waiting = waitAtMost(new Promise<never>(() => {}), { what: 'claim', timeoutMs: 50, signal });
    await expect(waiting).rejects.toThrow('client gone');
    expect(jest.getTimerCount()).toBe(0);
  });
});
