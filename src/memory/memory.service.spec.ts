import { InMemoryMemoryStore } from '../../test/support/in-memory-memory-store.js';
import { HeldTaskQueue, MapCache, ScriptedEmbedder } from '../../test/support/memory-collaborators.js';
import { workerPool } from '../../test/support/task-queue.js';
import { HashedNgramEmbedder } from './adapters/hashed-ngram/hashed-ngram.embedder.js';
import { MemoryPicker } from './memory-picker.js';
import { MAX_MEMORIES_PER_USER, MemoryWriter } from './memory-writer.js';
import { MemoryService } from './memory.service.js';
import type { FinishedTurn } from './memory.types.js';
import type { Embedder } from './ports/embedder.js';
import { SourceMissingError } from './ports/memory-store.js';
import { MemoryFinder } from './recall/memory-finder.js';
import { TopicVectors } from './recall/topic-vectors.js';
import { newOrderedId } from '../platform/identity/identifiers.js';
import { ANONYMOUS, toUserScope } from '../platform/identity/user-scope.js';

const { signal } = new AbortController();
/** No thread is started: the messages are short. */
const workers = workerPool();

function setUp(embedder?: Embedder, store = new InMemoryMemoryStore()) {
  const builtIn = new HashedNgramEmbedder();
  const used = embedder ?? builtIn;
  const tasks = new HeldTaskQueue();
  const cache = new MapCache();
  const service = new MemoryService(
    new MemoryFinder(new TopicVectors(used, cache.asService()), builtIn, store),
    new MemoryWriter(new MemoryPicker(workers), used, builtIn, store),
    store,
    cache.asService(),
    tasks.asService(),
  );
  service.onModuleInit();
  let messages = 0;
  const turn = (message: string, values: Partial<FinishedTurn> = {}): FinishedTurn => ({
    userScope: 'user-1',
    sessionId: 'session-1',
    messageId: `message-${++messages}`,
    message,
    emotion: 'neutral',
    intensity: 0,
    receivedAt: new Date(),
    ...values,
  });
  const leave = (finished: FinishedTurn) => {
    const followUp = service.followUp(finished);
    if (followUp) tasks.waiting.push(followUp);
  };
  const tell = async (message: string, values: Partial<FinishedTurn> = {}) => {
    leave(turn(message, values));
    await tasks.runAll();
  };
  const recall = async (text: string, values: object = {}) => {
    const query = { userScope: 'user-1', excludeSessionId: 'session-2', text, limit: 3, ...values };
    return (await service.recall(query, signal)).map(({ content }) => content);
  };
  return { service, store, tasks, cache, turn, leave, tell, recall };
}

/** Has everything in the process. */
class HoldingStore extends InMemoryMemoryStore {
  readonly gone = new Set<string>();

  override whereabouts({ userScope, excludeSessionId }: { userScope: string; excludeSessionId: string }) {
    return this.list({ userScope, excludeSessionId, limit: 1 }, signal).then((others) =>
      others.length > 0 ? ('here' as const) : ('none' as const),
    );
  }

  override letGo(userScope?: string): void {
    this.gone.add(userScope ?? 'all');
  }
}

