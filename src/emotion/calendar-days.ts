const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Local time is at most 14 hours ahead of UTC and 12 behind it; one more on either side costs nothing. */
const FARTHEST_HOURS = 15;

export interface CalendarDays {
  /** `YYYY-MM-DD`, oldest first. */
  dates: string[];
  /** Where each of them begins and, last, where the last one ends. */
  bounds: Date[];
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-CA', { timeZone: name });
    return true;
  } catch {
    return false; // the one thing the constructor refuses is the zone
  }
}

/** The last `count` days of a time zone, today included. A day may have 23 or 25 hours. */
export function lastDays(count: number, timeZone: string, now: Date): CalendarDays {
  const dateOf = dateReader(timeZone);
  const today = Date.parse(dateOf(now.getTime()));
  const dates = Array.from({ length: count + 1 }, (_, index) => toDate(today, index - count + 1));
  return {
    dates: dates.slice(0, count),
    bounds: dates.map((date) => new Date(startOf(date, dateOf))),
  };
}

/**
 * The first minute of a date, found by halving: midnight itself may not exist where clocks are put forward at it, so
 * no arithmetic with offsets is right everywhere.
 */
function startOf(date: string, dateOf: (time: number) => string): number {
  const midnight = Date.parse(date);
  let before = midnight - FARTHEST_HOURS * HOUR_MS;
  let within = midnight + FARTHEST_HOURS * HOUR_MS;
  while (within - before > MINUTE_MS) {
    const middle = before + Math.floor((within - before) / 2 / MINUTE_MS) * MINUTE_MS;
    if (dateOf(middle) < date) before = middle;
    else within = middle;
  }
  return within;
}

/** Gives the date of a moment as `YYYY-MM-DD`, which sorts as text. */
function dateReader(timeZone: string): (time: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    calendar: 'iso8601',
    numberingSystem: 'latn',
  });
  return (time) => {
    const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, value]));
    return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
  };
}

function toDate(today: number, days: number): string {
  return new Date(today + days * 24 * HOUR_MS).toISOString().slice(0, 10);
}
