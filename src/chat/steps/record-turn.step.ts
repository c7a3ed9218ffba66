import { Injectable, Logger } from '@nestjs/common';
import { LimitsConfig } from '../../config/config.slices.js';
import { toReliableFeeling } from '../../emotion/emotion.types.js';
import { MemoryService } from '../../memory/memory.service.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { withDeadline } from '../../platform/resilience/deadline.js';
import { SafetyService } from '../../safety/safety.service.js';
import { atLeast, isUrgent, ownLevel, type SafetyVerdict } from '../../safety/safety.types.js';
import { TaskQueue } from '../../tasks/task-queue.js';
import type { FollowUp } from '../../tasks/tasks.types.js';
import { ConversationStore, type Reply, type ReplyStatus } from '../ports/conversation-store.js';
import type { Turn } from '../turn.js';
import type { TurnContext } from './read-context.step.js';

export interface Outcome {
  status: ReplyStatus;
  text: string;
  context: TurnContext | undefined;
}

/** One turn's two writes. */
export interface TurnRecord {
  /** Settles once the user's message is safe. @throws {DomainError} when it is not: the turn must be refused. */
  readonly saved: Promise<void>;
  /** As `saved`, but waits at most `patienceMs` and never rejects: for those who cannot wait. */
  savedWithin(patienceMs: number): Promise<void>;
  /** Stores the reply once; the first call wins, later ones wait for it. Never rejects. */
  finish(outcome: Outcome): Promise<void>;
}

/** The store keeps DATABASE_TIMEOUT and then spools; one that does not even do that is given up after this much more. */
const SPOOLING_MS = 2000;

/**
 * Step 7. The user's message is stored before anything is said; the reply once, with the status it ended with. What
 * follows from a turn (memories, the crisis ledger) is stored with that status, so that no crash comes between, and left
 * to the background.
 */
@Injectable()
export class RecordTurnStep {
  private readonly logger = new Logger(RecordTurnStep.name);

  constructor(
    private readonly conversations: ConversationStore,
    private readonly memory: MemoryService,
    private readonly safety: SafetyService,
    private readonly tasks: TaskQueue,
    private readonly limits: LimitsConfig,
  ) {}

  begin(turn: Turn, verdict: SafetyVerdict): TurnRecord {
    const { turnId, userId, userScope, sessionId } = turn;
    const message = {
      id: turnId,
      turnId,
      userId,
      userScope,
      sessionId,
      content: turn.message,
      riskLevel: ownLevel(verdict),
      createdAt: turn.receivedAt,
    };
    // What is given up is refused and not kept. Help is given all the same, so what was said then is, however late.
    const saved = this.bounded('saving a message', (signal) =>
      this.conversations.saveUserMessage(message, isUrgent(verdict) ? undefined : signal),
    ).then(() => undefined, refuse);
    // A crisis turn answers without waiting for this; its failure is seen when finish() waits for it.
    saved.catch(() => undefined);

    let finished: Promise<void> | undefined;
    return {
      saved,
      savedWithin: (patienceMs) => patiently(saved, patienceMs),
      finish: (outcome) => {
        finished ??= this.store(turn, verdict, saved, outcome);
        return finished;
      },
    };
  }

  private async store(
    turn: Turn,
    verdict: SafetyVerdict,
    saved: Promise<void>,
    outcome: Outcome,
  ): Promise<void> {
    const { turnId, userId, sessionId } = turn;
    const { status, text, context } = outcome;
    const safety = context?.safety ?? verdict;
    const followUps = this.followUpsOf(turn, safety, outcome);
    try {
      await saved;
      const reply = {
        id: turn.replyId,
        turnId,
        userId,
        sessionId,
        content: text,
        status,
        ...(context && { emotion: toStoredEmotion(context.emotion) }),
        riskLevel: ownLevel(safety),
        createdAt: new Date(),
        followUps,
      };
      await this.bounded('saving a reply', (signal) => this.conversations.saveReply(reply, signal));
    } catch (error) {
      this.logger.error(
        `turn ${turnId} could not be stored: ${error instanceof Error ? error.name : 'unknown error'}`,
      );
      // Nowhere to keep them: they are done as long as this process lives. To be done twice does them no harm.
      for (const { name, payload } of followUps) this.tasks.enqueue(name, payload);
    }
  }

  /** What is left to the background once the turn has ended: its crisis event, and what is worth remembering. */
  private followUpsOf(turn: Turn, safety: SafetyVerdict, { status, context }: Outcome): FollowUp[] {
    const { turnId, userScope, sessionId, language } = turn;
    const cardShown = context !== undefined;
    const judged = { turnId, userScope, sessionId, verdict: safety, language, cardShown };
    const followUps = this.safety.followUps({ ...judged, occurredAt: new Date() });
    if (status === 'completed' && context && !atLeast(ownLevel(safety), 'medium')) {
      const { emotion, intensity } = toReliableFeeling(context.emotion);
      const said = { userScope, sessionId, messageId: turnId, message: turn.message };
      const toRemember = this.memory.followUp({ ...said, emotion, intensity, receivedAt: turn.receivedAt });
      if (toRemember) followUps.push(toRemember);
    }
    return followUps;
  }

  private bounded<T>(what: string, write: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return withDeadline(write, { what, timeoutMs: this.limits.databaseTimeoutMs + SPOOLING_MS });
  }
}

/** Not the evidence: it is message text, and a reply may wait in the spool. */
function toStoredEmotion({ emotion, intensity, confidence }: TurnContext['emotion']): Reply['emotion'] {
  return { emotion, intensity, confidence };
}

function patiently(saved: Promise<void>, patienceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, patienceMs);
    const settle = () => {
      clearTimeout(timer);
      resolve();
    };
    saved.then(settle, settle);
  });
}

function refuse(error: unknown): never {
  if (error instanceof DomainError) throw error;
  throw new DomainError('dependency_unavailable', 'Your message cannot be stored now. Please try again.', {
    cause: error,
    retryAfterSeconds: 5,
  });
}
