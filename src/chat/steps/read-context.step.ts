import { Injectable, Logger } from '@nestjs/common';
import { LimitsConfig } from '../../config/config.slices.js';
import { EmotionService } from '../../emotion/emotion.service.js';
import { NEUTRAL_EMOTION, type EmotionResult } from '../../emotion/emotion.types.js';
import { MemoryService } from '../../memory/memory.service.js';
import type { RecalledMemory } from '../../memory/memory.types.js';
import { DependencyRegistry } from '../../platform/dependencies/dependency-registry.js';
import { Profile } from '../../platform/profiling/profile.decorator.js';
import { withDeadline } from '../../platform/resilience/deadline.js';
import { sideBySide } from '../../platform/resilience/side-by-side.js';
import { SafetyService } from '../../safety/safety.service.js';
import { atLeast, higherRisk, type SafetyVerdict } from '../../safety/safety.types.js';
import { ConversationStore, type StoredMessage } from '../ports/conversation-store.js';
import { stringsIn } from '../turn-texts.js';
import type { Turn } from '../turn.js';

/** What the reply takes into account. */
export interface TurnContext {
  emotion: EmotionResult;
  safety: SafetyVerdict;
  memories: readonly RecalledMemory[];
  /** Earlier messages of the session, oldest first, without this turn's. */
  history: readonly StoredMessage[];
  /** The parts that failed and were replaced by their fallback, and the dependencies that are lost now. */
  degraded: readonly string[];
  /** Seconds per part. */
  timings: Readonly<Record<string, number>>;
}

/** Both reject only when the turn is aborted. */
export interface ContextReading {
  whole: Promise<TurnContext>;
  /** History and memories with what this process makes of the message alone; the whole where no server is asked, too. */
  early: () => Promise<TurnContext>;
}

const HISTORY_MESSAGES = 20;
const RECALLED_MEMORIES = 5;
/** A person in danger waits for memories no longer than this. */
const CRISIS_PATIENCE_MS = 700;

/**
 * Step 3. Reads emotion, safety, memory and recent history side by side. Each part has its own deadline and its own
 * fallback (neutral, cautious, none, none), so the slowest part costs its deadline and nothing else. An emotion model
 * that fails before that is replaced by the local reading. Rejects only when `signal` aborts.
 */
@Injectable()
export class ReadContextStep {
  private readonly logger = new Logger(ReadContextStep.name);

  constructor(
    private readonly emotion: EmotionService,
    private readonly safety: SafetyService,
    private readonly memory: MemoryService,
    private readonly conversations: ConversationStore,
    private readonly dependencies: DependencyRegistry,
    private readonly limits: LimitsConfig,
  ) {}

  read(turn: Turn, verdict: SafetyVerdict, signal: AbortSignal): ContextReading {
    const parts = this.startParts(turn, verdict, signal);
    const whole = this.readWhole(turn, parts);
    return { whole, early: () => (this.asksServers ? this.readEarly(turn, verdict, parts) : whole) };
  }

  private get asksServers(): boolean {
    return this.emotion.asksServer || this.safety.asksServer;
  }

  private startParts(turn: Turn, verdict: SafetyVerdict, signal: AbortSignal): Parts {
    const crisis = atLeast(verdict.level, 'medium');
    const { analysisTimeoutMs, vectorSearchTimeoutMs, databaseTimeoutMs } = this.limits;
    const inPlace = sideBySide(this.limits.analysisConcurrency);
    const within = (timeoutMs: number) => ({
      timeoutMs: crisis ? Math.min(timeoutMs, CRISIS_PATIENCE_MS) : timeoutMs,
      signal,
      inPlace,
    });
    const { userScope, userId, sessionId } = turn;
    const texts = [turn.message, ...stringsIn(turn.metadata)];

    return {
      emotion: this.part('emotion', within(analysisTimeoutMs), NEUTRAL_EMOTION, (partSignal) =>
        this.emotion.analyze(turn.message, { userScope, cacheable: !crisis }, partSignal),
      ),
      safety: this.part('safety', within(analysisTimeoutMs), cautious(verdict), (partSignal) =>
        this.safety.assess({ userScope, sessionId, verdict, texts }, partSignal),
      ),
      memories: this.part('memory', within(vectorSearchTimeoutMs), [], (partSignal) =>
        this.memory.recall(
          {
            userScope,
            excludeSessionId: sessionId,
            text: turn.message,
            limit: RECALLED_MEMORIES,
            cacheable: !crisis,
          },
          partSignal,
        ),
      ),
      history: this.part('history', within(databaseTimeoutMs), [], (partSignal) =>
        this.conversations.recentMessages({ userId, sessionId, limit: HISTORY_MESSAGES + 1 }, partSignal),
      ),
    };
  }

