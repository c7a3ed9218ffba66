import { simplifiedCharacters } from './simplified-chinese.js';

const FIRST_HAN = 0x4e00;
const LAST_HAN = 0x9fff;
const APOSTROPHES = [0x2018, 0x2019, 0x02bc, 0xff07, 0x60];
/** Soft hyphen, zero-width space and joiners, byte order mark, variation selectors. */
const LEFT_OUT = [0x00ad, 0x200b, 0x200c, 0x200d, 0x2060, 0xfeff, 0xfe0e, 0xfe0f];

let table: Uint16Array | undefined;

/**
 * One UTF-16 unit to one: lower case, straight apostrophes, half-width letters, digits, ! and ?, simplified Han
 * characters (OpenCC's table); 0 means "leave out". Full-width brackets and colons stay, since
 * "原因：（" is no sad face.
 */
export function characterFold(): Uint16Array {
  table ??= buildCharacterFold();
  return table;
}

let foldedText: string | undefined;
let folded = new Uint16Array(1024);

/**
 * The folded units of a text, each at the offset of its own and 0 where nothing is left; behind the last stands a 0. The
 * readers of a text ask one after another, and reading a string character by character takes several times as long as
 * reading an array: so only the first makes it. Valid until another text is asked for.
 */
export function foldedUnits(text: string): Uint16Array {
  if (text === foldedText) return folded;
  const { length } = text;
  if (length >= folded.length) folded = new Uint16Array(2 * length);
  const fold = characterFold();
  for (let index = 0; index < length; index += 1) folded[index] = fold[text.charCodeAt(index)]!;
  folded[length] = 0;
  foldedText = text;
  return folded;
}

function buildCharacterFold(): Uint16Array {
  const fold = Uint16Array.from({ length: 0x10000 }, (_, code) => code);
  for (let code = 0; code < 0x3000; code += 1) setLowerCase(fold, code, code);
  for (let code = 0xff01; code <= 0xff5a; code += 1) {
    const half = code - 0xfee0;
    if (/[a-z0-9!?]/i.test(String.fromCharCode(half))) setLowerCase(fold, code, half);
  }
  foldTraditional(fold);
  for (const code of APOSTROPHES) fold[code] = 0x27;
  for (const code of LEFT_OUT) fold[code] = 0;
  fold[0x3000] = 0x20;
  return fold;
}

function setLowerCase(fold: Uint16Array, code: number, from: number): void {
  const lower = String.fromCharCode(from).toLowerCase();
  if (lower.length === 1) fold[code] = lower.charCodeAt(0);
}

function foldTraditional(fold: Uint16Array): void {
  for (const [character, simplified] of simplifiedCharacters) {
    const code = character.charCodeAt(0);
    if (code >= FIRST_HAN && code <= LAST_HAN && simplified.length === 1)
      fold[code] = simplified.charCodeAt(0);
  }
  // OpenCC leaves these to its phrase table.
  fold['妳'.charCodeAt(0)] = '你'.charCodeAt(0);
  fold['著'.charCodeAt(0)] = '着'.charCodeAt(0);
}
