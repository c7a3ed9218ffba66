import type { Language } from '../../../platform/language/language.js';

const CLOSING_MARK = /[，。！？、；：”）…,.!?;:]/u;
const SIZES = [3, 2, 4, 3, 2] as const;
const MAX_CHUNK = 6;

/** Cuts a reply into the pieces it is streamed in: English by words, Chinese by 2-6 characters ending at punctuation. */
export function* toChunks(text: string, language: Language): Generator<string> {
  if (language === 'en') {
    yield* text.match(/\s*\S+/gu) ?? [];
    return;
  }
  let chunk: string[] = [];
  let count = 0;
  const characters = [...text];
  for (const [index, character] of characters.entries()) {
    chunk.push(character);
    const next = characters[index + 1];
    const size = SIZES[count % SIZES.length] ?? 3;
    const atMark = CLOSING_MARK.test(character) && chunk.length >= 2;
    const beforeMark = next !== undefined && CLOSING_MARK.test(next);
    const lastAlone = index === characters.length - 2;
    const full = chunk.length >= MAX_CHUNK || ((chunk.length >= size || atMark) && !beforeMark && !lastAlone);
    if (!full) continue;
    yield chunk.join('');
    chunk = [];
    count += 1;
  }
  if (chunk.length > 0) yield chunk.join('');
}