  @Profile('turn.context')
  private async readWhole(turn: Turn, parts: Parts): Promise<TurnContext> {
    const [emotion, safety, memories, history] = await Promise.all([
      parts.emotion,
      parts.safety,
      parts.memories,
      parts.history,
    ]);
    return {
      emotion: emotion.value,
      safety: safety.value,
      memories: memories.value,
      history: withoutThisTurn(turn, history.value),
      degraded: [
        ...new Set([
          ...(emotion.failed || emotion.value.degraded ? ['emotion'] : []),
          ...(safety.value.degraded ? ['safety'] : []),
          ...(safety.value.moderationFailed ? ['moderation'] : []),
          ...[memories, history].flatMap((part) => (part.failed ? [part.name] : [])),
          ...turn.degraded,
          ...this.dependencies.lost(),
        ]),
      ],
      timings: Object.fromEntries(
        [emotion, safety, memories, history].map((part) => [part.name, part.seconds]),
      ),
    };
  }

  private async readEarly(turn: Turn, verdict: SafetyVerdict, parts: Parts): Promise<TurnContext> {
    const [memories, history] = await Promise.all([parts.memories, parts.history]);
    // A server's answer that is there already, such as a remembered one, goes before the local reading.
    const [emotion, safety] = await Promise.all([ifThere(parts.emotion), ifThere(parts.safety)]);
    return {
      ...this.withoutWaiting(turn, verdict),
      emotion: emotion?.value ?? this.emotion.analyzeNow(turn.message),
      safety: safety?.value ?? verdict,
      memories: memories.value,
      history: withoutThisTurn(turn, history.value),
    };
  }

  /** What is known without any wait, for a turn whose help must not wait either. */
  readNow(turn: Turn, verdict: SafetyVerdict): TurnContext {
    return {
      ...this.withoutWaiting(turn, verdict),
      emotion: this.emotion.analyzeNow(turn.message),
      safety: verdict,
      memories: [],
      history: [],
    };
  }

  private withoutWaiting(turn: Turn, verdict: SafetyVerdict): Pick<TurnContext, 'degraded' | 'timings'> {
    const degraded = [...(verdict.degraded ? ['safety'] : []), ...turn.degraded, ...this.dependencies.lost()];
    return { degraded, timings: {} };
  }

  private async part<T>(
    name: string,
    { timeoutMs, signal, inPlace }: PartBounds,
    fallback: T,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<Part<T>> {
    let startedAt = performance.now();
    const seconds = () => Math.round(performance.now() - startedAt) / 1000;
    try {
      const value = await inPlace(() => {
        startedAt = performance.now();
        return withDeadline(work, { what: name, timeoutMs, signal });
      });
      return { name, value, failed: false, seconds: seconds() };
    } catch (error) {
      signal.throwIfAborted();
      this.logger.warn(`${name} fell back: ${error instanceof Error ? error.name : 'unknown error'}`);
      return { name, value: fallback, failed: true, seconds: seconds() };
    }
  }
}

interface Part<T> {
  name: string;
  value: T;
  failed: boolean;
  seconds: number;
}

interface Parts {
  emotion: Promise<Part<EmotionResult>>;
  safety: Promise<Part<SafetyVerdict>>;
  memories: Promise<Part<readonly RecalledMemory[]>>;
  history: Promise<Part<readonly StoredMessage[]>>;
}

interface PartBounds {
  timeoutMs: number;
  signal: AbortSignal;
  /** Starts the part when its turn comes; its deadline begins then. */
  inPlace: ReturnType<typeof sideBySide>;
}

/** What a promise has come to, if it has. */
function ifThere<T>(promise: Promise<T>): Promise<T | undefined> {
  return Promise.race([promise, Promise.resolve(undefined)]);
}

function withoutThisTurn({ turnId }: Turn, messages: readonly StoredMessage[]): readonly StoredMessage[] {
  return messages.filter((message) => message.turnId !== turnId).slice(-HISTORY_MESSAGES);
}

/** Unknown is never "safe": without the session's past the turn is treated as low at least. */
function cautious(verdict: SafetyVerdict): SafetyVerdict {
  return { ...verdict, level: higherRisk(verdict.level, 'low'), degraded: true };
}
