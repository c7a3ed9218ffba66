/** Times in answers are seconds; an unknown figure stays `null`. */
export function toSeconds(milliseconds: number): number;
export function toSeconds(milliseconds: number | null): number | null;
export function toSeconds(milliseconds: number | null): number | null {
  return milliseconds === null ? null : Math.round(milliseconds * 1000) / 1_000_000;
}

/** A share as a percentage with one decimal; `null` when there was nothing to take a share of. */
export function toPercent(part: number, whole: number): number | null {
  return whole > 0 ? Math.round((part / whole) * 1000) / 10 : null;
}
