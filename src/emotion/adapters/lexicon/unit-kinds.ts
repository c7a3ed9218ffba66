const WORD = 1;
const LETTER_OR_DIGIT = 2;
const CLAUSE_END = 4;
const SENTENCE_END = 8;

const SPACE = 0x20;
const TAB = 0x09;
const APOSTROPHE = 0x27;
/** No unit of a Latin word lies behind it: a comparison spares Chinese texts the table. */
const LAST_LATIN = 0x24f;

/** What each UTF-16 unit is, as bits: looked up for every unit of every text. */
const kinds = buildKinds();

function buildKinds(): Uint8Array {
  const table = new Uint8Array(0x10000);
  const mark = (from: number, to: number, kind: number) => {
    for (let unit = from; unit <= to; unit += 1) table[unit]! |= kind;
  };
  const markEach = (characters: string, kind: number) => {
    for (const character of characters) table[character.charCodeAt(0)]! |= kind;
  };
  mark(97, 122, WORD | LETTER_OR_DIGIT);
  mark(48, 57, WORD | LETTER_OR_DIGIT);
  mark(0xe0, LAST_LATIN, WORD | LETTER_OR_DIGIT);
  mark(APOSTROPHE, APOSTROPHE, WORD);
  markEach('，、；,;:：—()（）"“”「」~～', CLAUSE_END);
  markEach('。.!?！？\n\r…', SENTENCE_END);
  return table;
}

/** Letters, digits and the apostrophe inside a word: what a Latin word is made of. */
export function isWordUnit(unit: number): boolean {
  return unit <= LAST_LATIN && (kinds[unit]! & WORD) !== 0;
}

export function isLetterOrDigit(unit: number): boolean {
  return unit <= LAST_LATIN && (kinds[unit]! & LETTER_OR_DIGIT) !== 0;
}

/** Neither part of a Latin word nor the end of anything: spaces, Chinese, emoji, most symbols. */
export function standsAlone(unit: number): boolean {
  return kinds[unit] === 0;
}

export function isSpace(unit: number): boolean {
  return unit === SPACE || unit === TAB;
}

export function endsClause(unit: number): boolean {
  return (kinds[unit]! & CLAUSE_END) !== 0;
}

export function endsSentence(unit: number): boolean {
  return (kinds[unit]! & SENTENCE_END) !== 0;
}
