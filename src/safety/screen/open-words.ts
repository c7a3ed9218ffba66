import { characterEntry, KIND, kindOf } from './character-table.js';
import type { SymbolSequence } from './symbol-buffer.js';
import type { WordJoiner } from './word-joiner.js';
import type { WordList } from './word-list.js';

/**
 * Words of one phrase stand no further apart than so many characters of another script: gaps count words alone, so that a
 * Chinese reply would be held back from its first "thank you" to its end.
 */
export const MOST_BETWEEN_WORDS = 24;

/** What more text may change of the words of a text. */
export interface OpenWords {
  /** From here on it may change which words stand there: the text ends in one, or it has them joined. Else the length. */
  openStart: number;
  /** How many words from there on are over, though not yet how they are read. */
  unreadWords: number;
  /** Words that end up to here stay as they are, even if the next word comes behind another script. */
  sureEnd: number;
  /** So many characters of another script more, and no phrase goes on behind the last word; 0 when that is so already. */
  untilWordsEnd: number;
  /** The last place up to `offset` from which on the text, whatever follows, is read the same without what precedes. */
  readingStart: (offset: number) => number;
}

/** A text that goes on, as it has been read: its words before and after they were joined. */
interface ReadText {
  text: string;
  /** Where the chunk begins that the text may end in the middle of, else its length. */
  openChunk: number;
  /** A mark at the very end closed a chunk which a letter after it would continue: `sent!` is the beginning of `sent!a`. */
  mayReopen: boolean;
  compact: SymbolSequence;
  chunkWords: WordList;
  words: SymbolSequence;
}

export function readOpenWords(read: ReadText, joiner: WordJoiner): OpenWords {
  const { text, openChunk, chunkWords } = read;
  const unread = Math.min(openChunk, spelledTailStart(chunkWords, text.length));
  const whole = countBefore(unread, chunkWords);
  const isOpen = mayBeJoined(read, whole, unread) && joiner.mayJoinUnread(chunkWords, whole - 1);
  const settled = isOpen ? whole - 1 : whole;
  const openStart = isOpen ? chunkWords.starts[settled]! : unread;
  return {
    openStart,
    unreadWords: countBefore(openChunk, chunkWords) - countBefore(openStart, chunkWords),
    // How two words are joined depends on the one behind them.
    sureEnd: settled < 3 ? 0 : chunkWords.ends[settled - 3]!,
    untilWordsEnd: untilWordsEnd(read),
    readingStart: (offset) => readingStart(read, joiner, offset, openStart),
  };
}

/** How many words begin before `offset`. */
function countBefore(offset: number, words: WordList): number {
  let count = words.length;
  while (count > 0 && words.starts[count - 1]! >= offset) count -= 1;
  return count;
}

/** Whether nothing of another script stands behind the last of `whole` words. */
function mayBeJoined({ compact, chunkWords }: ReadText, whole: number, end: number): boolean {
  if (whole === 0) return false;
  const from = chunkWords.ends[whole - 1]!;
  for (let index = compact.length - 1; index >= 0 && compact.starts[index]! >= from; index -= 1)
    if (compact.starts[index]! < end && compact.flags[index] === 0) return false;
  return true;
}

function spelledTailStart(words: WordList, length: number): number {
  let first = words.length;
  while (words.lengthOf(first - 1) === 1) first -= 1;
  return first < words.length ? words.starts[first]! : length;
}

function untilWordsEnd({ compact, words }: ReadText): number {
  if (words.length === 0) return 0;
  const end = words.ends[words.length - 1]!;
  let left = MOST_BETWEEN_WORDS;
  for (let index = compact.length - 1; index >= 0 && left > 0 && compact.starts[index]! >= end; index -= 1)
    left -= 1;
  return left;
}

/**
 * Between chunks only, and where there are words before, in front of a word that is whole and that none before it can
 * be joined with. Then all words before are settled, as a joint looks no further than to the next word. While the last
 * word is not even sure to have ended, nothing can be left out.
 */
function readingStart(
  { text, chunkWords, mayReopen }: ReadText,
  joiner: WordJoiner,
  offset: number,
  openStart: number,
): number {
  if (mayReopen) return 0;
  let start = chunkStart(text, offset);
  for (;;) {
    const first = countBefore(start, chunkWords);
    if (first === 0) return start;
    const isWhole = first < chunkWords.length && chunkWords.starts[first]! < openStart;
    if (isWhole && !joiner.mayJoin(chunkWords, first - 1)) return start;
    start = chunkStart(text, chunkWords.starts[first - 1]!);
  }
}

/** The last place up to `offset` that a character precedes which closes every chunk. */
function chunkStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0) {
    const kind = kindOf(characterEntry(text.charCodeAt(start - 1)));
    if (kind === KIND.han || kind === KIND.space || kind === KIND.lineFeed) break;
    start -= 1;
  }
  return start;
}
