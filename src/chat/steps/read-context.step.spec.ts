import type { TestingModule } from '@nestjs/testing';
import { cacheOf, startCache } from '../../../test/support/cache.js';
import type { PortScript } from '../../../test/support/port-script.js';
import { IDEATION, ORDINARY, TurnFixture, turnOf } from '../../../test/support/turn-fixture.js';
import { NEUTRAL_EMOTION } from '../../emotion/emotion.types.js';
import type { Turn } from '../turn.js';

const live = new AbortController().signal;

describe('ReadContextStep', () => {
  let cache: TestingModule;
  let fixture: TurnFixture;

  beforeAll(async () => {
    cache = await startCache();
  });

  afterAll(() => cache.close());

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    fixture = new TurnFixture(cacheOf(cache));
  });

  afterEach(() => {
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  /** Reads until there is a context, and says how long it took on the fake clock. */
  const read = async (turn: Turn) => {
    const startedAt = Date.now();
    let settledAt: number | undefined;
    const reading = fixture.reading
      .read(turn, fixture.screening.screen(turn), live)
      .whole.finally(() => (settledAt = Date.now()));
    await jest.advanceTimersByTimeAsync(60_000);
    return { context: await reading, elapsedMs: (settledAt ?? Infinity) - startedAt };
  };

  it('reads the parts side by side: four of 300 ms each take less than 400 ms together', async () => {
    const late: PortScript = { answersAfterMs: 300 };
    fixture.analyzer.script = late;
    fixture.memories.script = late;
    fixture.risks.script = late;
    fixture.conversations.readScript = late;
    const { context, elapsedMs } = await read(turnOf(ORDINARY));
    expect(elapsedMs).toBeGreaterThanOrEqual(300);
    expect(elapsedMs).toBeLessThan(400);
    expect(context).toMatchObject({ emotion: { emotion: 'sad' }, safety: { level: 'none' }, degraded: [] });
    expect(context.timings).toEqual({ emotion: 0.3, safety: 0.3, memory: 0.3, history: 0.3 });
  });

  it('reads them one after another, each with its whole deadline, where only one may be read at once', async () => {
    fixture = new TurnFixture(cacheOf(cache), { ANALYSIS_CONCURRENCY: '1' });
    fixture.analyzer.script = { answersAfterMs: 1800 };
    fixture.risks.script = { answersAfterMs: 1800 };
    fixture.memories.script = { answersAfterMs: 300 };
    const { context, elapsedMs } = await read(turnOf(ORDINARY));
    expect(elapsedMs).toBeGreaterThanOrEqual(3900);
    expect(context).toMatchObject({ emotion: { emotion: 'sad' }, safety: { level: 'none' }, degraded: [] });
    expect(context.timings).toEqual({ emotion: 1.8, safety: 1.8, memory: 0.3, history: 0 });
  });

  it('leaves this turn out of the history and keeps the last twenty messages before it', async () => {
    const turn = turnOf(ORDINARY);
    const { userId, userScope, sessionId } = turn;
    const store = (id: string, secondsAgo: number) =>
      fixture.conversations.saveUserMessage({
        id,
        turnId: id,
        riskLevel: 'none',
        userId,
        userScope,
        sessionId,
        content: id,
        createdAt: new Date(Date.now() - secondsAgo * 1000),
      });
    for (let index = 1; index <= 25; index += 1) await store(`earlier-${index}`, 100 - index);
    await store(turn.turnId, 0);
    const { context } = await read(turn);
    expect(context.history).toHaveLength(20);
    expect(context.history[0]?.content).toBe('earlier-6');
    expect(context.history.at(-1)?.content).toBe('earlier-25');
  });

  it.each([
    ['emotion', 2000, 'analyzer', 'script', { emotion: NEUTRAL_EMOTION }],
    ['safety', 2000, 'risks', 'script', { safety: { level: 'low', degraded: true } }],
    ['memory', 5000, 'memories', 'script', { memories: [] }],
    ['history', 10_000, 'conversations', 'readScript', { history: [] }],
  ] as const)(
    'cuts %s at its %d ms when it hangs, names it and goes on without it',
    async (name, deadlineMs, port, script, fallback) => {
      (fixture[port] as unknown as Record<string, PortScript>)[script] = 'hangs';
      const { context, elapsedMs } = await read(turnOf(ORDINARY));
      expect(elapsedMs).toBe(deadlineMs);
      expect(context).toMatchObject({ ...fallback, degraded: [name] });
    },
  );

  it('uses the local reading where the analyzer failed, and says so', async () => {
    fixture.analyzer.script = 'fails';
    const { context } = await read(turnOf(ORDINARY));
    expect(context).toMatchObject({ emotion: { emotion: 'sad' }, degraded: ['emotion'] });
  });

  it('shows the message of a person in danger to no analyzer but the local one', async () => {
    fixture.analyzer.script = 'fails';
    const { context } = await read(turnOf(IDEATION));
    expect(context.degraded).toEqual([]);
  });

  it('treats the turn as low at least when what the session showed before cannot be read', async () => {
    fixture.risks.script = 'fails';
    const { context, elapsedMs } = await read(turnOf(ORDINARY));
    expect(elapsedMs).toBe(0);
    expect(context.safety).toMatchObject({ level: 'low', messageLevel: 'none', degraded: true });
    expect(context.degraded).toEqual(['safety']);
  });

  it('never lowers a level because something failed', async () => {
    fixture.risks.script = 'fails';
    const { context } = await read(turnOf(IDEATION));
    expect(context.safety).toMatchObject({ level: 'medium', degraded: true });
  });

  it('answers with every fallback at once when everything fails', async () => {
    fixture.analyzer.script = 'fails';
    fixture.memories.script = 'fails';
    fixture.risks.script = 'fails';
    fixture.conversations.readScript = 'fails';
    const { context, elapsedMs } = await read(turnOf(ORDINARY));
    expect(elapsedMs).toBe(0);
    expect(context.degraded).toEqual(['emotion', 'safety', 'memory', 'history']);
  });

  it('lets a person in danger wait no longer than 700 ms for anything', async () => {
    fixture.analyzer.script = 'hangs';
    fixture.memories.script = 'hangs';
    fixture.risks.script = 'hangs';
    fixture.conversations.readScript = 'hangs';
    expect((await read(turnOf(IDEATION))).elapsedMs).toBe(700);
  });

  it('names the dependencies that are lost', async () => {
    fixture.dependencies.register('redis', () => ({ healthy: false }));
    expect((await read(turnOf(ORDINARY))).context.degraded).toEqual(['redis']);
  });

  it('rejects at once with the reason when the turn is aborted', async () => {
    fixture.analyzer.script = 'hangs';
    const turn = turnOf(ORDINARY);
    const ending = new AbortController();
    const reading = fixture.reading.read(turn, fixture.screening.screen(turn), ending.signal).whole;
    ending.abort(new Error('gone'));
    await expect(reading).rejects.toThrow('gone');
    await jest.advanceTimersByTimeAsync(0);
  });

  it('knows the local reading without any wait', () => {
    fixture.analyzer.script = 'hangs';
    const turn = turnOf(IDEATION);
    const context = fixture.reading.readNow(turn, fixture.screening.screen(turn));
    expect(context).toMatchObject({ safety: { level: 'medium' }, memories: [], history: [], degraded: [] });
    expect(context.emotion.emotion).not.toBe('happy');
  });
});
