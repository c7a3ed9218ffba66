import { InMemoryTurnKeyStore } from '../../../test/support/in-memory-turn-key-store.js';
import { keyedRun, repeated } from '../../../test/support/turn-key-store.contract.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { StreamRegistry } from '../../platform/streams/stream-registry.js';
import type { SafetyVerdict } from '../../safety/safety.types.js';
import type { KeyedRun } from '../ports/turn-key-store.js';
import { TurnKeys } from './turn-keys.js';

const CALM: SafetyVerdict = {
  level: 'none',
  messageLevel: 'none',
  carried: false,
  ruleIds: [],
  degraded: false,
};

describe('TurnKeys', () => {
  let store: InMemoryTurnKeyStore;
  let streams: StreamRegistry;
  let keys: TurnKeys;

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    store = new InMemoryTurnKeyStore();
    streams = new StreamRegistry(new Metrics());
    keys = new TurnKeys(store, streams);
    keys.onModuleInit();
  });
  afterEach(async () => {
    store.script = 'answers';
    const ended = keys.beforeApplicationShutdown();
    await jest.advanceTimersByTimeAsync(5000);
    await ended;
    jest.useRealTimers();
  });

  const claimed = async (run: KeyedRun) => {
    const local = keys.hold(run, CALM);
    return { local, claim: await keys.claim(local, 2000) };
  };
  const started = async (run = keyedRun()) => {
    const { local } = await claimed(run);
    streams.open(run.streamId, 'sse');
    keys.begin(local);
    return local;
  };

  it.each([
    ['complete', 'replied'],
    ['cancelled', 'cancelled'],
    ['shutting_down', 'aborted'],
    ['timeout', 'aborted'],
    ['error', 'aborted'],
  ])('notes of a turn that ended with %s that it was %s, and gives its key back', async (ending, outcome) => {
    const local = await started();
    expect(keys.find(local.run)).toBe(local);
    streams.close(local.run.streamId, ending);
    await local.over;
    expect(local).toMatchObject({ busy: false, outcome });
    const { claim } = await claimed(repeated(local.run));
    expect(claim?.standing).toBe(outcome === 'aborted' ? 'again' : 'ended');
  });

  it('keeps its turns alive for others, however long they run', async () => {
    const { run } = await started();
    await jest.advanceTimersByTimeAsync(60_000);
    expect((await claimed(repeated(run))).claim).toMatchObject({ standing: 'running' });
  });

  it('lets others repeat a turn whose process falls silent', async () => {
    const { run } = await started();
    store.script = 'fails';
    await jest.advanceTimersByTimeAsync(15_000);
    store.script = 'answers';
    expect((await claimed(repeated(run))).claim).toMatchObject({ standing: 'again' });
  });

  it.each(['hangs', 'fails'] as const)(
    'knows its own turns when the store %s, and of others nothing',
    async (script) => {
      const local = await started();
      streams.close(local.run.streamId, 'complete');
      await local.over;
      store.script = script;
      const [mine, other] = [repeated(local.run), repeated(local.run, { fingerprint: 'another request' })];
      for (const run of [mine, other, keyedRun()]) {
        const before = keys.find(run);
        const held = keys.hold(run, CALM);
        const claim = keys.claim(held, 250);
        await jest.advanceTimersByTimeAsync(250);
        expect(await claim).toBeUndefined();
        expect(keys.guess(held, before)).toEqual(
          run === mine ? { standing: 'ended', run: local.run, outcome: 'replied' } : { standing: 'unknown' },
        );
        keys.giveBack(held);
      }
    },
  );

  it('does not wait for ever for a store that hangs when the service ends', async () => {
    const local = await started();
    store.script = 'hangs';
    streams.close(local.run.streamId, 'shutting_down');
    const ended = keys.beforeApplicationShutdown();
    await jest.advanceTimersByTimeAsync(2000);
    await expect(ended).resolves.toBeUndefined();
  });

  it('removes the keys whose day is over, in the background', async () => {
    const { run } = await started();
    streams.close(run.streamId, 'complete');
    await jest.advanceTimersByTimeAsync(24 * 3_600_000 + 600_000);
    expect(await store.removeExpired(new Date(), 10)).toBe(0);
    expect((await claimed(repeated(run))).claim).toEqual({ standing: 'new' });
  });
});
