import { Module } from '@nestjs/common';
import { CacheModule } from '../cache/cache.module.js';
import { EmotionModule } from '../emotion/emotion.module.js';
import { LlmModule } from '../llm/llm.module.js';
import { MemoryModule } from '../memory/memory.module.js';
import { ThrottlingModule } from '../platform/http/throttling.module.js';
import { SafetyModule } from '../safety/safety.module.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { PostgresConversationStore } from './adapters/postgres-conversation-store.js';
import { SpoolingConversationStore } from './adapters/spooling-conversation-store.js';
import { ChatController } from './chat.controller.js';
import { ChatPipeline } from './chat.pipeline.js';
import { ConversationService } from './conversation.service.js';
import { SseInterceptor } from './frames/sse.interceptor.js';
import { ConversationStore } from './ports/conversation-store.js';
import { AdmitStep } from './steps/admit.step.js';
import { BuildPromptStep } from './steps/build-prompt.step.js';
import { ReadContextStep } from './steps/read-context.step.js';
import { RecordTurnStep } from './steps/record-turn.step.js';
import { ScreenStep } from './steps/screen.step.js';
import { StreamReplyStep } from './steps/stream-reply.step.js';
import { StreamingController } from './streaming.controller.js';
import { StreamingGateway } from './streaming.gateway.js';
import { TurnStreams } from './streams/turn-streams.js';
import { TurnObserver } from './turn-observer.js';
import { TurnRecovery } from './turn-recovery.js';

@Module({
  imports: [CacheModule, EmotionModule, LlmModule, MemoryModule, SafetyModule, TasksModule, ThrottlingModule],
  controllers: [ChatController, StreamingController],
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
    ConversationService,
    SseInterceptor,
    StreamingGateway,
    PostgresConversationStore,
    { provide: ConversationStore, useClass: SpoolingConversationStore },
  ],
})
export class ChatModule {}
