/** A part of a text, in UTF-16 offsets. */
export interface Stretch {
  start: number;
  end: number;
}

/** How long a stretch is at most; a Han character says about as much as three letters. */
const LONGEST_HAN = 100;
const LONGEST_OTHER = 250;
/** Beyond this a text is read in stretches only: as a whole it would say nothing any more. */
const LONGEST_WHOLE = 1000;
const SENTENCE_END = sentenceEnds('。！？!?；;.…\n\r');

/**
 * Calls `read` with the stretches a text is judged by: the whole of a short one, and runs of whole sentences of a
 * longer one, so that one sentence of danger is not thinned out by the others. Sentences that touch a part `leftOut`
 * (in order of their start) are skipped. Linear in the text; a sentence too long for a stretch is cut with an overlap.
 */
export function eachStretch(
  text: string,
  leftOut: readonly Stretch[],
  read: (start: number, end: number) => void,
): void {
  const longest = longestStretch(text);
  if (leftOut.length === 0 && text.length <= LONGEST_WHOLE) read(0, text.length);
  if (leftOut.length === 0 && text.length <= longest) return;
  let runStart = 0;
  let runEnd = 0;
  let next = 0;
  const flush = () => {
    if (runEnd > runStart) readLong(runStart, runEnd, longest, read);
  };
  for (let start = 0; start < text.length;) {
    const end = sentenceEnd(text, start);
    let touched = false;
    while (next < leftOut.length && leftOut[next]!.start < end) {
      if (leftOut[next]!.end > start) touched = true;
      if (leftOut[next]!.end > end) break;
      next += 1;
    }
    if (touched) {
      flush();
      runStart = end;
    } else if (end - runStart > longest) {
      flush();
      runStart = start;
    }
    runEnd = end;
    start = end;
  }
  flush();
}

function longestStretch(text: string): number {
  const sample = Math.min(text.length, 2 * LONGEST_OTHER);
  let han = 0;
  for (let index = 0; index < sample; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x4e00 && unit <= 0x9fff) han += 1;
  }
  return 4 * han > sample ? LONGEST_HAN : LONGEST_OTHER;
}

function readLong(
  start: number,
  end: number,
  longest: number,
  read: (start: number, end: number) => void,
): void {
  if (end - start <= longest) {
    read(start, end);
    return;
  }
  const step = Math.floor(longest / 2);
  for (let from = start; ; from += step) {
    const to = Math.min(end, from + longest);
    read(from, to);
    if (to === end) return;
  }
}

/** Where the sentence that begins at `start` ends, with the marks that end it. */
function sentenceEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && !isSentenceEnd(text.charCodeAt(end))) end += 1;
  while (end < text.length && isSentenceEnd(text.charCodeAt(end))) end += 1;
  return end;
}

function isSentenceEnd(unit: number): boolean {
  return SENTENCE_END[unit] === 1;
}

function sentenceEnds(marks: string): Uint8Array {
  const table = new Uint8Array(0x10000);
  for (const mark of marks) table[mark.charCodeAt(0)] = 1;
  return table;
}
