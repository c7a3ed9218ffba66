import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './rig/processes.js';
import type { Outcome, Table } from './scenario.js';

/** Columns a terminal gives to a text: Chinese characters take two. */
function width(text: string): number {
  return [...text].reduce((sum, character) => sum + (/[\u2e80-\uffef]/u.test(character) ? 2 : 1), 0);
}

export function toText({ title, columns, rows }: Table): string {
  const all = [columns, ...rows];
  const widths = columns.map((_, column) => Math.max(...all.map((row) => width(row[column] ?? ''))));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        const space = ' '.repeat(widths[column]! - width(cell));
        return column === 0 ? cell + space : space + cell;
      })
      .join('  ');
  const rule = widths.map((length) => '-'.repeat(length)).join('  ');
  return [title, line(columns), rule, ...rows.map(line)].join('\n');
}

export function targetTable(outcomes: Record<string, Outcome>): Table {
  const rows = Object.entries(outcomes).flatMap(([scenario, { targets }]) =>
    targets.map(({ name, target, measured, holds }) => [
      `${scenario}: ${name}`,
      target,
      measured,
      holds ? 'holds' : 'MISSED',
    ]),
  );
  return { title: 'Targets', columns: ['target', 'wanted', 'measured', ''], rows };
}

export function allHold(outcomes: Record<string, Outcome>): boolean {
  return Object.values(outcomes).every(({ targets }) => targets.every(({ holds }) => holds));
}

export function describeMachine(): Record<string, unknown> {
  const processors = cpus();
  return {
    cpu: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memory_gib: Number((totalmem() / 2 ** 30).toFixed(1)),
    node: process.version,
  };
}

/** One file a day; a scenario that is run again replaces its figures. Resolves to the file. */
export function saveResults(outcomes: Record<string, Outcome>, rounds: number): string {
  const now = new Date();
  const folder = join(ROOT, 'bench/results');
  const file = join(folder, `${now.toISOString().slice(0, 10)}.json`);
  mkdirSync(folder, { recursive: true });
  const earlier = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { scenarios?: Record<string, unknown> })
    : {};
  const scenarios = { ...earlier.scenarios };
  for (const [name, { figures, targets }] of Object.entries(outcomes)) {
    scenarios[name] = { measured_at: now.toISOString(), commit: commit(), rounds, targets, figures };
  }
  writeFileSync(file, `${JSON.stringify({ machine: describeMachine(), scenarios }, rounded, 2)}\n`);
  return file;
}

function commit(): string {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();
    return (
      git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', 'src') === '' ? '' : '-changed')
    );
  } catch {
    return 'unknown';
  }
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(6)) : value;
}
