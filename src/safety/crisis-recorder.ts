import { createHmac } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import { SafetyConfig } from '../config/config.slices.js';
import { newOrderedId } from '../platform/identity/identifiers.js';
import type { Language } from '../platform/language/language.js';
import { TaskQueue } from '../tasks/task-queue.js';
import type { FollowUp } from '../tasks/tasks.types.js';
import { ForgottenSessions } from './forgotten-sessions.js';
import { CrisisLedger } from './ports/crisis-ledger.js';
import { SessionRiskStore } from './ports/session-risk-store.js';
import { RISK_LEVELS, type SafetyVerdict } from './safety.types.js';
import type { SessionKey, StickyRisk } from './session-risk.tracker.js';

export const RECORD_TASK = 'safety.record';
export const LEVEL_TASK = 'safety.level';

const level = z.enum(RISK_LEVELS);

const sessionSchema = z.object({
  userScope: z.string(),
  sessionId: z.string(),
  level,
  expiresAt: z.coerce.date(),
});

const recordSchema = z.object({
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
  /** Tasks of earlier versions bring the level along. */
  session: sessionSchema.optional(),
});

const levelSchema = z.object({ session: sessionSchema, occurredAt: z.coerce.date() });

export interface JudgedTurn extends SessionKey {
  turnId: string;
  verdict: SafetyVerdict;
  language: Language;
  cardShown: boolean;
  occurredAt: Date;
}

/** Has crisis events and session levels written in the background: nothing of it stands before a reply. */
@Injectable()
export class CrisisRecorder implements OnModuleInit {
  private readonly forgotten = new ForgottenSessions();

  constructor(
    private readonly config: SafetyConfig,
    private readonly tasks: TaskQueue,
    private readonly ledger: CrisisLedger,
    private readonly store: SessionRiskStore,
  ) {}

  onModuleInit(): void {
    this.tasks.register(RECORD_TASK, (payload, signal) => this.writeEvent(payload, signal));
    this.tasks.register(LEVEL_TASK, (payload, signal) => this.writeLevel(levelSchema.parse(payload), signal));
  }

  /**
   * The event counts whatever becomes of the turn and its session, so it names neither; once, however often it is
   * written, as its id comes from the turn. The level goes with the session.
   */
  followUps(turn: JudgedTurn, sticky: StickyRisk): FollowUp[] {
    const { turnId, userScope, sessionId, verdict, language, cardShown, occurredAt } = turn;
    const { level, carried, ruleIds } = verdict;
    if (level === 'none' || (carried && !cardShown)) return [];
    const event = {
      id: this.hash(`turn/${turnId}`),
      occurredAt,
      level,
      language,
      userHash: this.hash(userScope),
      ruleIds,
      cardShown,
      carried,
    };
    const record: FollowUp = { id: newOrderedId(), name: RECORD_TASK, payload: { event }, evenIfGone: true };
    if (sticky.level === 'none') return [record];
    const session = { userScope, sessionId, ...sticky };
    return [record, { id: newOrderedId(), name: LEVEL_TASK, payload: { session, occurredAt } }];
  }

  /** Records that still wait do not write the level of this session any more. */
  forget(session: SessionKey): void {
    this.forgotten.add(session, new Date());
  }

  /** Each part may be written again: both are idempotent. */
  private async writeEvent(payload: unknown, signal: AbortSignal): Promise<void> {
    const { event, session } = recordSchema.parse(payload);
    if (session) await this.writeLevel({ session, occurredAt: event.occurredAt }, signal);
    await this.ledger.record(event, signal);
  }

  private async writeLevel(
    { session, occurredAt }: z.output<typeof levelSchema>,
    signal: AbortSignal,
  ): Promise<void> {
    const { userScope, sessionId, ...risk } = session;
    const key = { userScope, sessionId };
    if (risk.level === 'none' || this.forgotten.has(key, occurredAt)) return;
    await this.store.save(key, risk, occurredAt, signal);
    // Deleted while it was being written: whichever came last, nothing of it stays.
    if (this.forgotten.has(key, occurredAt)) await this.store.forget(key, signal);
  }

  private hash(text: string): string {
    return createHmac('sha256', this.config.userHashSecret).update(text).digest('hex');
  }
}
