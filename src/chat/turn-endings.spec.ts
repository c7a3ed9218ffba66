import type { TestingModule } from '@nestjs/testing';
import fc from 'fast-check';
import { cacheOf, startCache } from '../../test/support/cache.js';
import type { PortScript } from '../../test/support/port-script.js';
import {
  IDEATION,
  ORDINARY,
  PLAN,
  TurnFixture,
  turnOf,
  watch,
  type SeenTurn,
} from '../../test/support/turn-fixture.js';
import { isTerminal } from './frames/chat-frame.js';

describe('a turn of ChatPipeline', () => {
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

  it('ends once, stores its reply once and gives everything back, whatever fails and whoever leaves', async () => {
    const port = fc.constantFrom<PortScript[]>('answers', 'fails', 'hangs', { answersAfterMs: 300 });
    const scenario = fc.record({
      message: fc.constantFrom(ORDINARY, IDEATION, PLAN),
      analyzer: port,
      memories: port,
      risks: port,
      saving: port,
      replying: port,
      reading: port,
      pieces: fc.constantFrom([], ['我在听。'], ['我在', '听你说。', '你可以去死', '算了。']),
      model: fc.constantFrom('whole' as const, 'breaks' as const, 'hangs' as const),
      ending: fc.constantFrom('none', 'leaves', 'leaves', 'cancels', 'cancels', 'shutdown'),
      atFrame: fc.integer({ min: 0, max: 9 }),
    });
    await fc.assert(
      fc.asyncProperty(scenario, async (given) => {
        // Making one takes 70 ms; a shutdown cannot be taken back.
        if (fixture.lifecycle.cut.aborted) fixture = new TurnFixture(cacheOf(cache));
        fixture.forget();
        fixture.analyzer.script = given.analyzer;
        fixture.memories.script = given.memories;
        fixture.risks.script = given.risks;
        fixture.conversations.messageScript = given.saving;
        fixture.conversations.replyScript = given.replying;
        fixture.conversations.readScript = given.reading;
        fixture.model.pieces = given.pieces;
        fixture.model.ending = given.model;
        const cancel = new AbortController();
        const end = (leave: () => void) => {
          if (given.ending === 'leaves') leave();
          if (given.ending === 'cancels') cancel.abort();
          if (given.ending === 'shutdown') fixture.lifecycle.cutStreams();
        };
        if (given.atFrame === 0) end(() => {});
        const turn = turnOf(given.message);
        const seen = watch(fixture.pipeline.run(turn, cancel.signal), (count, leave) => {
          if (count === given.atFrame) end(leave);
        });
        await jest.advanceTimersByTimeAsync(120_000);
        // A model that hangs after its first token, which its port does not allow, ends with the client's patience.
        if (!seen.ended) cancel.abort();
        await jest.advanceTimersByTimeAsync(120_000);
        expectOneEnding(seen, given.ending === 'leaves' && given.atFrame > 0);
        expectOneReply(fixture, seen, given.saving);
        expect(fixture.streams.size).toBe(0);
        expect(fixture.limiter.stats().running).toBe(0);
        expect(jest.getTimerCount()).toBe(0);
        const isOrdinary = given.message === ORDINARY;
        if (!isOrdinary) expect(fixture.observed).toEqual([]);
        if (given.message === PLAN) expect(fixture.model.requests).toEqual([]);
        if (!isOrdinary && seen.frames.length > 4) expect(seen.frames[3]?.type).toBe('safety');
        if (isOrdinary && (given.saving === 'fails' || given.saving === 'hangs'))
          expect(seen.frames).toEqual([]);
      }),
      { numRuns: 200 },
    );
  }, 120_000); // two hundred services are put together
});

function expectOneEnding({ frames, error, ended }: SeenTurn, mayHaveLeft: boolean): void {
  const terminals = frames.filter(isTerminal);
  if (!ended) {
    // Only a client that left gets no ending, unless it left at the end.
    expect(mayHaveLeft).toBe(true);
    expect(terminals).toEqual(frames.slice(-1).filter(isTerminal));
    return;
  }
  if (frames.length === 0) {
    expect(error).toMatchObject({
      code: expect.stringMatching(/dependency_unavailable|cancelled|shutting_down/),
    });
    return;
  }
  expect(error).toBeUndefined();
  expect(terminals).toHaveLength(1);
  expect(frames.at(-1)).toBe(terminals[0]);
}

/** The reply is stored once, with the status that belongs to how the turn ended, if its message was stored at all. */
function expectOneReply(
  { conversations: { replies } }: TurnFixture,
  { frames }: SeenTurn,
  saving: PortScript,
): void {
  const stored = saving !== 'fails' && saving !== 'hangs';
  expect(replies.length).toBeLessThanOrEqual(stored ? 1 : 0);
  if (!stored || frames.length === 0) return;
  expect(replies).toHaveLength(1);
  const last = frames.at(-1)!;
  const allowed: Record<string, string[]> = {
    complete: ['completed', 'blocked', 'failed'],
    error: ['aborted'],
  };
  const status = replies[0]?.status;
  // A turn that was whole when its client left keeps its status; else it is aborted.
  expect(allowed[last.type] ?? ['completed', 'blocked', 'failed', 'aborted']).toContain(status);
  if (last.type === 'complete') {
    expect(last.interrupted).toBe(status === 'failed');
    expect(replies[0]?.content).toBe(last.full_response);
  }
}
