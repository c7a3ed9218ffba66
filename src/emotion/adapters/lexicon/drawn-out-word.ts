const SHORTEST = 4;
const LONGEST = 64;
/** Runs whose length is tried both ways; a fifth and later ones keep one letter. */
const MOST_RUNS = 4;
const SHORTEST_LAUGH = 5;
const FIRST_OF_LAUGH = flagsOf('bahl');
const LAST_OF_LAUGH = flagsOf('aehl');
const LETTER = { a: 0x61, b: 0x62, e: 0x65, h: 0x68, l: 0x6c, o: 0x6f } as const;

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

/** True when some letter stands three times in a row. */
export function hasLongRun(units: Uint16Array, start: number, end: number): boolean {
  for (let index = start + 2; index < end; index += 1)
    if (units[index] === units[index - 1] && units[index] === units[index - 2]) return true;
  return false;
}

/** A first look that costs nothing: a laugh begins and ends with these letters. */
export function mayLaugh(units: Uint16Array, start: number, end: number): boolean {
  return (
    end - start >= SHORTEST_LAUGH &&
    FIRST_OF_LAUGH[units[start]!] === 1 &&
    LAST_OF_LAUGH[units[end - 1]!] === 1
  );
}

/** haha, hehe and lol, however long, with or without "ba" in front: haha, hehe and lol remain. */
function respellLaugh(units: Uint16Array): number[] | undefined {
  let start = 0;
  if (units[start] === LETTER.b) start += 1;
  if (units[start] === LETTER.a) start += 1;
  const [first, second] = [units[start], units[start + 1]];
  const isLol = first === LETTER.l && second === LETTER.o && units[units.length - 1] === LETTER.l;
  const isHaha = first === LETTER.h && (second === LETTER.a || second === LETTER.e);
  if ((!isLol && !isHaha) || units.length - start < (isLol ? 5 : 4)) return undefined;
  for (let index = start + 2; index < units.length; index += 1)
    if (units[index] !== units[index - 2]) return undefined;
  return Array.from({ length: isLol ? 3 : 4 }, (_, index) => start + index);
}

/** 1 for each of these letters. */
function flagsOf(letters: string): Uint8Array {
  const flags = new Uint8Array(128);
  for (const letter of letters) flags[letter.charCodeAt(0)] = 1;
  return flags;
}
