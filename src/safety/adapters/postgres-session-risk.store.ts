import { Injectable } from '@nestjs/common';
import { and, eq, sql } from 'drizzle-orm';
import { SafetyConfig } from '../../config/config.slices.js';
import { Database } from '../../platform/database/database.js';
import { GroupedCalls } from '../../platform/database/grouped-calls.js';
import { sessionRisk } from '../../platform/database/schema/index.js';
import type { Statement } from '../../platform/database/statement.js';
import { SessionRiskStore } from '../ports/session-risk-store.js';
import { RISK_LEVELS, atLeast, type RiskLevel } from '../safety.types.js';
import type { SessionKey, StickyRisk } from '../session-risk.tracker.js';

const MAX_LOADS = 100;

interface Load extends SessionKey {
  now: Date;
}

interface RiskRow {
  /** Which session the row belongs to, from 1. */
  position: number;
  level: string;
  expiresAt: Date;
}

/**
 * What is known of each session: the level kept, then what its messages showed, the newest first. The last few messages
 * of a crisis say how high it went.
 */
const LOAD_SESSION_RISKS: Statement = {
  name: 'load_session_risks',
  reads: true,
  text: `
    WITH given AS (
      SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[])
        WITH ORDINALITY AS given (user_scope, session_id, now, position)
    ), known AS (
      SELECT position, 1 AS place, level, expires_at
      FROM given JOIN session_risk USING (user_scope, session_id) WHERE expires_at > now
      UNION ALL
      SELECT position, 2, shown.risk_level, shown.created_at + make_interval(secs => $4)
      FROM given JOIN sessions USING (user_scope, session_id)
      CROSS JOIN LATERAL (
        SELECT risk_level, created_at FROM messages
        WHERE messages.user_id = sessions.user_id AND messages.session_id = sessions.session_id
          AND risk_level IN ('medium', 'high') AND created_at > now - make_interval(secs => $4)
        ORDER BY created_at DESC LIMIT 20
      ) AS shown
    )
    SELECT position::int, level, expires_at AS "expiresAt" FROM known ORDER BY position, place, expires_at DESC`,
};

@Injectable()
export class PostgresSessionRiskStore extends SessionRiskStore {
  private readonly loads = new GroupedCalls<Load, StickyRisk | undefined>({
    round: (loads) => this.loadAll(loads),
    maxItems: MAX_LOADS,
  });

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
  load(key: SessionKey, now: Date, signal?: AbortSignal): Promise<StickyRisk | undefined> {
    return this.loads.ask({ ...key, now }, signal);
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

  private async loadAll(loads: readonly Load[]): Promise<(StickyRisk | undefined)[]> {
    const rows = await this.database.query<RiskRow>('loading session levels', LOAD_SESSION_RISKS, [
      loads.map(({ userScope }) => userScope),
      loads.map(({ sessionId }) => sessionId),
      loads.map(({ now }) => now.toISOString()),
      this.config.crisisWindowMs / 1000,
    ]);
    const highest = loads.map((): StickyRisk | undefined => undefined);
    for (const { position, level, expiresAt } of rows) {
      const known = highest[position - 1];
      const risk = { level: toLevel(level), expiresAt };
      if (!known || !atLeast(known.level, risk.level)) highest[position - 1] = risk;
    }
    return highest;
  }
}

function isSession({ userScope, sessionId }: SessionKey) {
  return and(eq(sessionRisk.userScope, userScope), eq(sessionRisk.sessionId, sessionId));
}

/** A level this version does not know is taken as a crisis, not as none. */
function toLevel(stored: string): RiskLevel {
  return RISK_LEVELS.find((level) => level === stored) ?? 'medium';
}
