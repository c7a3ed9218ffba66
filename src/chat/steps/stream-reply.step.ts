import { Injectable, Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { StreamConfig } from '../../config/config.slices.js';
import {
  FallbackLanguageModel,
  LanguageModel,
  LanguageModelError,
  type ReplyRequest,
} from '../../llm/ports/language-model.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { readInto, type TakeText } from '../../llm/ports/pushed-text.js';
import { Profile } from '../../platform/profiling/profile.decorator.js';
import { SafetyService } from '../../safety/safety.service.js';
import type { Tell } from '../frames/chat-frame.js';
import type { ReplyStatus } from '../ports/conversation-store.js';
import { EarlyReply } from '../early-reply.js';
import type { Place } from './admit.step.js';
import type { SpokenReply } from '../spoken-reply.js';

export interface ReplyOutcome {
  status: Extract<ReplyStatus, 'completed' | 'blocked' | 'failed'>;
  /** True when the companion stood in for the configured model. */
  fallbackUsed: boolean;
  /** True when the model broke off after its first token. */
  interrupted: boolean;
}

export interface ReplyOptions {
  said: SpokenReply;
  tell: Tell;
  /** Whether the model may be asked, and who hears how that went. */
  place: Pick<Place, 'mayUseModel' | 'modelAnswered'>;
  /** Taken where it was asked the same. */
  early?: EarlyReply | undefined;
  signal: AbortSignal;
}

/**
 * Steps 5 and 6. Says the reply, each piece released by the guard. When the model fails before its first token the
 * companion answers in its place; when it breaks off later the reply is closed with one graceful sentence and counts
 * as failed. Throws only when `signal` aborts. Where telling takes time the model waits.
 */
@Injectable()
export class StreamReplyStep {
  private readonly logger = new Logger(StreamReplyStep.name);

  constructor(
    private readonly model: LanguageModel,
    private readonly fallback: FallbackLanguageModel,
    private readonly safety: SafetyService,
    private readonly config: StreamConfig,
  ) {}

  @Profile('turn.reply')
  async say(request: ReplyRequest, options: ReplyOptions): Promise<ReplyOutcome> {
    const { said, tell, signal } = options;
    const { riskLevel: level, language, message } = request.context;
    const guard = this.safety.createOutputGuard({ level, language, message });
    const outcome: ReplyOutcome = { status: 'completed', fallbackUsed: false, interrupted: false };
    const take: TakeText = (piece) => {
      const released = guard.push(piece);
      if (guard.blocked) return false;
      if (released === '') return true;
      const told = tell(said.token(released));
      if (this.config.tokenDelayMs > 0) return this.afterDelay(told, signal);
      return told === undefined || told.then(() => true);
    };
    await this.read(request, outcome, options, take);
    if (outcome.interrupted) {
      await take(this.fallback.closeBrokenReply(said.text + guard.heldBack, request.context));
    }
    signal.throwIfAborted();
    const rest = guard.end();
    if (rest !== '') await tell(said.token(rest));
    // Held back words may turn out to be forbidden when the model has broken off: then it is the guard that ended the reply.
    return guard.blocked ? { ...outcome, status: 'blocked', interrupted: false } : outcome;
  }

  /** Asks the model before it is known whether its reply will be wanted; nothing of it is said. No request, no question. */
  askEarly(request: Promise<ReplyRequest | undefined>, signal: AbortSignal): EarlyReply {
    return new EarlyReply(this.model, request, signal);
  }

  /** STREAM_TOKEN_DELAY_MS. @throws the signal's reason when it aborts. */
  private async afterDelay(told: Promise<void> | undefined, signal: AbortSignal): Promise<boolean> {
    await told;
    await delay(this.config.tokenDelayMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    return true;
  }

  /** Reads the model's text, or the companion's where the model gives none; notes in `outcome` which it was. */
  private async read(
    request: ReplyRequest,
    outcome: ReplyOutcome,
    { place, early, signal }: ReplyOptions,
    take: TakeText,
  ): Promise<void> {
    let begun = false;
    if (place.mayUseModel) {
      try {
        const asked = await early?.take(request);
        await readInto(asked ?? this.model.stream(request, signal), (piece) => {
          if (!begun && this.model.kind === 'model') place.modelAnswered('began');
          begun ||= piece !== '';
          return take(piece);
        });
        return;
      } catch (error) {
        if (isOverload(signal.aborted ? signal.reason : error)) place.modelAnswered('gave_up');
        signal.throwIfAborted();
        this.logger.warn(
          `the companion stands in: ${error instanceof Error ? error.message : 'unknown error'}`,
        );
      }
    }
    outcome.fallbackUsed = this.model.kind === 'model';
    if (!begun) return readInto(this.fallback.stream(request, signal), take);
    outcome.interrupted = true;
    outcome.status = 'failed';
  }
}

/** The model had too much to do, or made the turn wait until its time was up. A reply that had begun was noted then. */
function isOverload(failure: unknown): boolean {
  if (failure instanceof DomainError) return failure.code === 'timeout';
  if (!(failure instanceof LanguageModelError)) return false;
  return ['first_token_timeout', 'timeout', 'rate_limited'].includes(failure.failure);
}
