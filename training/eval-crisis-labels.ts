import { atLeast, type RiskLevel } from '../src/safety/safety.types.js';
import type { CrisisScreen } from '../src/safety/screen/crisis-screen.js';
import { combinedScore } from './crisis-score.js';
import { areaUnderCurve, measureClass, rounded, share } from './measures.js';
import { findPositiveLabels, isNumber } from './positive-labels.js';
import { DataFileError, readTsv, type TsvRow } from './tsv.js';

interface LabelTask {
  path: string;
  /** What `--positive` named as danger; without it the label column must hold 0 and 1. */
  positive: readonly string[] | undefined;
  threshold: RiskLevel;
}

/** Prints per-class measures and, as the last line, `{n, recall, precision, fpr, auc, us_per_text}`. */
export function evaluateLabels(screen: CrisisScreen, { path, positive, threshold }: LabelTask): void {
  const rows = readTsv(path, ['text', 'label']);
  const labels = rows.map(({ fields }) => splitLabels(fields.label));
  const isPositive = choosePositive(path, rows, positive);
  const truth = labels.map((names) => names.some(isPositive));

  for (const { fields } of rows.slice(0, 50)) screen.screen(fields.text);
  const startedAt = performance.now();
  const findings = rows.map(({ fields }) => screen.screen(fields.text));
  const microseconds = (1000 * (performance.now() - startedAt)) / rows.length;

  const flagged = findings.map(({ level }) => atLeast(level, threshold));
  const scores = findings.map((found) =>
    combinedScore(found.ruleLevel ?? found.level, found.reading?.score ?? 0),
  );
  const inDanger = measureClass(truth, flagged);
  printClasses(labels, flagged);
  print('in danger', inDanger);
  print(
    'others',
    measureClass(
      truth.map((is) => !is),
      flagged.map((is) => !is),
    ),
  );
  const others = truth.filter((is) => !is).length;
  const auc = areaUnderCurve(
    scores.filter((_, nth) => truth[nth]),
    scores.filter((_, nth) => !truth[nth]),
  );
  console.log(
    JSON.stringify({
      n: rows.length,
      recall: inDanger.support === 0 ? null : rounded(inDanger.recall),
      precision: rounded(inDanger.precision),
      fpr:
        others === 0
          ? null
          : rounded(
              share(
                count(flagged, (is, nth) => is && !truth[nth]),
                others,
              ),
            ),
      auc: auc === null ? null : rounded(auc),
      us_per_text: rounded(microseconds, 1),
    }),
  );
}

/** For each label how many of its texts reach the threshold: its share is a recall or a false alarm rate. */
function printClasses(labels: readonly (readonly string[])[], flagged: readonly boolean[]): void {
  for (const name of [...new Set(labels.flat())].sort())
    print(
      name,
      measureClass(
        labels.map((names) => names.includes(name)),
        flagged,
      ),
    );
}

function print(name: string, { support, precision, recall, f1 }: ReturnType<typeof measureClass>): void {
  console.log(
    `${name}: n ${support}, precision ${rounded(precision)}, recall ${rounded(recall)}, f1 ${rounded(f1)}`,
  );
}

function splitLabels(label: string): string[] {
  return label.split('|').map((name) => name.trim());
}

/**
 * Warns of a named label that does not occur: a part of a corpus may lack a rare class.
 * @throws {DataFileError} for a row without a label, when none of the named labels occurs, or for labels other than 0
 * and 1 when none is named.
 */
function choosePositive(
  path: string,
  rows: readonly TsvRow<'label'>[],
  named: readonly string[] | undefined,
): (label: string) => boolean {
  const known = new Set<string>();
  for (const { line, fields } of rows) {
    if (fields.label === '') throw new DataFileError(path, 'has an empty label', line);
    for (const name of splitLabels(fields.label)) known.add(name);
  }
  if (named === undefined) {
    checkBinary(path, rows);
    return (label) => Number(label) === 1;
  }
  const { isPositive, missing, matched } = findPositiveLabels(named, known);
  const labels = `(labels: ${[...known].sort().join(', ')})`;
  const problem = `no row has the label ${missing.map((name) => `"${name}"`).join(', ')} ${labels}`;
  if (matched + missing.length === 0) throw new DataFileError('--positive', 'names no label');
  if (matched === 0 && !isAllZeros(missing, known)) throw new DataFileError(path, problem);
  if (missing.length > 0) process.stderr.write(`${path}: ${problem}\n`);
  return isPositive;
}

/** A file of 0 and 1 may hold zeros alone. */
function isAllZeros(missing: readonly string[], known: ReadonlySet<string>): boolean {
  return missing.length === 1 && Number(missing[0]) === 1 && [...known].every((label) => Number(label) === 0);
}

/** @throws {DataFileError} at the first label that is neither 0 nor 1. */
function checkBinary(path: string, rows: readonly TsvRow<'label'>[]): void {
  for (const { line, fields } of rows)
    if (!isNumber(fields.label) || ![0, 1].includes(Number(fields.label)))
      throw new DataFileError(
        path,
        `label "${fields.label}" is neither 0 nor 1: name the --positive labels`,
        line,
      );
}

function count<Item>(items: readonly Item[], is: (item: Item, nth: number) => boolean | undefined): number {
  return items.filter(is).length;
}
