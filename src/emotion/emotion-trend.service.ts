import { Injectable } from '@nestjs/common';
import { DomainError } from '../platform/errors/domain-error.js';
import { ANONYMOUS } from '../platform/identity/user-scope.js';
import { lastDays } from './calendar-days.js';
import type { Emotion } from './emotion.types.js';
import { EmotionHistory, type EmotionTally } from './ports/emotion-history.js';

export interface TrendDay {
  /** `YYYY-MM-DD` in the time zone of the trend. */
  date: string;
  /** Messages whose feeling was read. */
  count: number;
  meanIntensity: number | null;
  /** Share of each emotion that occurred, together 1. */
  mix: Partial<Record<Emotion, number>>;
}

/** How somebody's feelings went over the last days, from what their turns left. */
@Injectable()
export class EmotionTrendService {
  constructor(private readonly history: EmotionHistory) {}

  /** One entry per day, oldest first, those without a message included. */
  async trend(
    query: { userId: string; days: number; timeZone: string },
    now: Date = new Date(),
  ): Promise<TrendDay[]> {
    if (query.userId === ANONYMOUS) {
      throw new DomainError(
        'forbidden',
        'Anonymous sessions have no trend: each belongs to its own session id alone.',
      );
    }
    const { dates, bounds } = lastDays(query.days, query.timeZone, now);
    const tallies = await this.history.tally({ userId: query.userId, bounds });
    return dates.map((date, day) =>
      toTrendDay(
        date,
        tallies.filter((tally) => tally.day === day),
      ),
    );
  }
}

function toTrendDay(date: string, tallies: readonly EmotionTally[]): TrendDay {
  const total = (pick: (tally: EmotionTally) => number) =>
    tallies.reduce((sum, tally) => sum + pick(tally), 0);
  const count = total((tally) => tally.count);
  const byShare = [...tallies].sort((a, b) => b.count - a.count || a.emotion.localeCompare(b.emotion));
  return {
    date,
    count,
    meanIntensity: count === 0 ? null : round(total((tally) => tally.intensity) / count, 2),
    mix: Object.fromEntries(byShare.map((tally) => [tally.emotion, round(tally.count / count, 4)])),
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
