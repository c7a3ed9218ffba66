import {
  CODES,
  DEADLINES,
  RECOVERY_MS,
  type Dependency,
  type MatrixRow,
  type ReplyKind,
} from './matrix-row.js';

const SEEN: Record<ReplyKind, string> = {
  model: 'the usual reply',
  companion: "the companion's reply",
  closed: 'the reply so far, closed by one sentence',
  'model or companion': "the usual reply, or the companion's",
};

const HEADER = ['fault', 'what the user sees', 'waits at most', '`degraded`', 'log', 'metric', 'recovery'];

/** The matrix of one dependency as the lines of a Markdown table, without padding. */
export function toTable(rows: readonly MatrixRow[]): string[] {
  const lines = [HEADER, HEADER.map(() => '---'), ...rows.map(toCells)];
  return lines.map((cells) => `| ${cells.join(' | ')} |`);
}

/** A Markdown table's lines without their padding, to compare what a formatter has aligned. */
export function withoutPadding(line: string): string {
  return line
    .replace(/-{3,}/g, '---')
    .replace(/ *\| */g, ' | ')
    .trim();
}

function toCells(row: MatrixRow): string[] {
  return [
    row.fault,
    SEEN[row.reply],
    DEADLINES[row.deadline].name,
    row.degraded.map((code) => `\`${code}\``).join(', ') || '—',
    row.log === undefined ? '—' : `\`${row.log}\``,
    toMetric(row) || '—',
    toRecovery(row.dependency, row),
  ];
}

function toMetric({ counter, lost, dependency }: MatrixRow): string {
  const counted = counter && Object.entries(counter.labels).map(([label, value]) => `${label}="${value}"`);
  return [
    ...(counter ? [`\`${counter.name}{${counted?.join()}}\``] : []),
    ...(lost ? [`\`xinyu_dependency_up{dependency="${CODES[dependency]}"}\` 0`] : []),
  ].join(', ');
}

function toRecovery(dependency: Dependency, { lost, passing, degraded }: MatrixRow): string {
  if (degraded.length === 0) return '—';
  if (passing) return `by itself, ${RECOVERY_MS[dependency] / 1000} s`;
  return lost ? `${RECOVERY_MS[dependency] / 1000} s` : 'the next turn';
}
