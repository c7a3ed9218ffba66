import { getEventListeners } from 'node:events';
import { Logger } from '@nestjs/common';
import { replyRequest } from '../../../test/support/reply-request.js';
import { settle, setUpResilience, UNREACHABLE } from '../../../test/support/resilience-fixture.js';
import { RemoteModelError } from '../ports/remote-language-model.js';

describe('ResilientLanguageModel', () => {
  beforeAll(() => Logger.overrideLogger(false));
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('retries twice with a growing, random wait and then gives up', async () => {
    const { remote, read, outcomes } = setUpResilience();
    remote.script = () => [new RemoteModelError('unreachable', UNREACHABLE)];
    const { failure, tookMs } = await settle(read());
    expect(failure).toBe('unreachable');
    expect(remote.attempts).toBe(3);
    expect(tookMs).toBeGreaterThanOrEqual(300);
    expect(tookMs).toBeLessThanOrEqual(640);
    expect(await outcomes()).toEqual({ unreachable: 1 });
  });

  it('answers from the attempt that works', async () => {
    const { remote, read, outcomes } = setUpResilience();
    remote.script = (attempt) =>
      attempt === 3 ? ['我', '在'] : [new RemoteModelError('empty', UNREACHABLE)];
    expect(await settle(read())).toMatchObject({ text: '我在', failure: undefined });
    expect(await outcomes()).toEqual({ ok: 1 });
  });

  it('never retries once text was shown', async () => {
    const { remote, read } = setUpResilience();
    remote.script = () => ['我', new RemoteModelError('truncated', UNREACHABLE)];
    expect(await settle(read())).toMatchObject({ text: '我', failure: 'truncated' });
    expect(remote.attempts).toBe(1);
  });

  it('never retries what would fail again', async () => {
    const { remote, read } = setUpResilience();
    remote.script = () => [new RemoteModelError('rejected', { retryable: false, outage: true })];
    expect(await settle(read())).toMatchObject({ failure: 'rejected', tookMs: 0 });
    expect(remote.attempts).toBe(1);
  });

  it('waits as long as the server asks when that fits', async () => {
    const { remote, read } = setUpResilience();
    remote.script = (attempt) =>
      attempt > 1 ? ['好'] : [new RemoteModelError('rate_limited', { ...UNREACHABLE, retryAfterMs: 3000 })];
    const { text, tookMs } = await settle(read());
    expect(text).toBe('好');
    expect(tookMs).toBeGreaterThanOrEqual(3000);
  });

  it('gives up at once when the server asks for more time than there is', async () => {
    const { remote, read } = setUpResilience();
    remote.script = () => [new RemoteModelError('rate_limited', { ...UNREACHABLE, retryAfterMs: 8000 })];
    expect(await settle(read())).toMatchObject({ failure: 'rate_limited', tookMs: 0 });
  });

  it('ends a reply that does not begin in time, attempts and waits included', async () => {
    const { remote, read } = setUpResilience({ firstTokenTimeoutMs: 1000 });
    remote.script = (attempt) =>
      attempt === 1 ? [700, new RemoteModelError('unreachable', UNREACHABLE)] : [5000, '好'];
    const { failure, tookMs } = await settle(read());
    expect(failure).toBe('first_token_timeout');
    expect(tookMs).toBeLessThanOrEqual(1010);
  });

  it('ends a reply that takes too long, keeping what came', async () => {
    const { remote, read } = setUpResilience({ timeoutMs: 3000 });
    remote.script = () => ['我', 1000, '在', 9000, '。'];
    const { text, failure, tookMs } = await settle(read());
    expect({ text, failure }).toEqual({ text: '我在', failure: 'timeout' });
    expect(tookMs).toBeLessThanOrEqual(3010);
  });

  it("throws the caller's own reason, also while it waits to retry", async () => {
    const { remote, model, outcomes } = setUpResilience();
    remote.script = () => [new RemoteModelError('rate_limited', { ...UNREACHABLE, retryAfterMs: 3000 })];
    const caller = new AbortController();
    const next = model.stream(replyRequest(), caller.signal)[Symbol.asyncIterator]().next();
    const failed = expect(next).rejects.toBe('left');
    await jest.advanceTimersByTimeAsync(1000);
    caller.abort('left');
    await failed;
    expect(await outcomes()).toEqual({ aborted: 1 });
    expect(jest.getTimerCount()).toBe(0);
    expect(getEventListeners(caller.signal, 'abort')).toHaveLength(0);
  });

  it('asks nothing when the caller is gone already', async () => {
    const { remote, read } = setUpResilience();
    expect(await read(AbortSignal.abort(new Error('left')))).toMatchObject({ failure: 'left' });
    expect(remote.attempts).toBe(0);
  });

  it('leaves neither timers nor listeners behind', async () => {
    const { model, outcomes } = setUpResilience();
    const caller = new AbortController();
    for await (const _text of model.stream(replyRequest(), caller.signal));
    for await (const _text of model.stream(replyRequest(), caller.signal)) break;
    expect(jest.getTimerCount()).toBe(0);
    expect(getEventListeners(caller.signal, 'abort')).toHaveLength(0);
    expect(await outcomes()).toEqual({ ok: 1, abandoned: 1 });
  });

  it('knows nothing about the server before the first probe, and stops probing when told', async () => {
    const { remote, model, dependencies } = setUpResilience();
    expect(dependencies.status('llm')).toEqual({
      healthy: false,
      details: { circuit: 'closed', probe: null },
    });
    model.onModuleInit();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(remote.probes).toBe(3);
    expect(dependencies.status('llm').healthy).toBe(true);
    model.onModuleDestroy();
    await model.onApplicationShutdown();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(remote.probes).toBe(3);
  });
});
