import { foldCodePoint } from './code-point-folder.js';
import { decodeChunk, joinSplitWords, type Chunk, type Word } from './word-decoder.js';
import type { Vocabulary } from './vocabulary.js';

/** What was dropped before a symbol: nothing, something inside a sentence, or the end of a sentence. */
export const GAP = { none: 0, inner: 1, sentence: 2 } as const;

/** A sequence of symbols with the place of each in the original text (UTF-16 offsets). */
export interface SymbolSequence {
  symbols: number[];
  starts: number[];
  ends: number[];
  /** One of GAP per symbol: what stood before it. */
  gaps: number[];
}

/** A text in the two forms the rules read. */
export interface NormalizedText {
  length: number;
  /** Code points without spaces, punctuation and symbols: what Chinese phrases are matched on. */
  compact: SymbolSequence;
  /** Ids of known words (0 = any other word): what English and pinyin phrases are matched on. */
  words: SymbolSequence;
  /** Offsets at which a sentence ends, ascending. */
  sentenceEnds: number[];
  /** Where the Latin word or spelled-out letters begin that the text may end in the middle of, else its length. */
  openWordStart: number;
}

const SENTENCE_END = new Set(['。', '!', '?', ';', '…', '｡']);
const APOSTROPHES = new Set(["'", '’', '‘', '`', '´', 'ʼ', '′']);
const HAN_OR_KANA = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]$/u;
const WORD_CHARACTER = /^[\p{L}\p{N}]$/u;
const LINE_FEED = 0x0a;

type CharacterKind = 'han' | 'word' | 'space' | 'mark';
const KIND_LIMIT = 20_000;
const kinds = new Map<string, CharacterKind>();

function kindOf(character: string): CharacterKind {
  const known = kinds.get(character);
  if (known !== undefined) return known;
  const kind = classify(character);
  if (kinds.size < KIND_LIMIT) kinds.set(character, kind);
  return kind;
}

function classify(character: string): CharacterKind {
  if (HAN_OR_KANA.test(character)) return 'han';
  if (WORD_CHARACTER.test(character)) return 'word';
  return character === ' ' ? 'space' : 'mark';
}

/** Collects both forms while one pass walks over the text. */
class Forms {
  readonly compact: SymbolSequence = { symbols: [], starts: [], ends: [], gaps: [] };
  readonly words: Word[] = [];
  readonly sentenceEnds: number[] = [];
  chunk: Chunk | undefined;
  private compactGap: number = GAP.none;
  private wordGap: number = GAP.none;

  constructor(private readonly vocabulary: Vocabulary) {}

  endSentence(offset: number): void {
    this.sentenceEnds.push(offset);
    this.compactGap = GAP.sentence;
    this.wordGap = GAP.sentence;
  }

  addCompact(character: string, start: number, end: number): void {
    this.compact.symbols.push(character.codePointAt(0) ?? 0);
    this.compact.starts.push(start);
    this.compact.ends.push(end);
    this.compact.gaps.push(this.compactGap);
    this.compactGap = GAP.none;
  }

  skipCompact(): void {
    this.compactGap = Math.max(this.compactGap, GAP.inner);
  }

  addToChunk(character: string, start: number, end: number): void {
    this.chunk ??= { characters: [], starts: [], ends: [], gap: this.wordGap };
    this.wordGap = GAP.none;
    this.chunk.characters.push(character);
    this.chunk.starts.push(start);
    this.chunk.ends.push(end);
  }

  closeChunk(): void {
    if (this.chunk) for (const word of decodeChunk(this.chunk, this.vocabulary)) this.words.push(word);
    this.chunk = undefined;
    this.wordGap = Math.max(this.wordGap, GAP.inner);
  }
}

/** Both forms of `text` in one pass. Linear in its length; never throws. */
export function normalizeText(text: string, vocabulary: Vocabulary): NormalizedText {
  const forms = new Forms(vocabulary);
  let offset = 0;
  while (offset < text.length) {
    const codePoint = text.codePointAt(offset) ?? 0;
    const start = offset;
    offset += codePoint > 0xffff ? 2 : 1;
    if (codePoint === LINE_FEED) {
      forms.closeChunk();
      forms.endSentence(offset);
      continue;
    }
    for (const character of foldCodePoint(codePoint)) addCharacter(forms, character, { text, start, offset });
  }
  const openChunkStart = forms.chunk?.starts[0] ?? text.length;
  forms.closeChunk();
  return {
    length: text.length,
    compact: forms.compact,
    words: toSequence(joinSplitWords(forms.words, vocabulary), vocabulary),
    sentenceEnds: forms.sentenceEnds,
    openWordStart: Math.min(openChunkStart, spelledTailStart(forms.words, text.length)),
  };
}

function addCharacter(
  forms: Forms,
  character: string,
  at: { text: string; start: number; offset: number },
): void {
  if (APOSTROPHES.has(character)) return;
  const kind = kindOf(character);
  if (kind === 'han' || kind === 'word') forms.addCompact(character, at.start, at.offset);
  else forms.skipCompact();
  const next = at.text[at.offset];
  const endsSentence = SENTENCE_END.has(character) || (character === '.' && isStop(next));
  if (kind === 'han' || kind === 'space' || (endsSentence && !standsForLetter(character, next))) {
    forms.closeChunk();
  } else {
    forms.addToChunk(character, at.start, at.offset);
  }
  if (endsSentence) forms.endSentence(at.offset);
}

/** A full stop ends a sentence only before a space or the end: not in `3.5`, not in `s.u.i`. */
function isStop(next: string | undefined): boolean {
  return next === undefined || /\s/.test(next);
}

/** `k!ll`: a mark that stands for a letter inside a word does not end it. */
function standsForLetter(character: string, next: string | undefined): boolean {
  return character === '!' && next !== undefined && /[a-z]/i.test(next);
}

function spelledTailStart(words: readonly Word[], length: number): number {
  let start = length;
  for (let index = words.length - 1; index >= 0 && words[index]?.text.length === 1; index -= 1) {
    start = words[index]?.start ?? start;
  }
  return start;
}

function toSequence(words: readonly Word[], vocabulary: Vocabulary): SymbolSequence {
  return {
    symbols: words.map((word) => vocabulary.find(word.text)),
    starts: words.map((word) => word.start),
    ends: words.map((word) => word.end),
    gaps: words.map((word) => word.gap),
  };
}
