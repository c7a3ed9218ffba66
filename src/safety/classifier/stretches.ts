import { foldedUnits } from '../../platform/language/character-fold.js';

/** A part of a text, in UTF-16 offsets. */
export interface Stretch {
  start: number;
  end: number;
}

/**
 * What a stretch is of its text: all of it or a run of its sentences; one of several sentences; one of several clauses
 * of the only sentence; or what a sentence says beside a part left out.
 */
export type StretchKind = 'run' | 'sentence' | 'clause' | 'rest';

type Read = (start: number, end: number, kind: StretchKind) => void;

/** How long a stretch is at most; a Han character says about as much as three letters. */
const LONGEST_HAN = 100;
const LONGEST_OTHER = 250;
/** Beyond this a text is read in stretches only: as a whole it would say nothing any more. */
const LONGEST_WHOLE = 1000;
const SENTENCE_END = tableOf('。！？!?；;.…\n\r');
const SPACE = 0x20;
const COMMA = tableOf('，,、');

/**
 * Calls `read` with the stretches a text is judged by, several sizes of them, so that a sentence of danger is not thinned
 * out by what stands around it: the whole of a short text (last, so that the next reader finds its features hashed) or
 * runs of sentences of a longer one, and each sentence, or each clause of an only sentence. A clause that touches a part `leftOut` (in order of
 * their start) is in none of them, and its sentence is read as what remains. Linear in the text; a stretch that is too
 * long is cut with an overlap.
 */
export function eachStretch(
  text: string,
  { leftOut, isChinese }: { leftOut: readonly Stretch[]; isChinese: boolean },
  read: Read,
): void {
  const units = foldedUnits(text);
  const { length } = text;
  const longest = isChinese ? LONGEST_HAN : LONGEST_OTHER;
  const inRuns = leftOut.length > 0 || length > longest;
  const spans = new SpanCursor(leftOut);
  let runStart = 0;
  let runEnd = 0;
  const endRun = (nextStart: number) => {
    if (inRuns && runEnd > runStart) readLong(runStart, runEnd, longest, (from, to) => read(from, to, 'run'));
    runStart = nextStart;
  };
  for (let start = 0; start < length;) {
    const end = sentenceEnd(units, start, length);
    if (spans.touches(start, end)) {
      endRun(end);
      readRests(units, { start, end }, spans, (from, to) =>
        readLong(from, to, longest, (begin, stop) => read(begin, stop, 'rest')),
      );
    } else {
      if (end - runStart > longest) endRun(start);
      if (end - start === length) readClauses(units, { start, end }, longest, read);
      else if (end - start <= longest) read(start, end, 'sentence');
    }
    runEnd = end;
    start = end;
  }
  endRun(length);
  if (leftOut.length === 0 && length <= LONGEST_WHOLE) read(0, length, 'run');
}

/** Whether a text is Chinese by its beginning. */
export function isMostlyHan(text: string): boolean {
  const units = foldedUnits(text);
  const sample = Math.min(text.length, 2 * LONGEST_OTHER);
  let han = 0;
  for (let index = 0; index < sample && 4 * han <= sample; index += 1) if (isHan(units[index]!)) han += 1;
  return 4 * han > sample;
}

/** The clauses of a text that is one sentence. */
function readClauses(units: Uint16Array, { start, end }: Stretch, longest: number, read: Read): void {
  for (let from = start; from < end;) {
    const to = clauseEnd(units, from, end);
    if (to - from < end - start && to - from <= longest) read(from, to, 'clause');
    from = to;
  }
}

/** The runs of clauses that touch no span. */
function readRests(
  units: Uint16Array,
  { start, end }: Stretch,
  spans: SpanCursor,
  read: (start: number, end: number) => void,
): void {
  let restStart = start;
  for (let from = start; from < end;) {
    const to = clauseEnd(units, from, end);
    if (spans.touches(from, to)) {
      if (from > restStart) read(restStart, from);
      restStart = to;
    }
    from = to;
  }
  if (end > restStart) read(restStart, end);
}

/** Spans in order of their start, asked for stretches in order of theirs. */
class SpanCursor {
  private next = 0;

  constructor(private readonly spans: readonly Stretch[]) {}

  touches(start: number, end: number): boolean {
    const { spans } = this;
    while (this.next < spans.length && spans[this.next]!.end <= start) this.next += 1;
    return this.next < spans.length && spans[this.next]!.start < end;
  }
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
function sentenceEnd(units: Uint16Array, start: number, length: number): number {
  let end = start;
  while (end < length && SENTENCE_END[units[end]!] === 0) end += 1;
  while (end < length && SENTENCE_END[units[end]!] === 1) end += 1;
  return end;
}

/** Where the clause that begins at `start` ends: after a comma, or after a space beside a Han character. */
function clauseEnd(units: Uint16Array, start: number, sentenceEnd: number): number {
  for (let at = start; at < sentenceEnd; at += 1) {
    if (!isClauseMark(units, at)) continue;
    let end = at + 1;
    while (end < sentenceEnd && isClauseMark(units, end)) end += 1;
    return end;
  }
  return sentenceEnd;
}

function isClauseMark(units: Uint16Array, at: number): boolean {
  const unit = units[at]!;
  if (unit === SPACE) return (at > 0 && isHan(units[at - 1]!)) || isHan(units[at + 1]!);
  return COMMA[unit] === 1;
}

/** Some rare traditional characters fold to those of the first extension. */
function isHan(unit: number): boolean {
  return unit >= 0x3400 && unit <= 0x9fff;
}

function tableOf(marks: string): Uint8Array {
  const table = new Uint8Array(0x10000);
  for (const mark of marks) table[mark.charCodeAt(0)] = 1;
  return table;
}
