import { foldedUnits } from '../language/character-fold.js';

const AT = 0x40;
const HASH_OF_DIGIT = 0x30;
const LETTER_H = 0x68;
/** Private use: stands for a web address. */
const ADDRESS = 0xe001;
/** A run of one character is cut to this many: 哈哈哈哈哈哈 reads like 哈哈哈. */
const LONGEST_RUN = 3;
/** User names are shorter; what follows belongs to the text. */
const LONGEST_NAME = 30;
const NAME_CHARACTER = /[\p{L}\p{N}_\-·.]/u;

/**
 * Writes a text as the classifiers read it: folded characters, `@name` as `@`, addresses as one unit, digits as 0,
 * long runs cut. Returns the number of units written; `target` must hold as many units as the stretch has.
 */
export function writeFeatureUnits(
  text: string,
  from: number,
  to: number,
  target: Uint16Array,
  at = 0,
): number {
  const folded = foldedUnits(text);
  let length = at;
  for (let index = from; index < to; index += 1) {
    let unit = folded[index]!;
    if (unit === 0) continue;
    if (unit === AT) index = skipName(text, index, to);
    else if (unit === LETTER_H && text.startsWith('http', index)) {
      unit = ADDRESS;
      index = skipAddress(text, index, to);
    } else if (unit >= HASH_OF_DIGIT && unit <= HASH_OF_DIGIT + 9) unit = HASH_OF_DIGIT;
    if (!drawsOut(target, at, length, unit)) {
      target[length] = unit;
      length += 1;
    }
  }
  return length - at;
}

function drawsOut(units: Uint16Array, start: number, length: number, unit: number): boolean {
  if (length - start < LONGEST_RUN) return false;
  for (let back = 1; back <= LONGEST_RUN; back += 1) if (units[length - back] !== unit) return false;
  return true;
}

/** The index of the last character of the name after `@`, or of the `@` itself. */
function skipName(text: string, at: number, to: number): number {
  let end = at + 1;
  while (end < to && end < at + LONGEST_NAME && NAME_CHARACTER.test(text[end]!)) end += 1;
  return end - 1;
}

function skipAddress(text: string, start: number, to: number): number {
  let end = start;
  while (end < to && text.charCodeAt(end) > 0x20 && text.charCodeAt(end) < 0x7f) end += 1;
  return end - 1;
}
