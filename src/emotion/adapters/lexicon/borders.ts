import { isWordUnit } from './unit-kinds.js';

const APOSTROPHE = 0x27;
const FIRST_LETTERS_OF_LINKS = [0x68, 0x77] as const;
const LINKS = ['http://', 'https://', 'www.'].map((prefix) =>
  Uint16Array.from(prefix, (c) => c.charCodeAt(0)),
);

/** 开不开心, 高兴不高兴: asks, denies nothing. */
export function isChoiceQuestion(units: Uint16Array, start: number, end: number): boolean {
  if (end - start !== 1 || start === 0 || isWordUnit(units[end]!)) return false;
  return (
    units[start - 1] === units[end] ||
    (units[start - 1] === units[end + 1] && units[start - 2] === units[end])
  );
}

/** Index after a web address that starts at `index`, else `index`. */
export function skipLink(units: Uint16Array, index: number): number {
  const first = units[index];
  if (first !== FIRST_LETTERS_OF_LINKS[0] && first !== FIRST_LETTERS_OF_LINKS[1]) return index;
  if (!LINKS.some((link) => link.every((unit, offset) => units[index + offset] === unit))) return index;
  let end = index;
  while (units[end]! > 0x20 && units[end]! < 0x7f) end += 1;
  return end;
}

/** Index after the Latin word, or the one unit of anything else, at `index`. */
export function skipWord(units: Uint16Array, index: number): number {
  let end = index + 1;
  if (isWordUnit(units[index]!) && units[index] !== APOSTROPHE) while (isWordUnit(units[end]!)) end += 1;
  return end;
}
