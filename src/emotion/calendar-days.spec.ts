import fc from 'fast-check';
import { isTimeZone, lastDays } from './calendar-days.js';

const HOUR_MS = 3_600_000;
const startsOf = (count: number, zone: string, now: string) => {
  const { dates, bounds } = lastDays(count, zone, new Date(now));
  return { dates, bounds: bounds.map((bound) => bound.toISOString()) };
};

describe('lastDays', () => {
  it('ends with today in UTC', () => {
    expect(startsOf(2, 'UTC', '2026-03-01T00:00:00Z')).toEqual({
      dates: ['2026-02-28', '2026-03-01'],
      bounds: ['2026-02-28T00:00:00.000Z', '2026-03-01T00:00:00.000Z', '2026-03-02T00:00:00.000Z'],
    });
  });

  it.each([
    ['Asia/Shanghai', '2026-01-10T15:59:59.999Z', '2026-01-10', '2026-01-09T16:00:00.000Z'],
    ['Asia/Shanghai', '2026-01-10T16:00:00Z', '2026-01-11', '2026-01-10T16:00:00.000Z'],
    ['Asia/Kathmandu', '2026-01-10T18:15:00Z', '2026-01-11', '2026-01-10T18:15:00.000Z'],
    ['Pacific/Kiritimati', '2026-01-10T10:00:00Z', '2026-01-11', '2026-01-10T10:00:00.000Z'],
    ['Etc/GMT+12', '2026-01-10T11:59:00Z', '2026-01-09', '2026-01-09T12:00:00.000Z'],
  ])('knows today in %s at %s', (zone, now, date, start) => {
    const { dates, bounds } = startsOf(1, zone, now);
    expect([dates, bounds[0]]).toEqual([[date], start]);
  });

  it('gives the days on which clocks change their 23 and 25 hours', () => {
    const hours = (zone: string, now: string) => {
      const { bounds } = lastDays(1, zone, new Date(now));
      return (bounds[1]!.getTime() - bounds[0]!.getTime()) / HOUR_MS;
    };
    expect(hours('Europe/Berlin', '2026-03-29T12:00:00Z')).toBe(23);
    expect(hours('Europe/Berlin', '2026-10-25T12:00:00Z')).toBe(25);
  });

  it('begins a day that has no midnight with its first minute', () => {
    // Egypt puts its clocks forward at midnight: 24 April 2026 begins at 01:00 there.
    expect(startsOf(1, 'Africa/Cairo', '2026-04-24T12:00:00Z').bounds[0]).toBe('2026-04-23T22:00:00.000Z');
  });

  it('cuts any stretch into days without a gap, with now in the last', () => {
    const zones = ['UTC', 'Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 1, max: 90 }),
        fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
        (zone, count, now) => {
          const { dates, bounds } = lastDays(count, zone, now);
          expect(dates).toHaveLength(count);
          expect(bounds).toHaveLength(count + 1);
          expect([...dates].sort()).toEqual(dates);
          for (const [index, bound] of bounds.slice(1).entries()) {
            const length = bound.getTime() - bounds[index]!.getTime();
            expect(length).toBeGreaterThanOrEqual(23 * HOUR_MS);
            expect(length).toBeLessThanOrEqual(25 * HOUR_MS);
          }
          expect(now.getTime()).toBeGreaterThanOrEqual(bounds.at(-2)!.getTime());
          expect(now.getTime()).toBeLessThan(bounds.at(-1)!.getTime());
        },
      ),
      { numRuns: 20 },
    );
  });

  it('tells zones from other words', () => {
    expect(['UTC', 'Asia/Shanghai', 'Etc/GMT+8'].every(isTimeZone)).toBe(true);
    expect(['Mars/Base', '', 'Asia'].some(isTimeZone)).toBe(false);
  });
});
