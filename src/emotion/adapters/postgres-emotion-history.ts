import { Injectable } from '@nestjs/common';
import { and, count, eq, gt, gte, inArray, lt, sql, sum } from 'drizzle-orm';
import { Database } from '../../platform/database/database.js';
import { messages } from '../../platform/database/schema/index.js';
import { Profile } from '../../platform/profiling/profile.decorator.js';
import { EMOTIONS } from '../emotion.types.js';
import { EmotionHistory, type EmotionTally, type TallyQuery } from '../ports/emotion-history.js';

/**
 * Reads the emotions that turns left with their user messages. A reading of confidence 0 is none: the analysis failed
 * there and the turn went on as neutral.
 */
@Injectable()
export class PostgresEmotionHistory extends EmotionHistory {
  constructor(private readonly database: Database) {
    super();
  }

  @Profile('emotion.tally')
  async tally({ userId, bounds }: TallyQuery, signal?: AbortSignal): Promise<EmotionTally[]> {
    const [first, last] = [bounds[0], bounds.at(-1)];
    if (first === undefined || last === undefined) return [];
    const thresholds = sql.param(bounds.map((bound) => bound.toISOString()));
    // The days are cut by our own bounds, so the server needs to know nothing of time zones.
    const day = sql<number>`width_bucket(${messages.createdAt}, ${thresholds}::timestamptz[]) - 1`;
    const rows = await this.database.run(
      'reading an emotion trend',
      (db) =>
        db
          .select({
            day: day.mapWith(Number),
            emotion: messages.emotion,
            count: count(),
            intensity: sum(messages.intensity).mapWith(Number),
          })
          .from(messages)
          .where(
            and(
              eq(messages.userId, userId),
              eq(messages.role, 'user'),
              gte(messages.createdAt, first),
              lt(messages.createdAt, last),
              // A label of another version of the service belongs to no share.
              inArray(messages.emotion, [...EMOTIONS]),
              gt(messages.confidence, 0),
            ),
          )
          // By position: the same expression with its parameters numbered anew is another one to Postgres.
          .groupBy(sql`1`, messages.emotion),
      signal,
    );
    return rows.flatMap(({ emotion: stored, ...row }) => {
      const emotion = EMOTIONS.find((label) => label === stored);
      return emotion === undefined ? [] : [{ ...row, emotion }];
    });
  }
}
