import { Module } from '@nestjs/common';
import { CacheModule } from '../cache/cache.module.js';
import { CacheConfig, RedisConfig } from '../config/config.slices.js';
import { EmotionModule } from '../emotion/emotion.module.js';
import { LlmModule } from '../llm/llm.module.js';
import { MemoryModule } from '../memory/memory.module.js';
import { WorkerGroup } from '../platform/cluster/worker-group.js';
import { ThrottlingModule } from '../platform/http/throttling.module.js';
import { RedisConnection } from '../platform/redis/redis-connection.js';
import { RedisSubscriber } from '../platform/redis/redis-subscriber.js';
import { RedisModule } from '../platform/redis/redis.module.js';
import { SafetyModule } from '../safety/safety.module.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { PostgresConversationStore } from './adapters/postgres-conversation-store.js';
import { PostgresTurnKeyStore } from './adapters/postgres-turn-key-store.js';
import { RedisStreamArchive } from './adapters/redis-stream-archive.js';
import { SpoolingConversationStore } from './adapters/spooling-conversation-store.js';
import { WorkerStreamArchive } from './adapters/worker-stream-archive.js';
import { ChatController } from './chat.controller.js';
import { ChatPipeline } from './chat.pipeline.js';
import { ConversationService } from './conversation.service.js';
import { IdempotentTurns } from './idempotency/idempotent-turns.js';
import { KeyedTurns } from './idempotency/keyed-turns.js';
import { TurnKeys } from './idempotency/turn-keys.js';
import { TurnRebuilder } from './idempotency/turn-rebuilder.js';
import { ConversationStore } from './ports/conversation-store.js';
import { StreamArchive } from './ports/stream-archive.js';
import { TurnKeyStore } from './ports/turn-key-store.js';
import { RefusedMessage } from './refused-message.js';
import { AdmitStep } from './steps/admit.step.js';
import { BuildPromptStep } from './steps/build-prompt.step.js';
import { ReadContextStep } from './steps/read-context.step.js';
import { RecordTurnStep } from './steps/record-turn.step.js';
import { ScreenStep } from './steps/screen.step.js';
import { StreamReplyStep } from './steps/stream-reply.step.js';
import { StreamResumeController } from './stream-resume.controller.js';
import { StreamingController } from './streaming.controller.js';
import { StreamingGateway } from './streaming.gateway.js';
import { StreamPublisher } from './streams/stream-publisher.js';
import { StreamsElsewhere } from './streams/streams-elsewhere.js';
import { TurnStreams } from './streams/turn-streams.js';
import { TurnObserver } from './turn-observer.js';
import { TurnRecovery } from './turn-recovery.js';

/** Redis where it is configured, so that any replica can serve a stream; else the workers of this service. */
function createStreamArchive(
  { url }: RedisConfig,
  { prefix }: CacheConfig,
  connection: RedisConnection,
  subscriber: RedisSubscriber,
  group: WorkerGroup,
): StreamArchive {
  if (url === undefined) return new WorkerStreamArchive(group);
  return new RedisStreamArchive(prefix, connection, subscriber);
}

@Module({
  imports: [
    CacheModule,
    EmotionModule,
    LlmModule,
    MemoryModule,
    SafetyModule,
    RedisModule,
    TasksModule,
    ThrottlingModule,
  ],
  controllers: [ChatController, StreamingController, StreamResumeController],
  providers: [
    ChatPipeline,
    ScreenStep,
    AdmitStep,
    ReadContextStep,
    BuildPromptStep,
    StreamReplyStep,
    RecordTurnStep,
    TurnObserver,
    TurnRecovery,
    TurnStreams,
    StreamPublisher,
    StreamsElsewhere,
    {
      provide: StreamArchive,
      inject: [RedisConfig, CacheConfig, RedisConnection, RedisSubscriber, WorkerGroup],
      useFactory: createStreamArchive,
    },
    IdempotentTurns,
    KeyedTurns,
    TurnKeys,
    TurnRebuilder,
    RefusedMessage,
    ConversationService,
    StreamingGateway,
    PostgresConversationStore,
    { provide: ConversationStore, useClass: SpoolingConversationStore },
    { provide: TurnKeyStore, useClass: PostgresTurnKeyStore },
  ],
})
export class ChatModule {}
