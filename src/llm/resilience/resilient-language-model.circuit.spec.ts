import { Logger } from '@nestjs/common';
import { replyRequest } from '../../../test/support/reply-request.js';
import { settle, setUpResilience, UNREACHABLE } from '../../../test/support/resilience-fixture.js';
import { RemoteModelError } from '../ports/remote-language-model.js';

describe('The circuit of ResilientLanguageModel', () => {
  beforeAll(() => Logger.overrideLogger(false));
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('fails at once after five failed replies in a row', async () => {
    const { remote, read, openCircuit, outcomes } = setUpResilience();
    await openCircuit();
    expect(await read()).toMatchObject({ failure: 'language model: circuit_open', tookMs: 0 });
    expect(remote.attempts).toBe(5);
    expect(await outcomes()).toEqual({ truncated: 5, circuit_open: 1 });
  });

  it('does not count people who leave', async () => {
    const { remote, model, read } = setUpResilience();
    remote.script = () => ['我', 60_000];
    for (let count = 0; count < 10; count += 1) {
      const caller = new AbortController();
      const reply = model.stream(replyRequest(), caller.signal)[Symbol.asyncIterator]();
      await reply.next();
      caller.abort(new Error('left'));
      await expect(reply.next()).rejects.toThrow('left');
      const abandoned = model.stream(replyRequest(), new AbortController().signal)[Symbol.asyncIterator]();
      await abandoned.next();
      await abandoned.return();
    }
    remote.script = () => ['好'];
    expect(await settle(read())).toMatchObject({ text: '好' });
  });

  it('does not count slow readers', async () => {
    const { remote, model, read } = setUpResilience();
    remote.script = () => ['我', '在'];
    for (let count = 0; count < 5; count += 1) {
      const reply = model.stream(replyRequest(), new AbortController().signal)[Symbol.asyncIterator]();
      await reply.next();
      await jest.advanceTimersByTimeAsync(20_000);
      await expect(reply.next()).rejects.toMatchObject({ failure: 'timeout' });
    }
    expect(await read()).toMatchObject({ text: '我在' });
  });

  it('does not count what only speaks about one message', async () => {
    const { remote, read } = setUpResilience();
    remote.script = () => [new RemoteModelError('rejected', { retryable: false, outage: false })];
    for (let count = 0; count < 10; count += 1) expect(await read()).toMatchObject({ failure: 'rejected' });
  });

  it('counts silence of the model', async () => {
    const { remote, read } = setUpResilience({ firstTokenTimeoutMs: 100 });
    remote.script = () => [60_000];
    for (let count = 0; count < 5; count += 1) await settle(read());
    expect(await read()).toMatchObject({ failure: 'language model: circuit_open' });
  });

  it('stops retrying when it opens meanwhile', async () => {
    const { remote, read, openCircuit } = setUpResilience();
    remote.script = (attempt) =>
      attempt === 1 ? [50, new RemoteModelError('unreachable', UNREACHABLE)] : ['好'];
    const slow = read();
    await openCircuit();
    expect(await settle(slow)).toMatchObject({ failure: 'unreachable' });
  });

  it('closes within 10 s of the return of the server, without anybody asking', async () => {
    const { remote, model, read, openCircuit, dependencies } = setUpResilience();
    remote.probeResult = 'down';
    remote.probeTakesMs = 2000;
    model.onModuleInit();
    await openCircuit();
    await jest.advanceTimersByTimeAsync(63_000);
    expect(dependencies.status('llm')).toEqual({
      healthy: false,
      details: { circuit: 'open', probe: 'down' },
    });
    remote.probeResult = 'up';
    remote.probeTakesMs = 0;
    await jest.advanceTimersByTimeAsync(5100);
    expect(dependencies.status('llm')).toMatchObject({ healthy: true });
    expect(await read()).toMatchObject({ text: '好' });
    model.onModuleDestroy();
  });

  it('stays open for one probe interval when only the completions fail', async () => {
    const { model, openCircuit, read } = setUpResilience();
    model.onModuleInit();
    await jest.advanceTimersByTimeAsync(4990);
    await openCircuit();
    await jest.advanceTimersByTimeAsync(4900);
    expect(await read()).toMatchObject({ failure: 'language model: circuit_open' });
    await jest.advanceTimersByTimeAsync(200);
    expect(await read()).toMatchObject({ text: '好' });
    model.onModuleDestroy();
  });

  it('shows its state as a number', async () => {
    const { metrics, openCircuit } = setUpResilience();
    const state = async () =>
      (await metrics.registry.getSingleMetric('xinyu_llm_breaker_state')!.get()).values[0]?.value;
    expect(await state()).toBe(0);
    await openCircuit();
    expect(await state()).toBe(2);
  });
});
