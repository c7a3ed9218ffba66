type Matcher = (label: string) => boolean;

export interface PositiveLabels {
  isPositive: Matcher;
  /** What was named and matches no label of the file. */
  missing: string[];
  /** How many names match a label. */
  matched: number;
}

/**
 * The labels that `--positive` names, given once or several times: `a,b`, or `a|b` where labels hold commas; a value that
 * is a label as it stands is not split. Grades may be named as `9` (which is 9.0 too), `6-10` or `>=6`.
 */
export function findPositiveLabels(values: readonly string[], known: ReadonlySet<string>): PositiveLabels {
  const names = values.flatMap((value) => splitNames(value, known));
  const matchers = names.map((name) => toMatcher(name, known));
  const missing = names.filter((_, nth) => ![...known].some((label) => matchers[nth]!(label)));
  return {
    isPositive: (label) => matchers.some((matches) => matches(label)),
    missing,
    matched: names.length - missing.length,
  };
}

function splitNames(value: string, known: ReadonlySet<string>): string[] {
  if (known.has(value.trim())) return [value.trim()];
  const parts = value.split(value.includes('|') ? '|' : /[,，]/);
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function toMatcher(name: string, known: ReadonlySet<string>): Matcher {
  if (known.has(name)) return (label) => label === name || isSameNumber(label, name);
  const bound = /^(>=|<=|>|<)\s*(\d+(?:\.\d+)?)$/.exec(name);
  if (bound) {
    const limit = Number(bound[2]);
    return (label) => isNumber(label) && isWithin(Number(label), bound[1]!, limit);
  }
  const range = /^(\d+(?:\.\d+)?)\s*-\s*(\d+(?:\.\d+)?)$/.exec(name);
  if (range)
    return (label) =>
      isNumber(label) && Number(label) >= Number(range[1]) && Number(label) <= Number(range[2]);
  return (label) => label === name || isSameNumber(label, name);
}

function isWithin(grade: number, relation: string, limit: number): boolean {
  if (relation === '>=') return grade >= limit;
  if (relation === '<=') return grade <= limit;
  return relation === '>' ? grade > limit : grade < limit;
}

export function isNumber(text: string): boolean {
  return /^-?\d+(?:\.\d+)?$/.test(text);
}

function isSameNumber(a: string, b: string): boolean {
  return isNumber(a) && isNumber(b) && Number(a) === Number(b);
}
