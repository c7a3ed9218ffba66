import { Injectable } from '@nestjs/common';
import { NEUTRAL_EMOTION } from '../../emotion/emotion.types.js';
import { higherRisk, type SafetyVerdict } from '../../safety/safety.types.js';
import type { ChatFrame } from '../frames/chat-frame.js';
import * as frame from '../frames/frame-factory.js';
import { ConversationStore, type StoredTurn, type TurnName } from '../ports/conversation-store.js';
import { SpokenReply } from '../spoken-reply.js';
import { ScreenStep } from '../steps/screen.step.js';
import type { Turn } from '../turn.js';

/** A turn whose frames are kept no more, told from what is stored of it. */
@Injectable()
export class TurnRebuilder {
  constructor(
    private readonly conversations: ConversationStore,
    private readonly screening: ScreenStep,
  ) {}

  find(turn: TurnName): Promise<StoredTurn | undefined> {
    return this.conversations.findTurn(turn);
  }

  /**
   * The frames of a turn in their order, the reply in one token. Memories and timings are not stored, so there are none.
   * Help is shown again, by what was found then or by what the session shows now.
   * @param turn under the ids it had.
   */
  rebuild(turn: Turn, stored: StoredTurn, verdict: SafetyVerdict): ChatFrame[] {
    const level = higherRisk(stored.riskLevel ?? 'none', verdict.level);
    const safety = { ...verdict, level };
    const emotion = { ...NEUTRAL_EMOTION, ...stored.emotion };
    const context = { emotion, safety, memories: [], history: [], degraded: turn.degraded, timings: {} };
    const { card } = this.screening.help(turn, safety);
    const text = stored.reply?.content ?? '';
    const outcome = {
      status: stored.status === 'blocked' ? ('blocked' as const) : ('completed' as const),
      fallbackUsed: false,
      interrupted: stored.status === 'failed',
    };
    return [
      frame.startFrame(turn),
      frame.processingFrame(turn),
      frame.analysisFrame(turn, context),
      ...(card ? [frame.safetyFrame(card)] : []),
      frame.generatingFrame(turn),
      ...(text === '' ? [] : [new SpokenReply().token(text)]),
      frame.completeFrame(turn, text, outcome, turn.degraded),
    ];
  }
}

/** Whether a reply is stored that was told to its end. */
export function isWhole({ status }: StoredTurn): boolean {
  return status === 'completed' || status === 'blocked' || status === 'failed';
}
