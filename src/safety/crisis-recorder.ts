import { createHmac } from 'node:crypto';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import { SafetyConfig } from '../config/config.slices.js';
import { newOrderedId } from '../platform/identity/identifiers.js';
import type { Language } from '../platform/language/language.js';
import { TaskQueue } from '../tasks/task-queue.js';
import { ForgottenSessions } from './forgotten-sessions.js';
import { CrisisLedger } from './ports/crisis-ledger.js';
import { SessionRiskStore } from './ports/session-risk-store.js';
import { RISK_LEVELS, type SafetyVerdict } from './safety.types.js';
import type { SessionKey, StickyRisk } from './session-risk.tracker.js';

export const RECORD_TASK = 'safety.record';

const level = z.enum(RISK_LEVELS);

const payloadSchema = z.object({
  event: z.object({
    id: z.string(),
    occurredAt: z.coerce.date(),
    level,
    language: z.enum(['zh', 'en']),
    userHash: z.string(),
    ruleIds: z.array(z.string()),
    cardShown: z.boolean(),
    carried: z.boolean(),
  }),
  session: z.object({ userScope: z.string(), sessionId: z.string(), level, expiresAt: z.coerce.date() }),
});

export interface TurnRecord extends SessionKey {
  verdict: SafetyVerdict;
  language: Language;
  cardShown: boolean;
  sticky: StickyRisk;
}

/** Writes crisis events and session levels in the background: nothing of it stands before a reply. */
@Injectable()
export class CrisisRecorder implements OnModuleInit {
  private readonly logger = new Logger(CrisisRecorder.name);
  private readonly forgotten = new ForgottenSessions();

  constructor(
    private readonly config: SafetyConfig,
    private readonly tasks: TaskQueue,
    private readonly ledger: CrisisLedger,
    private readonly store: SessionRiskStore,
  ) {}

  onModuleInit(): void {
    this.tasks.register(RECORD_TASK, (payload, signal) => this.write(payload, signal));
  }

  /** Never throws: a turn must not fail because its record does. */
  record({ userScope, sessionId, verdict, language, cardShown, sticky }: TurnRecord): void {
    if (verdict.level === 'none' || (verdict.carried && !cardShown)) return;
    try {
      this.tasks.enqueue(RECORD_TASK, {
        event: {
          id: newOrderedId(),
          occurredAt: new Date(),
          level: verdict.level,
          language,
          userHash: this.hashUser(userScope),
          ruleIds: verdict.ruleIds,
          cardShown,
          carried: verdict.carried,
        },
        session: { userScope, sessionId, ...sticky },
      });
    } catch (error) {
      this.logger.error(`A crisis event was not queued (${error instanceof Error ? error.name : 'unknown'})`);
    }
  }

  /** Records that still wait do not write the level of this session any more. */
  forget(session: SessionKey): void {
    this.forgotten.add(session, new Date());
  }

  /** Each part may be written again: both are idempotent. */
  private async write(payload: unknown, signal: AbortSignal): Promise<void> {
    const { event, session } = payloadSchema.parse(payload);
    const { userScope, sessionId, ...risk } = session;
    const key = { userScope, sessionId };
    if (risk.level !== 'none' && !this.forgotten.has(key, event.occurredAt)) {
      await this.store.save(key, risk, event.occurredAt, signal);
      // Deleted while it was being written: whichever came last, nothing of it stays.
      if (this.forgotten.has(key, event.occurredAt)) await this.store.forget(key, signal);
    }
    await this.ledger.record(event, signal);
  }

  private hashUser(userScope: string): string {
    return createHmac('sha256', this.config.userHashSecret).update(userScope).digest('hex');
  }
}
