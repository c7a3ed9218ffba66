import type { Observable } from 'rxjs';
import type { CacheService } from '../../src/cache/cache.service.js';
import { ChatPipeline } from '../../src/chat/chat.pipeline.js';
import type { ChatFrame } from '../../src/chat/frames/chat-frame.js';
import { AdmitStep } from '../../src/chat/steps/admit.step.js';
import { BuildPromptStep } from '../../src/chat/steps/build-prompt.step.js';
import { ReadContextStep } from '../../src/chat/steps/read-context.step.js';
import { RecordTurnStep } from '../../src/chat/steps/record-turn.step.js';
import { ScreenStep } from '../../src/chat/steps/screen.step.js';
import { StreamReplyStep } from '../../src/chat/steps/stream-reply.step.js';
import { TurnObserver } from '../../src/chat/turn-observer.js';
import { toTurn, type Turn, type TurnInput } from '../../src/chat/turn.js';
import { RuntimeSettings } from '../../src/config/runtime-settings.js';
import { StreamConfig, type LimitsConfig } from '../../src/config/config.slices.js';
import { LexiconEmotionAnalyzer } from '../../src/emotion/adapters/lexicon-emotion-analyzer.js';
import { EmotionService } from '../../src/emotion/emotion.service.js';
import { CompanionLanguageModel } from '../../src/llm/adapters/companion/companion-language-model.js';
import { HashedNgramEmbedder } from '../../src/memory/adapters/hashed-ngram/hashed-ngram.embedder.js';
import { MemoryPicker } from '../../src/memory/memory-picker.js';
import { MemoryWriter } from '../../src/memory/memory-writer.js';
import { MemoryService } from '../../src/memory/memory.service.js';
import { MemoryFinder } from '../../src/memory/recall/memory-finder.js';
import { TopicVectors } from '../../src/memory/recall/topic-vectors.js';
import { DependencyRegistry } from '../../src/platform/dependencies/dependency-registry.js';
import { Lifecycle } from '../../src/platform/lifecycle/lifecycle.js';
import { Metrics } from '../../src/platform/metrics/metrics.js';
import { TurnLatencyWindow } from '../../src/platform/profiling/turn-latency-window.js';
import { StreamRegistry } from '../../src/platform/streams/stream-registry.js';
import { limiterWith } from './concurrency.js';
import { limitsOf } from './limits.js';
import { HeldTaskQueue } from './memory-collaborators.js';
import { createSafety } from './safety.js';
import {
  ScriptedConversationStore,
  ScriptedEmotionAnalyzer,
  ScriptedMemoryStore,
  ScriptedModel,
  ScriptedSessionRiskStore,
} from './scripted-ports.js';
import { workerPool } from './task-queue.js';

export const ORDINARY = '我今天被领导批评了，好难过';
/** Holds something worth remembering. */
export const MEMORABLE = '我叫小明，在杭州上班，最近总失眠';
/** Shows a wish to die without a plan: level medium. */
export const IDEATION = '我不想活了';
/** Shows a plan: level high. */
export const PLAN = '我准备好了安眠药，今晚就自杀';

const lexicon = new LexiconEmotionAnalyzer();
const embedder = new HashedNgramEmbedder();
export const companion = new CompanionLanguageModel();
/** No turn gets as far as remembering, so no thread is started. */
const workers = workerPool();
let users = 0;

/** A turn as the transports make it, of a user nobody else is. */
export function turnOf(message: string, input: Partial<TurnInput> = {}): Turn {
  const user = { user_id: `user-${(users += 1)}`, session_id: 'session' };
  return toTurn({ message, ...user, ...input }, { requestId: 'request-1', transport: 'sse' });
}

