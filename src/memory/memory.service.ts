import { Injectable, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import { CacheService } from '../cache/cache.service.js';
import { newOrderedId } from '../platform/identity/identifiers.js';
import { ANONYMOUS, toUserScope } from '../platform/identity/user-scope.js';
import { foldToWords } from '../platform/language/spelling-fold.js';
import { Profile } from '../platform/profiling/profile.decorator.js';
import { TaskQueue } from '../tasks/task-queue.js';
import type { FollowUp, TaskOptions } from '../tasks/tasks.types.js';
import { ForgottenSessions } from './forgotten-sessions.js';
import { MemoryWriter } from './memory-writer.js';
import type { FinishedTurn, RecallQuery, RecalledMemory } from './memory.types.js';
import { MemoryStore } from './ports/memory-store.js';
import { MemoryFinder } from './recall/memory-finder.js';

export const REMEMBER_TASK = 'memory.remember';

/**
 * The database may know a message later than its task: spooled messages are replayed when it comes back. So many
 * attempts wait at least 75 s for it, database outages not counted. Given up, a task must not leave its text behind.
 */
const PATIENCE: TaskOptions = { attempts: 10, backoffMs: 1000, whenGivenUp: 'drop' };

const rememberPayload = z.object({
  userScope: z.string().min(1),
  sessionId: z.string(),
  messageId: z.string(),
  message: z.string(),
  emotion: z.string(),
  intensity: z.number(),
  observedAtMs: z.number(),
});

/**
 * What a user said in earlier sessions. Everything is bound to a user scope. `recall` and `forgetSession` throw when
 * the store is away or `signal` is aborted; the caller owns the deadline and the fallback.
 */
@Injectable()
export class MemoryService implements OnModuleInit {
  private readonly forgotten = new ForgottenSessions();
  /** Last write of each user scope that is still running. One after another, so a deletion also gets what is being written. */
  private readonly writes = new Map<string, Promise<unknown>>();

  constructor(
    private readonly finder: MemoryFinder,
    private readonly writer: MemoryWriter,
    private readonly store: MemoryStore,
    private readonly cache: CacheService,
    private readonly tasks: TaskQueue,
  ) {}

  onModuleInit(): void {
    this.tasks.register(REMEMBER_TASK, (payload, signal) => this.remember(payload, signal), PATIENCE);
  }

  /**
   * The memories that fit a message, best first, at most `limit`. Where the store has to be asked they are cached until
   * this user's memories change.
   */
  @Profile('memory.recall')
  async recall(query: RecallQuery, signal: AbortSignal): Promise<RecalledMemory[]> {
    // Somebody without a name has no other session to remember.
    if (query.userScope === toUserScope(ANONYMOUS, query.excludeSessionId)) return [];
    const whereabouts = await this.store.whereabouts(query, signal);
    if (whereabouts === 'none') return [];
    if (whereabouts === 'here' || query.cacheable === false) {
      return this.finder.find(query, new Date(), signal);
    }
    const text = JSON.stringify([query.excludeSessionId, query.limit, foldToWords(query.text)]);
    const { value } = await this.cache.getOrCompute<RecalledMemory[]>(
      { strategy: 'memory', scope: query.userScope, text },
      (computeSignal) => this.finder.find(query, new Date(), computeSignal),
      signal,
    );
    // A cached answer went through JSON.
    return value.map((memory) => ({ ...memory, createdAt: new Date(memory.createdAt) }));
  }

  /** What a finished turn leaves to the background, which keeps what is worth it; nothing where nothing is. */
  followUp(turn: FinishedTurn): FollowUp | undefined {
    if (!this.writer.mayKeep(turn)) return undefined;
    const { userScope, sessionId, messageId, message, emotion, intensity } = turn;
    const observedAtMs = turn.receivedAt.getTime();
    const payload = { userScope, sessionId, messageId, message, emotion, intensity, observedAtMs };
    return { id: newOrderedId(), name: REMEMBER_TASK, payload };
  }

  /** Removes what was said in a session, and what its waiting turns would still add. */
  async forgetSession(userScope: string, sessionId: string, signal: AbortSignal): Promise<void> {
    this.forgotten.add(userScope, sessionId, Date.now());
    await this.inTurn(userScope, async () => {
      try {
        await this.store.forgetSession(userScope, sessionId, signal);
      } finally {
        // An aborted delete may still have happened.
        await this.cache.invalidate('memory', userScope);
      }
    });
  }

  /**
   * After a deletion of which nobody knows whether it happened: nothing is answered from what this process kept of the
   * user, or of anybody, that the database does not have any more.
   */
  async doubt(userScope?: string): Promise<void> {
    this.store.letGo(userScope);
    if (userScope === undefined) await this.cache.clear('memory:*');
    else await this.cache.invalidate('memory', userScope);
  }

  private async remember(payload: unknown, signal: AbortSignal): Promise<void> {
    const { observedAtMs, ...said } = rememberPayload.parse(payload);
    const turn: FinishedTurn = { ...said, receivedAt: new Date(observedAtMs) };
    await this.inTurn(turn.userScope, async () => {
      signal.throwIfAborted();
      if (this.forgotten.has(turn.userScope, turn.sessionId, observedAtMs)) return;
      let changed = true;
      try {
        const kept = await this.writer.remember(turn, signal);
        changed = kept > 0;
      } finally {
        // A failed write may have stored a part.
        if (changed) await this.cache.invalidate('memory', turn.userScope);
      }
    });
  }

  /** Runs one user's writes one after another; a failed one does not hold up the next. */
  private async inTurn(userScope: string, write: () => Promise<void>): Promise<void> {
    const before = this.writes.get(userScope) ?? Promise.resolve();
    const current = before.then(write, write);
    this.writes.set(userScope, current);
    try {
      await current;
    } finally {
      if (this.writes.get(userScope) === current) this.writes.delete(userScope);
    }
  }
}
