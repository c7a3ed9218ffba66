/** At most this much of a text is read a second time. */
const MOST_STRIPPED = 4000;
/** One character between Han characters, again and again: 我x想x死, 我口想口死. */
const FILLED =
  /\p{Script=Han}[^\p{L}\p{N}]{0,4}([\p{L}\p{N}])[^\p{L}\p{N}]{0,4}\p{Script=Han}(?:[^\p{L}\p{N}]{0,4}\1[^\p{L}\p{N}]{0,4}\p{Script=Han}){1,40}/giu;

/**
 * The parts of a text that one and the same character is strewn into, without that character; undefined when there is
 * none. To be read beside the text, never in its place: what is dropped might matter.
 */
export function stripFillers(text: string): string | undefined {
  const parts: string[] = [];
  let length = 0;
  for (const [part, filler] of text.matchAll(FILLED)) {
    if (filler === undefined || length + part.length > MOST_STRIPPED) break;
    length += part.length;
    parts.push(withoutFiller(part, filler.toLowerCase()));
  }
  return parts.length === 0 ? undefined : parts.join('\n');
}

function withoutFiller(part: string, filler: string): string {
  return Array.from(part)
    .filter((character) => character.toLowerCase() !== filler)
    .join('');
}
