const MAX_SENTENCES = 200;
/** Ends at 。！？!?；; or a line break, or at a full stop that is not part of a number or an abbreviation like "e.g.". */
const SENTENCE_END = /[。！？!?；;\n\r…]+|\.(?=\s|$)/gu;
const CLAUSE_END = /[，,、：:]|\s[-–—]+\s|——/gu;

export interface Sentence {
  text: string;
  isQuestion: boolean;
}

/** The sentences of a text with their closing mark, the first 200 of them. */
export function splitSentences(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  for (const part of cut(text, SENTENCE_END)) {
    if (sentences.length >= MAX_SENTENCES) break;
    sentences.push({ text: part, isQuestion: /[?？]\p{P}*$/u.test(part) });
  }
  return sentences;
}

/** The clauses of a sentence with their commas; a comma inside a number does not cut. */
export function splitClauses(sentence: string): string[] {
  return cut(sentence, CLAUSE_END);
}

function cut(text: string, border: RegExp): string[] {
  const parts: string[] = [];
  let start = 0;
  for (const match of text.matchAll(border)) {
    const end = match.index + match[0].length;
    if (/^[,.:]$/.test(match[0]) && /\d/.test(text[match.index - 1] ?? '') && /\d/.test(text[end] ?? '')) {
      continue;
    }
    parts.push(text.slice(start, end));
    start = end;
  }
  parts.push(text.slice(start));
  return parts.map((part) => part.trim()).filter((part) => /[\p{L}\p{N}]/u.test(part));
}
