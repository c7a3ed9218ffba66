import { characterFold } from './character-fold.js';

/** Between words, and at the end of a calm sentence, these say no more than a space. Brackets and colons make faces. */
const PAUSES = /[\s,，、.。…~～"“”]+/gu;
const REPEATED_MARK = /([!?\p{So}])\1+/gu;
const DRAWN_OUT = /([\p{L}\p{N}])\1{2,}/gu;
const NO_WORDS = /[^\p{L}\p{N}?]+/gu;

/**
 * One form for the ways people spell a message: width, case, traditional characters, pauses, drawn-out characters and
 * repeated marks. What carries feeling by itself (an exclamation mark, a question, an emoji) stays. Linear in the text.
 */
export function foldSpelling(text: string): string {
  return foldCharacters(text)
    .replace(PAUSES, ' ')
    .replace(REPEATED_MARK, '$1')
    .replace(DRAWN_OUT, '$1$1')
    .trim();
}

/** As `foldSpelling`, and only the words are left, and whether something is asked: what a text is about. */
export function foldToWords(text: string): string {
  return foldSpelling(text)
    .replace(NO_WORDS, ' ')
    .replace(/ +(?=\?)/gu, '')
    .trim();
}

function foldCharacters(text: string): string {
  const fold = characterFold();
  const composed = text.normalize('NFKC');
  let folded = '';
  for (let index = 0; index < composed.length; index += 1) {
    const unit = fold[composed.charCodeAt(index)]!;
    if (unit !== 0) folded += String.fromCharCode(unit);
  }
  return folded;
}
