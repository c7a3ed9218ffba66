import { Injectable } from '@nestjs/common';
import { asc, sql } from 'drizzle-orm';
import { Database } from '../../platform/database/database.js';
import { crisisCounters, crisisEvents } from '../../platform/database/schema/index.js';
import { CrisisLedger, type CrisisCount, type CrisisEvent } from '../ports/crisis-ledger.js';
import { RISK_LEVELS } from '../safety.types.js';

@Injectable()
export class PostgresCrisisLedger extends CrisisLedger {
  constructor(private readonly database: Database) {
    super();
  }

  async record(event: CrisisEvent, signal?: AbortSignal): Promise<void> {
    const { carried, ruleIds, ...values } = event;
    const month = event.occurredAt.toISOString().slice(0, 7);
    const counters = [
      ...(carried ? [] : [{ month, kind: 'level' as const, level: event.level, count: 1 }]),
      ...(event.cardShown ? [{ month, kind: 'card' as const, level: event.level, count: 1 }] : []),
    ];
    await this.database.run(
      'recording a crisis event',
      (db) =>
        db.transaction(async (transaction) => {
          const inserted = await transaction
            .insert(crisisEvents)
            .values({ ...values, ruleIds: [...ruleIds] })
            .onConflictDoNothing()
            .returning({ id: crisisEvents.id });
          // A repeated task finds its event and must not count it twice.
          if (inserted.length === 0 || counters.length === 0) return;
          await transaction
            .insert(crisisCounters)
            .values(counters)
            .onConflictDoUpdate({
              target: [crisisCounters.month, crisisCounters.kind, crisisCounters.level],
              set: { count: sql`${crisisCounters.count} + excluded.count` },
            });
        }),
      signal,
    );
  }

  async counts(signal?: AbortSignal): Promise<CrisisCount[]> {
    const rows = await this.database.run(
      'reading the crisis counters',
      (db) =>
        db
          .select()
          .from(crisisCounters)
          .orderBy(asc(crisisCounters.month), asc(crisisCounters.kind), asc(crisisCounters.level)),
      signal,
    );
    return rows.map((row) => ({ ...row, level: RISK_LEVELS.find((level) => level === row.level) ?? 'high' }));
  }
}
