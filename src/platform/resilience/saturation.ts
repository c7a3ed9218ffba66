/** Above a tenth of a second people see tokens stutter. */
export const LATE_LOOP_MS = 100;
const LATE_READINGS = 3;
const LATE_READINGS_WITH_TURNS_WAITING = 1;

export interface LoadReading {
  /** The event loop's delay in the last seconds, p95, newest first. */
  recentP95Ms: readonly number[];
  turnsWaiting: number;
}

/**
 * Whether this process has no time for anything but turns. Turns that wait make it believe a single late second. That
 * they wait is no sign by itself: they may wait for a model that hangs, which costs this process nothing, and then an
 * operator needs to see the figures.
 */
export function isSaturated({ recentP95Ms, turnsWaiting }: LoadReading): boolean {
  const needed = turnsWaiting > 0 ? LATE_READINGS_WITH_TURNS_WAITING : LATE_READINGS;
  const readings = recentP95Ms.slice(0, needed);
  return readings.length === needed && readings.every((p95Ms) => p95Ms > LATE_LOOP_MS);
}
