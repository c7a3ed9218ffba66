const WORD = 1;
const LETTER_OR_DIGIT = 2;
const SPACE = 4;
const CLAUSE_END = 8;
const SENTENCE_END = 16;

const APOSTROPHE = 0x27;

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
  mark(0xe0, 0x24f, WORD | LETTER_OR_DIGIT);
  mark(APOSTROPHE, APOSTROPHE, WORD);
  markEach(' \t', SPACE);
  markEach('，、；,;:：—()（）"“”「」~～', CLAUSE_END);
  markEach('。.!?！？\n\r…', SENTENCE_END);
  return table;
}

/** Letters, digits and the apostrophe inside a word: what a Latin word is made of. False before and behind a text. */
export function isWordUnit(unit: number | undefined): boolean {
  return unit !== undefined && (kinds[unit]! & WORD) !== 0;
}

export function isLetterOrDigit(unit: number | undefined): boolean {
  return unit !== undefined && (kinds[unit]! & LETTER_OR_DIGIT) !== 0;
}

export function isSpace(unit: number): boolean {
  return (kinds[unit]! & SPACE) !== 0;
}

export function endsClause(unit: number): boolean {
  return (kinds[unit]! & CLAUSE_END) !== 0;
}

export function endsSentence(unit: number | undefined): boolean {
  return unit !== undefined && (kinds[unit]! & SENTENCE_END) !== 0;
}