describe('MemoryService', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'], now: new Date('2026-03-01T00:00:00Z') });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('recalls in a later session what was said in an earlier one', async () => {
    const { tell, recall } = setUp();
    await tell('今天好累。我养了一只叫豆豆的橘猫。');
    expect(await recall('你还记得我的宠物吗')).toEqual(['我养了一只叫豆豆的橘猫。']);
    expect(await recall('do you remember my pet?')).toEqual(['我养了一只叫豆豆的橘猫。']);
  });

  it('caches no recall of memories that are in the process, and asks no embedder where there are none', async () => {
    const embedder = new ScriptedEmbedder();
    const { tell, recall, cache } = setUp(embedder, new HoldingStore());
    let asked = 0;
    embedder.beforeEmbed = async () => void (asked += 1);
    expect(await recall('do you remember my pet?')).toEqual([]);
    expect(asked).toBe(0);
    await tell('I have a cat called Mochi');
    await recall('do you remember my pet?');
    expect(asked).toBe(2);
    const kept = [...cache.entries.keys()].filter((name) => name.includes('"memory"'));
    expect(kept).toEqual([]);
  });

  it('has nothing to remember of somebody without a name, and asks nobody', async () => {
    const { recall, store } = setUp();
    store.failure = new Error('asked');
    const userScope = toUserScope(ANONYMOUS, 'session-2');
    expect(await recall('do you remember my pet?', { userScope })).toEqual([]);
  });

  it('doubts all it kept of a user, or of everybody, after a deletion nobody answered', async () => {
    const store = new HoldingStore();
    const { service, cache } = setUp(undefined, store);
    const keep = (scope: string) =>
      cache.getOrCompute({ strategy: 'memory', scope, text: 'x' }, async () => 1, signal);
    for (const scope of ['user-1', 'user-2', 'user-3']) await keep(scope);
    await service.doubt('user-1');
    expect(await Promise.all(['user-1', 'user-2'].map(async (scope) => (await keep(scope)).hit))).toEqual([
      false,
      true,
    ]);
    await service.doubt();
    expect((await keep('user-3')).hit).toBe(false);
    expect([...store.gone]).toEqual(['user-1', 'all']);
  });

  it('leaves out what was said in the session that asks', async () => {
    const { tell, recall } = setUp();
    await tell('I have a cat called Mochi');
    expect(await recall('do you remember my pet?', { excludeSessionId: 'session-1' })).toEqual([]);
  });

  it('never recalls for one user what another said', async () => {
    const { tell, recall } = setUp();
    await tell('I have a cat called Mochi');
    expect(await recall('do you remember my pet?', { userScope: 'user-2' })).toEqual([]);
    expect(await recall('what do you know about me?', { userScope: 'user-2' })).toEqual([]);
  });

  it('answers "what do you know about me" with what matters most', async () => {
    const { tell, recall } = setUp();
    await tell('I love hiking in the mountains');
    await tell('My name is Maya');
    expect((await recall('what do you know about me?'))[0]).toBe('My name is Maya');
  });

  it('answers from the cache until the memories change, with real dates', async () => {
    const { service, store, tell, recall, cache } = setUp();
    await tell('I have a cat called Mochi');
    await recall('my cat is ill');
    store.failure = new Error('the store is away');
    const query = { userScope: 'user-1', excludeSessionId: 'session-2', text: 'my cat is ill', limit: 3 };
    const [memory] = await service.recall(query, signal);
    expect(memory?.createdAt).toEqual(new Date('2026-03-01T00:00:00Z'));
    store.failure = undefined;
    await tell('My cat Rex is ill again');
    expect(cache.entries.size).toBe(0);
    expect(await recall('my cat is ill')).toContain('My cat Rex is ill again');
  });

  it('keeps the cache when a turn holds nothing to remember', async () => {
    const { tell, recall, cache } = setUp();
    await recall('my cat is ill');
    await tell('ok thanks');
    expect(cache.entries.size).toBe(1);
  });

  it('leaves nothing to the background where nothing is worth keeping, as far as that is known at once', () => {
    const { service, turn } = setUp();
    expect(service.followUp(turn('ok thanks'))).toBeUndefined();
    expect(service.followUp(turn('I want to kill myself. I have a cat called Mochi'))).toBeUndefined();
    expect(service.followUp(turn('I have a cat called Mochi'))).toMatchObject({
      name: 'memory.remember',
      payload: { sessionId: 'session-1', message: 'I have a cat called Mochi' },
    });
    expect(service.followUp(turn('ok thanks. '.repeat(100)))).toBeDefined();
  });

  it('remembers a turn once when its task runs twice', async () => {
    const { store, tasks, turn, leave } = setUp();
    leave(turn('I have a cat called Mochi. My name is Maya.'));
    const task = tasks.waiting[0]!;
    await tasks.run(task, signal);
    await tasks.run(task, signal);
    expect(await store.list({ userScope: 'user-1', limit: 10 }, signal)).toHaveLength(2);
  });

  it('lets the newer city stand before the older one', async () => {
    const { tell, recall } = setUp();
    await tell('我住在北京');
    jest.setSystemTime(new Date('2026-03-05T00:00:00Z'));
    await tell('我刚搬到上海');
    expect((await recall('我现在住在哪个城市'))[0]).toBe('我刚搬到上海');
  });

  it('demotes an old fact that was replaced in the very session that asks', async () => {
    const { service, tell } = setUp();
    await tell('我住在北京');
    const query = { userScope: 'user-1', excludeSessionId: 'session-2', text: '我住在哪里', limit: 3 };
    const [before] = await service.recall(query, signal);
    jest.setSystemTime(new Date('2026-03-01T01:00:00Z'));
    await tell('我刚搬到上海', { sessionId: 'session-2' });
    const [after] = await service.recall(query, signal);
    expect(after!.score).toBeLessThan(before!.score * 0.6);
  });

  it('forgets a session, its cached answers and its waiting turns', async () => {
    const { service, store, tasks, tell, turn, leave, recall } = setUp();
    await tell('I have a cat called Mochi');
    await recall('my cat is ill');
    leave(turn('My dog Rex is fourteen now'));
    await service.forgetSession('user-1', 'session-1', signal);
    await tasks.runAll();
    expect(await recall('my cat is ill')).toEqual([]);
    expect(await store.list({ userScope: 'user-1', limit: 10 }, signal)).toEqual([]);
  });

  it('remembers again what is said in a session after it was forgotten', async () => {
    const { service, store, tell } = setUp();
    await service.forgetSession('user-1', 'session-1', signal);
    jest.setSystemTime(new Date('2026-03-01T00:00:01Z'));
    await tell('I have a cat called Mochi');
    expect(await store.list({ userScope: 'user-1', limit: 10 }, signal)).toHaveLength(1);
  });

  it('does not bring back a session that is forgotten while its turn is being embedded', async () => {
    const embedder = new ScriptedEmbedder();
    const { service, store, tasks, turn, leave } = setUp(embedder);
    leave(turn('I have a cat called Mochi'));
    let forgetting: Promise<void> | undefined;
    embedder.beforeEmbed = async () => {
      forgetting = service.forgetSession('user-1', 'session-1', signal);
    };
    await tasks.runAll();
    await forgetting;
    expect(await store.list({ userScope: 'user-1', limit: 10 }, signal)).toEqual([]);
  });

  it('fails the task when the store is away, so that the queue tries again', async () => {
    const { store, tasks, turn, leave, recall } = setUp();
    leave(turn('I have a cat called Mochi'));
    const task = tasks.waiting[0]!;
    store.failure = new Error('away');
    await expect(tasks.run(task, signal)).rejects.toThrow('away');
    await expect(recall('my pet')).rejects.toThrow('away');
    store.failure = undefined;
    await tasks.run(task, signal);
    expect(await recall('my pet')).toEqual(['I have a cat called Mochi']);
  });

  it('waits for a message that is not stored yet, and remembers nothing of one that never is', async () => {
    const { store, tasks, turn, leave } = setUp();
    leave(turn('I have a cat called Mochi'));
    const task = tasks.waiting[0]!;
    store.hasMessage = () => false;
    await expect(tasks.run(task, signal)).rejects.toThrow(SourceMissingError);
    expect(await store.list({ userScope: 'user-1', limit: 10 }, signal)).toEqual([]);
    store.hasMessage = () => true;
    await tasks.run(task, signal);
    expect(await store.list({ userScope: 'user-1', limit: 10 }, signal)).toHaveLength(1);
  });

  it('refuses a payload it did not write', async () => {
    const { tasks } = setUp();
    await expect(tasks.run({ name: 'memory.remember', payload: { message: 1 } }, signal)).rejects.toThrow();
  });

  it('keeps a bounded number of memories per user', async () => {
    const { store, tell } = setUp();
    const builtIn = new HashedNgramEmbedder();
    const old = Array.from({ length: MAX_MEMORIES_PER_USER }, (_, index) => ({
      id: newOrderedId(),
      sessionId: 'session-0',
      messageId: `old-${index}`,
      kind: 'preference' as const,
      content: `I like number ${index}`,
      vector: builtIn.embedNow('x'),
      embedder: builtIn.id,
      importance: 0.3,
      createdAt: new Date('2025-01-01T00:00:00Z'),
    }));
    await store.save('user-1', old, signal);
    await tell('I have a cat called Mochi');
    const rows = await store.list({ userScope: 'user-1', limit: 9999 }, signal);
    expect(rows).toHaveLength(MAX_MEMORIES_PER_USER);
    expect(rows[0]!.content).toBe('I have a cat called Mochi');
  });

  it('stops at an aborted signal', async () => {
    const { service, tasks, turn, leave } = setUp();
    const aborted = AbortSignal.abort(new Error('gone'));
    const query = { userScope: 'user-1', excludeSessionId: 's', text: 'my pet', limit: 3 };
    await expect(service.recall(query, aborted)).rejects.toThrow('gone');
    leave(turn('I have a cat called Mochi'));
    await expect(tasks.runAll(aborted)).rejects.toThrow('gone');
  });

  describe('with an embedding server', () => {
    it('finds what was stored with its vectors', async () => {
      const { tell, recall } = setUp(new ScriptedEmbedder());
      await tell('I have a cat called Mochi');
      expect(await recall('something the server finds close')).toEqual(['I have a cat called Mochi']);
    });

    it('stores and finds with the built-in embedder while the server is away', async () => {
      const embedder = new ScriptedEmbedder();
      const { tell, recall } = setUp(embedder);
      embedder.away = true;
      await tell('I have a cat called Mochi');
      expect(await recall('do you remember my pet?')).toEqual(['I have a cat called Mochi']);
      embedder.away = false;
      expect(await recall('do you still remember my pet?')).toEqual(['I have a cat called Mochi']);
    });

    it('finds by their text the rows of a server that went away', async () => {
      const embedder = new ScriptedEmbedder();
      const { tell, recall } = setUp(embedder);
      await tell('I have a cat called Mochi');
      await tell('I live in Toronto');
      embedder.away = true;
      expect(await recall('do you remember my pet?')).toEqual(['I have a cat called Mochi']);
    });
  });
});
