import type { CacheService } from '../../src/cache/cache.service.js';
import { Embedder, EMBEDDING_DIMENSIONS } from '../../src/memory/ports/embedder.js';
import type { TaskQueue } from '../../src/tasks/task-queue.js';
import type { BackgroundTask, TaskHandler } from '../../src/tasks/tasks.types.js';

/** The part of the cache that memory uses, over a map; values go through JSON as in Redis. */
export class MapCache {
  readonly entries = new Map<string, { scope: string; json: string }>();

  async getOrCompute<T>(
    key: { strategy: string; scope: string; text: string },
    compute: (signal: AbortSignal) => Promise<T>,
    signal: AbortSignal,
  ): Promise<{ value: T; hit: boolean }> {
    const name = JSON.stringify(key);
    const entry = this.entries.get(name);
    if (entry) return { value: JSON.parse(entry.json) as T, hit: true };
    const value = await compute(signal);
    this.entries.set(name, { scope: key.scope, json: JSON.stringify(value) });
    return { value, hit: false };
  }

  async invalidate(_strategy: string, scope: string): Promise<void> {
    for (const [name, entry] of this.entries) if (entry.scope === scope) this.entries.delete(name);
  }

  async clear(pattern: string): Promise<number> {
    const before = this.entries.size;
    const strategy = pattern.slice(0, pattern.indexOf(':'));
    for (const name of this.entries.keys()) {
      if ((JSON.parse(name) as { strategy: string }).strategy === strategy) this.entries.delete(name);
    }
    return before - this.entries.size;
  }

  asService(): CacheService {
    return this as unknown as CacheService;
  }
}

/** A queue that runs its tasks when the test says so. */
export class HeldTaskQueue {
  readonly waiting: { name: string; payload: unknown }[] = [];
  private readonly handlers = new Map<string, TaskHandler>();

  register(name: string, handler: TaskHandler): void {
    this.handlers.set(name, handler);
  }

  enqueue(name: string, payload: unknown): void {
    this.waiting.push({ name, payload: structuredClone(payload) });
  }

  adopt(tasks: readonly BackgroundTask[]): void {
    for (const { name, payload } of tasks) this.enqueue(name, payload);
  }

  async runAll(signal = new AbortController().signal): Promise<void> {
    for (const task of this.waiting.splice(0)) await this.run(task, signal);
  }

  run({ name, payload }: { name: string; payload: unknown }, signal: AbortSignal): Promise<void> {
    const handler = this.handlers.get(name);
    if (!handler) throw new Error(`no handler for ${name}`);
    return handler(payload, signal);
  }

  asService(): TaskQueue {
    return this as unknown as TaskQueue;
  }
}

/** An embedding server that can be away: everything points the same way, so it is told apart from the built-in one. */
export class ScriptedEmbedder extends Embedder {
  readonly id = 'scripted-1';
  readonly similarityFloor = 0.3;
  readonly askedSimilarityFloor = 0.2;
  away = false;
  beforeEmbed: () => Promise<void> = async () => {};

  async embed(texts: readonly string[], abort: AbortSignal): Promise<Float32Array[]> {
    abort.throwIfAborted();
    await this.beforeEmbed();
    if (this.away) throw new Error('unreachable');
    return texts.map(() => {
      const vector = new Float32Array(EMBEDDING_DIMENSIONS);
      vector[0] = 1;
      return vector;
    });
  }
}
