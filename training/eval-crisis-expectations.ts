import { RISK_LEVELS } from '../src/safety/safety.types.js';
import type { CrisisScreen } from '../src/safety/screen/crisis-screen.js';
import { rounded } from './measures.js';
import { DataFileError, readLines } from './tsv.js';

interface Expectation {
  line: number;
  text: string;
  /** The least and the highest level that is right, as places in RISK_LEVELS. */
  least: number;
  most: number;
  name: string;
}

const HIGHEST = RISK_LEVELS.length - 1;

/**
 * Prints a table of expected and found levels and, as the last line, `{n, exact, under, over, us_per_text}`: shares of
 * the lines whose level is right, too low, too high. With `list` the line numbers of those that are not right.
 */
export function evaluateExpectations(screen: CrisisScreen, path: string, list: boolean): void {
  const expectations = readExpectations(path);
  for (const { text } of expectations.slice(0, 50)) screen.screen(text);
  const startedAt = performance.now();
  const found = expectations.map(({ text }) => RISK_LEVELS.indexOf(screen.screen(text).level));
  const microseconds = (1000 * (performance.now() - startedAt)) / expectations.length;

  const under = expectations.filter(({ least }, nth) => found[nth]! < least);
  const over = expectations.filter(({ most }, nth) => found[nth]! > most);
  console.log('expected   L0    L1    L2    L3');
  for (const name of [...new Set(expectations.map((expected) => expected.name))].sort()) {
    const counts = RISK_LEVELS.map(
      (_, level) =>
        expectations.filter((expected, nth) => expected.name === name && found[nth] === level).length,
    );
    console.log(name.padEnd(6) + counts.map((number) => String(number).padStart(6)).join(''));
  }
  if (list) {
    console.log(`too low, lines: ${under.map(({ line }) => line).join(' ')}`);
    console.log(`too high, lines: ${over.map(({ line }) => line).join(' ')}`);
  }
  const n = expectations.length;
  console.log(
    JSON.stringify({
      n,
      exact: rounded(1 - (under.length + over.length) / n),
      under: rounded(under.length / n),
      over: rounded(over.length / n),
      us_per_text: rounded(microseconds, 1),
    }),
  );
}

function readExpectations(path: string): Expectation[] {
  const expectations = readLines(path).flatMap((text, index) =>
    text.trim() === '' ? [] : [readExpectation(path, text, index + 1)],
  );
  if (expectations.length === 0) throw new DataFileError(path, 'has no lines');
  return expectations;
}

function readExpectation(path: string, json: string, line: number): Expectation {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    throw new DataFileError(path, 'is not JSON', line);
  }
  if (typeof parsed !== 'object' || parsed === null) throw new DataFileError(path, 'is no JSON object', line);
  const { text, expect } = parsed as { text?: unknown; expect?: unknown };
  if (typeof text !== 'string') throw new DataFileError(path, 'has no "text"', line);
  const match = typeof expect === 'string' ? /^L([0-3])(\+?)$/.exec(expect) : null;
  if (match === null) throw new DataFileError(path, 'has no "expect" such as "L2" or "L2+"', line);
  const least = Number(match[1]);
  return { line, text, least, most: match[2] === '+' ? HIGHEST : least, name: match[0] };
}
