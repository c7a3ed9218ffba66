import { foldCodePoint } from './code-point-folder.js';

/** What a character does to the text it stands in. */
export const KIND = {
  /** Han, kana, Hangul: one symbol each. */
  han: 1,
  /** Letters and digits of scripts that write words. */
  word: 2,
  space: 3,
  /** Punctuation, emoji and other marks. */
  mark: 4,
  /** Read as if it were not there: invisible characters, combining marks, apostrophes. */
  dropped: 5,
  /** A mark that ends a sentence; a full stop only where a space or nothing follows. */
  sentenceEnd: 6,
  lineFeed: 7,
  /** Folds to several characters: `expansionOf` gives them. */
  several: 8,
} as const;

const SENTENCE_ENDS = new Set(['。', '.', '!', '?', ';', '…', '｡']);
const APOSTROPHES = new Set(["'", '’', '‘', '`', '´', 'ʼ', '′']);
const HAN_OR_KANA = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]$/u;
const LETTER_OR_NUMBER = /^[\p{L}\p{N}]$/u;
const HAN = /^\p{Script=Han}$/u;

/** Planes 0 to 3. All code points above are unassigned, private or invisible. */
const TABLE_SIZE = 0x40000;
const FOLDED_BITS = 18;
const FOLDED_MASK = (1 << FOLDED_BITS) - 1;
const KIND_MASK = 0xf;
const HAN_FLAG = 1 << (FOLDED_BITS + 4);
const LETTER_FLAG = 1 << (FOLDED_BITS + 5);
const DROPPED_ENTRY = KIND.dropped << FOLDED_BITS;

/**
 * All that is known of each code point in one number: what it folds to, its kind after folding, and whether it is a
 * letter or Han as typed. 0 = not asked for yet: a text uses a few of them, and all together take long to work out.
 */
const entries = new Int32Array(TABLE_SIZE);
const expansions = new Map<number, readonly number[]>();

export function characterEntry(codePoint: number): number {
  if (codePoint >= TABLE_SIZE) return DROPPED_ENTRY;
  const known = entries[codePoint]!;
  return known === 0 ? (entries[codePoint] = describe(codePoint)) : known;
}

export function kindOf(entry: number): number {
  return (entry >>> FOLDED_BITS) & KIND_MASK;
}

/** The one code point it folds to; without meaning for kinds `dropped` and `several`. */
export function foldedOf(entry: number): number {
  return entry & FOLDED_MASK;
}

/** Entries of the characters a code point of kind `several` folds to. */
export function expansionOf(codePoint: number): readonly number[] {
  return expansions.get(codePoint) ?? [];
}

/** As typed, not as folded. */
export function isHan(entry: number): boolean {
  return (entry & HAN_FLAG) !== 0;
}

/** As typed, not as folded: a letter or number of any script, Han too. */
export function isLetterOrNumber(entry: number): boolean {
  return (entry & LETTER_FLAG) !== 0;
}

function describe(codePoint: number): number {
  const typed = String.fromCodePoint(codePoint);
  const flags = (HAN.test(typed) ? HAN_FLAG : 0) | (LETTER_OR_NUMBER.test(typed) ? LETTER_FLAG : 0);
  if (codePoint === 0x0a) return (KIND.lineFeed << FOLDED_BITS) | flags;
  const folded = foldCodePoint(codePoint);
  if (folded === '') return DROPPED_ENTRY | flags;
  const parts = Array.from(folded, describeFolded);
  if (parts.length === 1) return parts[0]! | flags;
  expansions.set(codePoint, parts);
  return (KIND.several << FOLDED_BITS) | flags;
}

function describeFolded(character: string): number {
  return (classify(character) << FOLDED_BITS) | (character.codePointAt(0) ?? 0);
}

function classify(character: string): number {
  if (APOSTROPHES.has(character)) return KIND.dropped;
  if (SENTENCE_ENDS.has(character)) return KIND.sentenceEnd;
  if (HAN_OR_KANA.test(character)) return KIND.han;
  if (LETTER_OR_NUMBER.test(character)) return KIND.word;
  return character === ' ' ? KIND.space : KIND.mark;
}