/** The whole turn as the modules wire it, with scripts in the place of what lies outside of the process. */
export class TurnFixture {
  readonly conversations = new ScriptedConversationStore();
  readonly analyzer = new ScriptedEmotionAnalyzer(lexicon);
  readonly memories = new ScriptedMemoryStore();
  readonly risks = new ScriptedSessionRiskStore();
  readonly model = new ScriptedModel();
  readonly tasks = new HeldTaskQueue();
  readonly dependencies = new DependencyRegistry();
  readonly lifecycle = new Lifecycle();
  readonly metrics = new Metrics();
  readonly streams = new StreamRegistry(this.metrics);
  readonly limits: LimitsConfig;
  readonly settings = settingsWithTimeout(30_000);
  readonly limiter = limiterWith(this.settings, this.metrics);
  readonly safety = createSafety({ store: this.risks });
  readonly emotion: EmotionService;
  readonly memory: MemoryService;
  readonly screening = new ScreenStep(this.safety.service);
  readonly reading: ReadContextStep;
  readonly replying: StreamReplyStep;
  readonly recording: RecordTurnStep;
  readonly pipeline: ChatPipeline;

  constructor(cache: CacheService, variables: Record<string, string> = {}) {
    this.limits = limitsOf(variables);
    this.emotion = new EmotionService(this.analyzer, lexicon, cache);
    this.memory = new MemoryService(
      new MemoryFinder(new TopicVectors(embedder, cache), embedder, this.memories),
      new MemoryWriter(new MemoryPicker(workers), embedder, embedder, this.memories),
      this.memories,
      cache,
      this.tasks.asService(),
    );
    this.memory.onModuleInit();
    const { service: safety } = this.safety;
    const { emotion, memory, conversations, dependencies, limits } = this;
    this.reading = new ReadContextStep(emotion, safety, memory, conversations, dependencies, limits);
    this.replying = new StreamReplyStep(this.model, companion, safety, STREAM);
    this.recording = new RecordTurnStep(conversations, memory, safety, this.tasks.asService(), limits);
    this.pipeline = new ChatPipeline(
      this.screening,
      new AdmitStep(this.limiter, this.lifecycle),
      this.reading,
      new BuildPromptStep(cache),
      this.replying,
      this.recording,
      new TurnObserver(this.streams, this.lifecycle, this.settings, new TurnLatencyWindow(), this.metrics),
    );
  }

  /** Clears what was written down, for the next turn. */
  forget(): void {
    for (const written of [this.conversations.replies, this.tasks.waiting, this.model.requests]) {
      written.length = 0;
    }
  }

  /** What the turns leave to the background: stored with their replies, or else in this process. */
  get followUps(): { name: string; payload: unknown }[] {
    return [...this.conversations.replies.flatMap(({ followUps = [] }) => followUps), ...this.tasks.waiting];
  }

  get observed(): unknown[] {
    return this.followUps.filter(({ name }) => name === 'memory.remember');
  }
}

export interface SeenTurn {
  frames: ChatFrame[];
  /** The refusal, when there was no frame. */
  error: unknown;
  ended: boolean;
}

/** Subscribes and keeps what comes; `onFrame` hears of each frame and may end the subscription. */
export function watch(
  frames: Observable<ChatFrame>,
  onFrame: (count: number, leave: () => void) => void = () => {},
): SeenTurn {
  const seen: SeenTurn = { frames: [], error: undefined, ended: false };
  const subscription = frames.subscribe({
    next: (frame) => {
      seen.frames.push(frame);
      onFrame(seen.frames.length, () => queueMicrotask(() => subscription.unsubscribe()));
    },
    error: (error: unknown) => {
      seen.error = error;
      seen.ended = true;
    },
    complete: () => {
      seen.ended = true;
    },
  });
  return seen;
}

const STREAM = new StreamConfig({
  enabled: true,
  chunkBytes: 1024,
  bufferBytes: 8192,
  tokenDelayMs: 0,
  heartbeatMs: 15_000,
  resumeGraceMs: 0,
  resumable: false,
});

function settingsWithTimeout(requestTimeoutMs: number): RuntimeSettings {
  return new RuntimeSettings({
    cacheEnabled: true,
    maxConcurrentRequests: 50,
    requestTimeoutMs,
    ttlSeconds: { emotion: 60, memory: 60, prompt: 60, default: 60 },
    adaptiveEnabled: false,
  });
}
