import { Injectable } from '@nestjs/common';
import { MemoryService } from '../memory/memory.service.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { ANONYMOUS, toUserScope } from '../platform/identity/user-scope.js';
import { DeadlineExceededError } from '../platform/resilience/deadline.js';
import { SafetyService } from '../safety/safety.service.js';
import { NEVER } from './client-signal.js';
import type { HistoryDto, SessionListDto } from './dto/chat-response.dto.js';
import { ConversationStore } from './ports/conversation-store.js';
import { TurnStreams } from './streams/turn-streams.js';

/** What the history and session routes read and remove. */
@Injectable()
export class ConversationService {
  constructor(
    private readonly conversations: ConversationStore,
    private readonly memory: MemoryService,
    private readonly safety: SafetyService,
    private readonly streams: TurnStreams,
  ) {}

  async history(
    sessionId: string,
    query: { userId: string | undefined; limit: number },
  ): Promise<HistoryDto> {
    const messages = await this.conversations.history({
      sessionId,
      ...withUser(query.userId),
      limit: query.limit,
    });
    return {
      session_id: sessionId,
      messages: messages.map(({ id, role, content, emotion, status, createdAt }) => ({
        id,
        role,
        content,
        ...(emotion !== undefined && { emotion }),
        status,
        timestamp: createdAt.toISOString(),
      })),
    };
  }

  /** An anonymous user's sessions have nothing in common, so there is no list of them. */
  async sessionsOf(userId: string): Promise<SessionListDto> {
    if (userId === ANONYMOUS) {
      throw new DomainError(
        'forbidden',
        'Anonymous sessions cannot be listed: each belongs to its own session id alone.',
      );
    }
    const sessions = await this.conversations.sessionsOf(userId);
    return {
      user_id: userId,
      sessions: sessions.map((session) => ({
        session_id: session.sessionId,
        message_count: session.messageCount,
        created_at: session.createdAt.toISOString(),
        updated_at: session.updatedAt.toISOString(),
      })),
    };
  }

  async delete(sessionId: string, userId: string | undefined): Promise<void> {
    const { userScope } = await this.deleteRows(sessionId, userId);
    // The rows are gone and a second request finds no session: what is left depends on no client, nor on each other.
    const left = await Promise.allSettled([
      this.streams.forget({ userScope, sessionId }),
      this.safety.forgetSession(userScope, sessionId, NEVER),
      this.memory.forgetSession(userScope, sessionId, NEVER),
    ]);
    for (const part of left) if (part.status === 'rejected') throw part.reason;
  }

  private async deleteRows(sessionId: string, userId: string | undefined): Promise<{ userScope: string }> {
    try {
      return await this.conversations.deleteSession({ sessionId, ...withUser(userId) });
    } catch (error) {
      // They may be gone all the same, and whoever asks again is told that there is no such session.
      if (error instanceof DeadlineExceededError) {
        await this.memory.doubt(userId === undefined ? undefined : toUserScope(userId, sessionId));
      }
      throw error;
    }
  }
}

function withUser(userId: string | undefined): { userId?: string } {
  return userId === undefined ? {} : { userId };
}
