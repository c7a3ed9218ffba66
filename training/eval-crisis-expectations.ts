import { detectLanguage } from '../src/platform/language/language.js';
import { CrisisScreen } from '../src/safety/screen/crisis-screen.js';
import { RISK_LEVELS, type RiskLevel } from '../src/safety/safety.types.js';
import { createSafety } from '../test/support/safety.js';
import type { CrisisClassifier } from '../src/safety/classifier/crisis-classifier.js';
import { rounded } from './measures.js';
import { DataFileError, readLines } from './tsv.js';

interface Expectation {
  line: number;
  /** What is said one after another in one session; the last is judged. */
  turns: readonly string[];
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
export function evaluateExpectations(
  classifier: CrisisClassifier | undefined,
  path: string,
  list: boolean,
): void {
  const expectations = readExpectations(path);
  const judge = createJudge(classifier);
  for (const { turns } of expectations.slice(0, 50)) judge(turns);
  const startedAt = performance.now();
  const found = expectations.map(({ turns }) => RISK_LEVELS.indexOf(judge(turns)));
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

/** One text is asked of the screen alone; several are the turns of a new session of the whole safety service. */
function createJudge(classifier: CrisisClassifier | undefined): (turns: readonly string[]) => RiskLevel {
  const screen = new CrisisScreen(classifier);
  const { service } = createSafety({ ...(classifier && { classifier }) });
  let sessions = 0;
  return (turns) => {
    if (turns.length === 1) return screen.screen(turns[0]!).level;
    sessions += 1;
    const session = { userScope: 'evaluation', sessionId: String(sessions) };
    const levels = turns.map(
      (message) =>
        service.screen({ ...session, message, otherTexts: [], language: detectLanguage(message) }).level,
    );
    return levels.at(-1)!;
  };
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
  const { text, turns = [text], expect } = parsed as { text?: unknown; turns?: unknown; expect?: unknown };
  if (!isTextList(turns)) throw new DataFileError(path, 'has no "text" and no list of texts "turns"', line);
  const match = typeof expect === 'string' ? /^L([0-3])(\+?)$/.exec(expect) : null;
  if (match === null) throw new DataFileError(path, 'has no "expect" such as "L2" or "L2+"', line);
  const least = Number(match[1]);
  return { line, turns, least, most: match[2] === '+' ? HIGHEST : least, name: match[0] };
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((text) => typeof text === 'string');
}
