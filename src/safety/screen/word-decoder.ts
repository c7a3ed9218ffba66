import type { Vocabulary } from './vocabulary.js';

/** A run of characters without space or Han, as it is collected; `gap` says what was dropped before it. */
export interface Chunk {
  characters: string[];
  starts: number[];
  ends: number[];
  gap: number;
}

export interface Word {
  text: string;
  start: number;
  end: number;
  gap: number;
}

const WORD_CHARACTER = /^[\p{L}\p{N}]$/u;
const LETTERS_ONLY = /^[a-z]+$/;
const HAS_LETTER = /[a-z]/;
const HAS_DIGIT = /[0-9]/;
const MAX_DECODED = 40;
const MAX_SPELLED = 64;
const INNER_GAP = 1;
const CONTRACTION_TAILS = new Set(['t', 's', 'm', 're', 've', 'll', 'd']);

const LEET: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'i',
  '€': 'e',
};

/**
 * Turns one chunk into words. Undoes what hides a word: digits and marks for letters (`su1c1de`, `k!ll`), marks
 * between letters (`s.u.i.c.i.d.e`, `sui-cide`), words without spaces (`iwanttodie`), tone digits (`zi4sha1`).
 */
export function decodeChunk(chunk: Chunk, vocabulary: Vocabulary): Word[] {
  const parts = toParts(chunk);
  const first = parts[0];
  const last = parts[parts.length - 1];
  if (!first || !last) return parts;
  const whole = chunk.characters.join('');
  if (whole.length <= MAX_DECODED && (parts.length > 1 || HAS_DIGIT.test(whole))) {
    const hidden = decodeWhole(whole, parts, vocabulary);
    if (hidden !== undefined) return [{ ...first, text: hidden, end: last.end }];
  }
  return parts.flatMap((part) => decodePart(part, vocabulary));
}

/** Joins what was cut by spaces: single letters (`s u i c i d e`) and a sensitive word in two pieces (`sui cide`). */
export function joinSplitWords(words: readonly Word[], vocabulary: Vocabulary): Word[] {
  const joined: Word[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index]!;
    const next = words[index + 1];
    if (next && isContraction(word, next, words[index + 2], vocabulary)) {
      joined.push({ ...word, text: word.text + next.text, end: next.end });
      index += 1;
    } else if (next && word.text.length === 1 && next.text.length === 1) {
      let last = index + 1;
      while (words[last + 1]?.text.length === 1 && last - index < MAX_SPELLED) last += 1;
      const run = words.slice(index, last + 1);
      joined.push(...(last - index >= 2 ? spelledWords(run, vocabulary) : run));
      index = last;
    } else if (next && word.text.length + next.text.length >= 6 && isSplit(word, next, vocabulary)) {
      joined.push({ ...word, text: word.text + next.text, end: next.end });
      index += 1;
    } else {
      joined.push(word);
    }
  }
  return joined;
}

/** `don t`, `i m`: a contraction whose apostrophe was lost. */
function isContraction(word: Word, next: Word, after: Word | undefined, vocabulary: Vocabulary): boolean {
  if (!CONTRACTION_TAILS.has(next.text) || after?.text.length === 1) return false;
  return (word.text === 'i' || word.text.length > 1) && vocabulary.find(word.text + next.text) !== 0;
}

function isSplit(word: Word, next: Word, vocabulary: Vocabulary): boolean {
  return word.text.length + next.text.length <= 12 && vocabulary.isSensitive(word.text + next.text);
}

function spelledWords(run: readonly Word[], vocabulary: Vocabulary): Word[] {
  const letters = run.map((word) => word.text).join('');
  const found = vocabulary.isSensitive(letters) ? [letters] : vocabulary.segment(letters);
  if (!found) return [...run];
  let at = 0;
  return found.map((text) => {
    const first = run[at]!;
    at += text.length;
    return { text, start: first.start, end: run[at - 1]!.end, gap: first.gap };
  });
}

function toParts(chunk: Chunk): Word[] {
  const parts: Word[] = [];
  let open: Word | undefined;
  chunk.characters.forEach((character, index) => {
    const end = chunk.ends[index] ?? 0;
    if (!WORD_CHARACTER.test(character)) {
      open = undefined;
    } else if (open) {
      open.text += character;
      open.end = end;
    } else {
      const gap = parts.length === 0 ? chunk.gap : INNER_GAP;
      open = { text: character, start: chunk.starts[index] ?? 0, end, gap };
      parts.push(open);
    }
  });
  return parts;
}

/** The sensitive word a chunk hides, if any. */
function decodeWhole(whole: string, parts: readonly Word[], vocabulary: Vocabulary): string | undefined {
  if (!HAS_LETTER.test(whole)) return undefined;
  const joined = parts.map((part) => part.text).join('');
  const candidates = [joined, ...decodings(joined), ...decodings(whole)];
  return candidates.find((candidate) => vocabulary.isSensitive(candidate));
}

function decodings(text: string): string[] {
  const decode = (one: string) =>
    Array.from(text, (character) => (character === '1' ? one : (LEET[character] ?? character)))
      .filter((character) => LETTERS_ONLY.test(character))
      .join('');
  return text.includes('1') ? [decode('i'), decode('l')] : [decode('i')];
}

function decodePart(part: Word, vocabulary: Vocabulary): Word[] {
  const { text } = part;
  if (text.length > MAX_SPELLED || vocabulary.find(text) !== 0) return [part];
  if (HAS_DIGIT.test(text) && HAS_LETTER.test(text)) {
    const options = [text.replace(/[1-5]/g, ''), ...decodings(text)];
    const known = options.find((option) => vocabulary.find(option) !== 0);
    if (known !== undefined) return [{ ...part, text: known }];
  }
  return (vocabulary.segment(text) ?? [text]).map((found) => ({ ...part, text: found }));
}
