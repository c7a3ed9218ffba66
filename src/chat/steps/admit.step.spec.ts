import { limiterWith } from '../../../test/support/concurrency.js';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { Lifecycle } from '../../platform/lifecycle/lifecycle.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import type { RiskLevel, SafetyVerdict } from '../../safety/safety.types.js';
import { toTurn } from '../turn.js';
import { AdmitStep } from './admit.step.js';

const live = new AbortController().signal;
const verdictOf = (messageLevel: RiskLevel): SafetyVerdict => ({
  level: messageLevel,
  messageLevel,
  carried: false,
  ruleIds: [],
  degraded: false,
});
const turnWith = (retryAfterSeconds?: number) =>
  toTurn(
    { message: '你好' },
    { requestId: 'r', transport: 'http', ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) },
  );

describe('AdmitStep', () => {
  const stepFor = (maxConcurrentRequests: number) => {
    const ttlSeconds = { emotion: 1, memory: 1, prompt: 1, default: 1 };
    const settings = new RuntimeSettings({
      cacheEnabled: true,
      maxConcurrentRequests,
      requestTimeoutMs: 1000,
      ttlSeconds,
      adaptiveEnabled: false,
    });
    const lifecycle = new Lifecycle();
    const limiter = limiterWith(settings, new Metrics());
    return { step: new AdmitStep(limiter, lifecycle), lifecycle, limiter };
  };

  it('gives an ordinary turn a place and the model', async () => {
    const { step, limiter } = stepFor(1);
    const place = await step.admit(turnWith(), verdictOf('low'), live);
    expect(place.mayUseModel).toBe(true);
    place.release();
    expect(limiter.stats().running).toBe(0);
  });

  it('refuses a client over its rate with the time to wait', async () => {
    const refused = stepFor(1).step.admit(turnWith(7), verdictOf('none'), live);
    await expect(refused).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: 7 });
  });

  it('refuses new turns while the service shuts down', async () => {
    const { step, lifecycle } = stepFor(1);
    lifecycle.startDraining();
    await expect(step.admit(turnWith(), verdictOf('none'), live)).rejects.toMatchObject({
      code: 'shutting_down',
    });
  });

  it.each(['medium', 'high'] as const)(
    'admits a message of level %s over the rate, over the limit and during shutdown, without the model',
    async (level) => {
      const { step, lifecycle } = stepFor(1);
      await step.admit(turnWith(), verdictOf('none'), live);
      lifecycle.startDraining();
      const place = await step.admit(turnWith(7), verdictOf(level), live);
      expect(place.mayUseModel).toBe(false);
    },
  );

  it('admits what follows a crisis in its session over the rate and the limit, not during shutdown', async () => {
    const { step, lifecycle } = stepFor(1);
    await step.admit(turnWith(), verdictOf('none'), live);
    const carried: SafetyVerdict = { ...verdictOf('none'), level: 'high', carried: true };
    expect((await step.admit(turnWith(7), carried, live)).mayUseModel).toBe(false);
    lifecycle.startDraining();
    await expect(step.admit(turnWith(), carried, live)).rejects.toMatchObject({ code: 'shutting_down' });
  });

  it('lets a crisis within the limits use the model', async () => {
    expect((await stepFor(1).step.admit(turnWith(), verdictOf('medium'), live)).mayUseModel).toBe(true);
  });

  it('knows a person without a name by address: a session for every message is no share of its own', async () => {
    const { step, limiter } = stepFor(1);
    const from = (clientAddress: string) =>
      toTurn({ message: '你好' }, { requestId: 'r', transport: 'http', clientAddress });
    const running = await step.admit(from('192.0.2.1'), verdictOf('none'), live);
    const flood = Array.from({ length: 50 }, () => step.admit(from('192.0.2.1'), verdictOf('none'), live));
    flood.forEach((asked) => void asked.catch(() => undefined));
    const other = step.admit(from('192.0.2.2'), verdictOf('none'), live);
    expect(limiter.stats()).toMatchObject({ waiting: 4, waitingCallers: 2 });
    running.release();
    (await other).release();
    for (const asked of flood) await asked.then((place) => place.release()).catch(() => undefined);
    expect(limiter.stats()).toMatchObject({ running: 0, waiting: 0 });
  });

  it('tells a person apart from an address, and named people from each other', () => {
    const origin = { requestId: 'r', transport: 'http', clientAddress: '192.0.2.1' } as const;
    const callers = [
      toTurn({ message: '你好', user_id: 'a' }, origin),
      toTurn({ message: '你好', user_id: 'b' }, origin),
      toTurn({ message: '你好', user_id: '192.0.2.1' }, origin),
      toTurn({ message: '你好' }, origin),
    ].map(({ caller }) => caller);
    expect(new Set(callers).size).toBe(4);
  });
});
