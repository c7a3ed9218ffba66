import type { TestingModule } from '@nestjs/testing';
import { cacheOf, startCache } from '../../test/support/cache.js';
import {
  IDEATION,
  ORDINARY,
  PLAN,
  TurnFixture,
  turnOf,
  watch,
  type SeenTurn,
} from '../../test/support/turn-fixture.js';
import { Profiler } from '../platform/profiling/profiler.js';

const never = new AbortController().signal;

describe('ChatPipeline', () => {
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
    jest.useRealTimers();
  });

  const run = (message: string) => {
    const turn = turnOf(message);
    return { turn, seen: watch(fixture.pipeline.run(turn, never)) };
  };
  const kinds = ({ frames }: SeenTurn) =>
    frames
      .map(({ type }) => type)
      .filter((type, index, all) => type !== 'token' || all[index - 1] !== 'token');
  const textOf = ({ frames }: SeenTurn) =>
    frames.flatMap((frame) => (frame.type === 'token' ? [frame.content] : [])).join('');

  it('tells the whole story of an ordinary turn in order, and stores both sides before its end', async () => {
    const { turn, seen } = run(ORDINARY);
    await jest.advanceTimersByTimeAsync(0);
    expect(kinds(seen)).toEqual(['start', 'processing', 'analysis', 'generating', 'token', 'complete']);
    expect(seen.frames.at(-1)).toMatchObject({
      full_response: textOf(seen),
      message_id: turn.replyId,
      fallback_used: false,
      interrupted: false,
      degraded: [],
    });
    const stored = await fixture.conversations.recentMessages({ ...turn, limit: 10 });
    expect(stored.map(({ role, status }) => [role, status])).toEqual([
      ['user', 'completed'],
      ['assistant', 'completed'],
    ]);
    expect(stored[1]?.content).toBe(textOf(seen));
    expect(jest.getTimerCount()).toBe(0);
  });

  it('lets the model begin while servers look at the message, and keeps what it says when they agree', async () => {
    fixture.analyzer.script = { answersAfterMs: 800 };
    const { seen } = run(ORDINARY);
    await jest.advanceTimersByTimeAsync(799);
    expect(fixture.model.requests).toHaveLength(1);
    expect(kinds(seen)).toEqual(['start', 'processing']);
    await jest.advanceTimersByTimeAsync(1);
    expect(kinds(seen)).toEqual(['start', 'processing', 'analysis', 'generating', 'token', 'complete']);
    expect(textOf(seen)).toBe(fixture.model.pieces.join(''));
    expect(fixture.model.requests).toHaveLength(1);
  });

  it('stops what the model began and says nothing of it when it would have to be told otherwise', async () => {
    const turn = turnOf(ORDINARY);
    const expiresAt = new Date(Date.now() + 3_600_000);
    await fixture.risks.save(turn, { level: 'medium', expiresAt }, new Date());
    fixture.risks.script = { answersAfterMs: 800 };
    const signals: AbortSignal[] = [];
    const asked: unknown[] = [];
    fixture.model.stream = async function* ({ context }, signal) {
      asked.push({ level: context.riskLevel, firstEnded: signals[0]?.aborted });
      signals.push(signal);
      yield context.riskLevel === 'none' ? '这一句不该出现。' : '我在听。';
    };
    const seen = watch(fixture.pipeline.run(turn, never));
    await jest.advanceTimersByTimeAsync(800);
    expect(seen.frames.at(-1)?.type).toBe('complete');
    expect(asked).toEqual([{ level: 'none' }, { level: 'medium', firstEnded: true }]);
    expect(textOf(seen)).toContain('我在听。');
    expect(textOf(seen)).not.toContain('这一句不该出现');
  });

  it('stops what the model began when the turn is cancelled meanwhile', async () => {
    fixture.analyzer.script = { answersAfterMs: 800 };
    const cancel = new AbortController();
    let told: AbortSignal | undefined;
    const answer = fixture.model.stream.bind(fixture.model);
    fixture.model.stream = (request, signal) => answer(request, (told = signal));
    const seen = watch(fixture.pipeline.run(turnOf(ORDINARY), cancel.signal));
    await jest.advanceTimersByTimeAsync(400);
    expect(told?.aborted).toBe(false);
    cancel.abort();
    await jest.advanceTimersByTimeAsync(0);
    expect(seen.frames.at(-1)).toMatchObject({ type: 'error', code: 'cancelled' });
    expect(told?.aborted).toBe(true);
  });

  it('refuses a turn whose message cannot be stored before any frame, and ends what the model began', async () => {
    fixture.conversations.messageScript = { failsAfterMs: 500 };
    let told: AbortSignal | undefined;
    const answer = fixture.model.stream.bind(fixture.model);
    fixture.model.stream = (request, signal) => answer(request, (told = signal));
    const { seen } = run(ORDINARY);
    await jest.advanceTimersByTimeAsync(499);
    expect(told?.aborted).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(seen).toMatchObject({ frames: [], error: { code: 'dependency_unavailable' }, ended: true });
    expect(told?.aborted).toBe(true);
    expect(fixture.conversations.replies).toEqual([]);
    expect(fixture.observed).toEqual([]);
    expect(fixture.limiter.stats().running).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('stops reading the context of a turn that is refused', async () => {
    fixture.conversations.messageScript = 'fails';
    fixture.conversations.readScript = 'hangs';
    fixture.memories.script = 'hangs';
    const { seen } = run(ORDINARY);
    await jest.advanceTimersByTimeAsync(0);
    expect(seen).toMatchObject({ frames: [], error: { code: 'dependency_unavailable' }, ended: true });
    expect(jest.getTimerCount()).toBe(0);
  });

  it('says nothing of an ordinary turn while its message is not stored yet', async () => {
    fixture.conversations.messageScript = { answersAfterMs: 500 };
    const { seen } = run(ORDINARY);
    await jest.advanceTimersByTimeAsync(499);
    expect(seen.frames).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(seen.frames.at(-1)?.type).toBe('complete');
  });

  it('reads the context and asks the model while the message is being stored', async () => {
    fixture.conversations.messageScript = { answersAfterMs: 500 };
    fixture.conversations.readScript = { answersAfterMs: 400 };
    const { seen } = run(ORDINARY);
    await jest.advanceTimersByTimeAsync(399);
    expect(fixture.model.requests).toEqual([]);
    await jest.advanceTimersByTimeAsync(100);
    expect(fixture.model.requests).toHaveLength(1);
    expect(seen.frames).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(seen.frames.at(-1)?.type).toBe('complete');
  });

  it.each([
    ['a wish to die', IDEATION, 'medium'],
    ['a plan', PLAN, 'high'],
  ])('shows help for %s within 0.3 s while nothing else answers at all', async (_what, message, level) => {
    fixture.conversations.messageScript = 'hangs';
    fixture.conversations.replyScript = 'hangs';
    fixture.conversations.readScript = 'hangs';
    fixture.analyzer.script = 'hangs';
    fixture.memories.script = 'hangs';
    fixture.risks.script = 'hangs';
    fixture.model.pieces = [];
    fixture.model.ending = 'breaks';
    const { seen } = run(message);
    await jest.advanceTimersByTimeAsync(300);
    expect(kinds(seen)).toEqual(['start', 'processing', 'analysis', 'safety', 'generating', 'token']);
    expect(seen.frames.find(({ type }) => type === 'safety')).toMatchObject({ risk_level: level });
    expect(textOf(seen)).toContain('12356');
    await jest.advanceTimersByTimeAsync(60_000);
    expect(seen.frames.at(-1)?.type).toBe('complete');
  });

  it.each([
    ['a wish to die', IDEATION],
    ['a plan', PLAN],
  ])('gives whole help for %s to whoever comes after the last streams were cut', async (_what, message) => {
    fixture.lifecycle.cutStreams();
    const { seen } = run(message);
    await jest.advanceTimersByTimeAsync(1000);
    expect(seen.frames.map(({ type }) => type)).toContain('safety');
    expect(seen.frames.at(-1)?.type).toBe('complete');
    expect(fixture.model.requests).toEqual([]);
  });

  it('answers a plan with the reviewed reply and never asks a model', async () => {
    const { turn, seen } = run(PLAN);
    await jest.advanceTimersByTimeAsync(0);
    const place = { language: turn.language, region: undefined };
    expect(textOf(seen)).toBe(fixture.safety.service.fixedReply(place));
    expect(seen.frames.at(-1)).toMatchObject({ type: 'complete', fallback_used: false });
    expect(fixture.model.requests).toEqual([]);
  });

  it.each([
    ['a wish to die', IDEATION],
    ['a plan', PLAN],
  ])('never offers %s to memory', async (_what, message) => {
    const { seen } = run(message);
    await jest.advanceTimersByTimeAsync(0);
    expect(seen.frames.at(-1)?.type).toBe('complete');
    expect(fixture.conversations.replies).toMatchObject([{ status: 'completed' }]);
    expect(fixture.observed).toEqual([]);
  });

  it('tells the model to be careful when the safety step failed', async () => {
    fixture.risks.script = 'fails';
    const { seen } = run(ORDINARY);
    await jest.advanceTimersByTimeAsync(0);
    expect(seen.frames.find(({ type }) => type === 'analysis')).toMatchObject({
      safety: { safe: false, risk_level: 'low' },
      degraded: ['safety'],
    });
    expect(fixture.model.requests[0]?.context.riskLevel).toBe('low');
  });

  it('times out with one error frame when the model hangs before its first token', async () => {
    fixture.model.pieces = [];
    fixture.model.ending = 'hangs';
    const { seen } = run(ORDINARY);
    await jest.advanceTimersByTimeAsync(30_000);
    expect(kinds(seen)).toEqual(['start', 'processing', 'analysis', 'generating', 'error']);
    expect(seen.frames.at(-1)).toMatchObject({ code: 'timeout' });
    expect(fixture.conversations.replies).toMatchObject([{ status: 'aborted', content: '' }]);
  });

  it('tells an operator where the time of a turn goes', async () => {
    const profiler = new Profiler(fixture.limits);
    fixture.memories.script = { answersAfterMs: 300 };
    run(ORDINARY);
    await jest.advanceTimersByTimeAsync(300);
    const profile = profiler.profile();
    expect(Object.keys(profile)).toEqual([
      'emotion.analyze',
      'memory.recall',
      'safety.assess',
      'turn.admit',
      'turn.context',
      'turn.prompt',
      'turn.reply',
      'turn.screen',
    ]);
    expect(profile['memory.recall']).toMatchObject({ calls: 1, errors: 0, lastMs: 300 });
    expect(profile['emotion.analyze']?.lastMs).toBeLessThan(300);
  });
});
