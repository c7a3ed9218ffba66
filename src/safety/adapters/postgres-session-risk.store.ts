import { Injectable } from '@nestjs/common';
import { and, desc, eq, gt, inArray, sql } from 'drizzle-orm';
import { SafetyConfig } from '../../config/config.slices.js';
import { Database } from '../../platform/database/database.js';
import { messages, sessionRisk, sessions } from '../../platform/database/schema/index.js';
import { SessionRiskStore } from '../ports/session-risk-store.js';
import { RISK_LEVELS, atLeast, type RiskLevel } from '../safety.types.js';
import type { SessionKey, StickyRisk } from '../session-risk.tracker.js';

/** The last few messages of a crisis say how high it went. */
const MESSAGES_LOOKED_AT = 20;

@Injectable()
export class PostgresSessionRiskStore extends SessionRiskStore {
  constructor(
    private readonly database: Database,
    private readonly config: SafetyConfig,
  ) {
    super();
  }

  /**
   * The level kept for the session, or what its messages showed by themselves within the window, whichever is higher.
   * The level is kept in the background and a crash may lose it; a message carries its own and is never lost.
   */
  async load(key: SessionKey, now: Date, signal?: AbortSignal): Promise<StickyRisk | undefined> {
    const since = new Date(now.getTime() - this.config.crisisWindowMs);
    const [kept, shown] = await this.database.run(
      'loading a session level',
      async (db) => [
        await db
          .select({ level: sessionRisk.level, expiresAt: sessionRisk.expiresAt })
          .from(sessionRisk)
          .where(and(isSession(key), gt(sessionRisk.expiresAt, now))),
        await db
          .select({ level: messages.riskLevel, createdAt: messages.createdAt })
          .from(messages)
          .innerJoin(
            sessions,
            and(eq(sessions.userId, messages.userId), eq(sessions.sessionId, messages.sessionId)),
          )
          .where(
            and(
              eq(sessions.userScope, key.userScope),
              eq(sessions.sessionId, key.sessionId),
              inArray(messages.riskLevel, ['medium', 'high']),
              gt(messages.createdAt, since),
            ),
          )
          .orderBy(desc(messages.createdAt))
          .limit(MESSAGES_LOOKED_AT),
      ],
      signal,
    );
    return [
      ...kept.map(({ level, expiresAt }) => ({ level: toLevel(level), expiresAt })),
      ...shown.map(({ level, createdAt }) => ({
        level: toLevel(level ?? 'none'),
        expiresAt: new Date(createdAt.getTime() + this.config.crisisWindowMs),
      })),
    ].reduce<StickyRisk | undefined>(
      (highest, risk) => (highest && atLeast(highest.level, risk.level) ? highest : risk),
      undefined,
    );
  }

  async save(key: SessionKey, risk: StickyRisk, now: Date, signal?: AbortSignal): Promise<void> {
    const stored = sql`${sessionRisk}`;
    const rank = (level: unknown) => sql`array_position(array['none', 'low', 'medium', 'high'], ${level})`;
    const expired = sql`${stored}.expires_at <= ${now.toISOString()}::timestamptz`;
    const stays = sql`not (${expired}) and ${rank(sql`${stored}.level`)} > ${rank(sql`excluded.level`)}`;
    await this.database.run(
      'saving a session level',
      (db) =>
        db
          .insert(sessionRisk)
          .values({ ...key, ...risk })
          .onConflictDoUpdate({
            target: [sessionRisk.userScope, sessionRisk.sessionId],
            set: {
              level: sql`case when ${stays} then ${stored}.level else excluded.level end`,
              expiresAt: sql`case when ${stays} then ${stored}.expires_at
                when not (${expired}) and ${stored}.level = excluded.level
                  then greatest(${stored}.expires_at, excluded.expires_at)
                else excluded.expires_at end`,
            },
          }),
      signal,
    );
  }

  async forget(key: SessionKey, signal?: AbortSignal): Promise<void> {
    await this.database.run(
      'forgetting a session level',
      (db) => db.delete(sessionRisk).where(isSession(key)),
      signal,
    );
  }
}

function isSession({ userScope, sessionId }: SessionKey) {
  return and(eq(sessionRisk.userScope, userScope), eq(sessionRisk.sessionId, sessionId));
}

/** A level this version does not know is taken as a crisis, not as none. */
function toLevel(stored: string): RiskLevel {
  return RISK_LEVELS.find((level) => level === stored) ?? 'medium';
}
