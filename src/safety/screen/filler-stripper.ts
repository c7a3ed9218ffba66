import { FilledPartReader } from './filled-part-reader.js';

/** At most this much of a text is read a second time. */
const MOST_STRIPPED = 4000;

/**
 * The parts of a text that one and the same character is strewn into (我x想x死, 我口想口死), without that character;
 * undefined when there is none. To be read beside the text, never in its place: what is dropped might matter.
 */
export function stripFillers(text: string): string | undefined {
  const reader = new FilledPartReader(text);
  let parts: string[] | undefined;
  let length = 0;
  while (reader.next()) {
    const part = text.slice(reader.start, reader.end);
    if (length + part.length > MOST_STRIPPED) break;
    length += part.length;
    (parts ??= []).push(withoutFiller(part, reader.filler));
  }
  return parts?.join('\n');
}

function withoutFiller(part: string, codePoint: number): string {
  const filler = String.fromCodePoint(codePoint).toLowerCase();
  let rest = '';
  for (const character of part)
    if (character !== filler && character.toLowerCase() !== filler) rest += character;
  return rest;
}
