const SHORTEST = 4;
const LONGEST = 64;
/** Runs whose length is tried both ways; a fifth and later ones keep one letter. */
const MOST_RUNS = 4;
const SHORTEST_LAUGH = 5;
const FIRST_OF_LAUGH = codesOf('bahl');
const LAST_OF_LAUGH = codesOf('aehl');
const LAUGH = /^b?a?(?:(?:ha){2,}h?|(?:he){2,}h?|(?:lo){2,}l)$/;

/**
 * Indices of the letters to keep of a drawn-out word (sooooo, happyyyy, hahahaha), or undefined when the word is
 * spelled as it should be. Each run of three or more letters may stand for two or for one: the first spelling that
 * is known wins, else one.
 */
export function respell(
  units: Uint16Array,
  isKnownWord: (word: string) => boolean,
): readonly number[] | undefined {
  if (units.length < SHORTEST || units.length > LONGEST) return undefined;
  const runs = longRuns(units);
  if (runs.length === 0) return respellLaugh(units);
  const tried = Math.min(runs.length, MOST_RUNS);
  for (let choice = 2 ** tried - 1; choice > 0; choice -= 1) {
    const kept = keep(units, runs, choice);
    if (isKnownWord(String.fromCharCode(...kept.map((index) => units[index]!)))) return kept;
  }
  return keep(units, runs, 0);
}

function longRuns(units: Uint16Array): { start: number; length: number }[] {
  const runs: { start: number; length: number }[] = [];
  for (let start = 0; start < units.length;) {
    let end = start + 1;
    while (units[end] === units[start]) end += 1;
    if (end - start >= 3 && units[start]! >= 97) runs.push({ start, length: end - start });
    start = end;
  }
  return runs;
}

/** Bit n of `choice` set: run n keeps two letters, else one. */
function keep(units: Uint16Array, runs: { start: number; length: number }[], choice: number): number[] {
  const kept: number[] = [];
  let next = 0;
  runs.forEach(({ start, length }, order) => {
    const end = start + ((choice >> order) & 1 ? 2 : 1);
    for (; next < end; next += 1) kept.push(next);
    next = start + length;
  });
  for (; next < units.length; next += 1) kept.push(next);
  return kept;
}

/** A first look that costs nothing: a laugh begins and ends with these letters. */
export function mayLaugh(units: Uint16Array, start: number, end: number): boolean {
  return (
    end - start >= SHORTEST_LAUGH && FIRST_OF_LAUGH.has(units[start]!) && LAST_OF_LAUGH.has(units[end - 1]!)
  );
}

/** haha, hehe and lol, however long. */
function respellLaugh(units: Uint16Array): number[] | undefined {
  if (units.length < SHORTEST_LAUGH) return undefined;
  const word = String.fromCharCode(...units);
  if (!LAUGH.test(word)) return undefined;
  const start = word.search(/ha|he|lo/);
  const length = word[start] === 'l' ? 3 : 4;
  return Array.from({ length }, (_, index) => start + index);
}

function codesOf(letters: string): Set<number> {
  return new Set(Array.from(letters, (letter) => letter.charCodeAt(0)));
}
