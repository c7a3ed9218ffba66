import type { Spread } from './rig/statistics.js';

/** Something the product promises. */
export interface Target {
  name: string;
  target: string;
  measured: string;
  holds: boolean;
}

export interface Table {
  title: string;
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

export interface Outcome {
  tables: readonly Table[];
  targets: readonly Target[];
  /** What a reader of the tables has to know. */
  notes?: readonly string[];
  /** The figures themselves, for the results file. */
  figures: Record<string, unknown>;
}

export interface BenchContext {
  /** Rounds of every comparison. */
  rounds: number;
  /** Length of `soak`. */
  minutes: number;
  progress(message: string): void;
}

export interface Scenario {
  name: string;
  description: string;
  run(context: BenchContext): Promise<Outcome>;
}

/**
 * Measures the sides in turn, round after round, so that a machine that becomes slower becomes slower for all of them.
 * The result has one entry a round for each side.
 */
export async function interleave<Side extends string, Figure>(
  context: BenchContext,
  what: string,
  sides: Record<Side, () => Promise<Figure>>,
): Promise<Record<Side, Figure[]>> {
  const names = Object.keys(sides) as Side[];
  const figures = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Side, Figure[]>;
  for (let round = 1; round <= context.rounds; round += 1) {
    for (const name of names) {
      context.progress(`${what}: round ${round} of ${context.rounds}, ${name}`);
      figures[name].push(await sides[name]());
    }
  }
  return figures;
}

/** `12.3 (11.9–13.0)`: median, least and most over the rounds. */
export function shown({ median, min, max }: Spread, digits = 1): string {
  return `${median.toFixed(digits)} (${min.toFixed(digits)}–${max.toFixed(digits)})`;
}

export function atMost(name: string, measured: number, limit: number, unit: string, digits = 2): Target {
  const target = `≤ ${limit} ${unit}`.trim();
  return { name, target, measured: `${measured.toFixed(digits)} ${unit}`.trim(), holds: measured <= limit };
}

export function atLeast(name: string, measured: number, limit: number, unit: string, digits = 2): Target {
  const target = `≥ ${limit} ${unit}`.trim();
  return { name, target, measured: `${measured.toFixed(digits)} ${unit}`.trim(), holds: measured >= limit };
}
