import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { LlmConfig } from '../config/config.slices.js';
import { LONGEST_REQUEST_TIMEOUT_MS, RuntimeSettings } from '../config/runtime-settings.js';
import { newOrderedId, orderedIdFloor } from '../platform/identity/identifiers.js';
import { detectLanguage } from '../platform/language/language.js';
import { SafetyService } from '../safety/safety.service.js';
import type { FollowUp } from '../tasks/tasks.types.js';
import { ConversationStore, type UnfinishedTurn } from './ports/conversation-store.js';

const INTERVAL_MS = 5000;
/** A round goes through so many pages at most, for the sake of those who need the database meanwhile. */
const PAGES_A_ROUND = 10;
/** What was left unfinished before that stays so: a start must not go through the messages of years. */
const LOOK_BACK_MS = 30 * 86_400_000;
/** For slow readers and for the clocks of other processes. */
const MARGIN = 2;

/**
 * Ends the turns that a killed process left unfinished, as `aborted`, with what their crisis leaves to the ledger.
 * A turn counts as left once it is older than any turn can get; those from before this process at once, where no other
 * one can be at work on them. Several processes may find the same turn: it is ended once.
 */
@Injectable()
export class TurnRecovery implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(TurnRecovery.name);
  private readonly startedAtMs = Date.now();
  private reached = orderedIdFloor(this.startedAtMs - LOOK_BACK_MS);
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;

  constructor(
    private readonly conversations: ConversationStore,
    private readonly safety: SafetyService,
    private readonly settings: RuntimeSettings,
    private readonly llm: LlmConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.recover(), INTERVAL_MS).unref();
    void this.recover();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.round;
  }

  /** Never rejects: what failed is tried again in the next round. */
  recover(): Promise<void> {
    this.round ??= this.goThrough()
      .catch((error: unknown) => {
        const name = error instanceof Error ? error.name : 'unknown error';
        this.logger.debug(`unfinished turns could not be ended: ${name}`);
      })
      .finally(() => (this.round = undefined));
    return this.round;
  }

  private async goThrough(): Promise<void> {
    const before = orderedIdFloor(this.abandonedBeforeMs());
    for (let page = 0; page < PAGES_A_ROUND; page += 1) {
      const { turns, reached } = await this.conversations.unfinishedTurns({ after: this.reached, before });
      await Promise.all(turns.map((turn) => this.end(turn)));
      if (turns.length > 0) this.logger.warn(`${turns.length} turn(s) of a process that ended were aborted`);
      if (reached === undefined) return;
      this.reached = reached;
    }
  }

  private abandonedBeforeMs(): number {
    const requestTimeoutMs = Math.max(LONGEST_REQUEST_TIMEOUT_MS, this.settings.current.requestTimeoutMs);
    const tooOldMs = Date.now() - MARGIN * (requestTimeoutMs + this.llm.timeoutMs);
    return this.conversations.exclusive ? Math.max(this.startedAtMs, tooOldMs) : tooOldMs;
  }

  private async end(turn: UnfinishedTurn): Promise<void> {
    const { turnId, userId, sessionId, riskLevel, createdAt } = turn;
    const followUps = this.followUpsOf(turn);
    const ended = { id: newOrderedId(), turnId, userId, sessionId, content: '', status: 'aborted' as const };
    await this.conversations.saveReply({ ...ended, createdAt, followUps, ...(riskLevel && { riskLevel }) });
  }

  /** Whether the card was seen, and what raised the level, went with the process: the event claims neither. */
  private followUpsOf({
    turnId,
    userScope,
    sessionId,
    content,
    riskLevel,
    createdAt,
  }: UnfinishedTurn): FollowUp[] {
    if (riskLevel === null || riskLevel === 'none') return [];
    const verdict = {
      level: riskLevel,
      messageLevel: riskLevel,
      carried: false,
      ruleIds: [],
      degraded: false,
    };
    const judged = { turnId, userScope, sessionId, verdict, language: detectLanguage(content) };
    return this.safety.followUps({ ...judged, cardShown: false, occurredAt: createdAt });
  }
}
