import type { PhraseMatch } from './phrase-book.js';

type Span = Pick<PhraseMatch, 'start' | 'end'>;

/** Answers "does some span contain this core?" in logarithmic time, so that many matches stay linear. */
export class SpanIndex {
  private readonly starts: number[];
  /** The farthest end of all spans up to this one. */
  private readonly farthest: number[] = [];

  constructor(spans: readonly Span[]) {
    const sorted = [...spans].sort((a, b) => a.start - b.start);
    this.starts = sorted.map(({ start }) => start);
    let end = 0;
    for (const span of sorted) this.farthest.push((end = Math.max(end, span.end)));
  }

  covers(match: Pick<PhraseMatch, 'coreStart' | 'end'>): boolean {
    if (this.starts.length === 0) return false;
    const last = lastAtMost(this.starts, match.coreStart);
    return last >= 0 && this.farthest[last]! >= match.end;
  }
}

/**
 * Spans of which only some hold. Which ones is asked when one covers at all: it costs more than finding them, and in most
 * texts none does.
 */
export class HeldSpans<Span extends PhraseMatch> {
  private all: SpanIndex | undefined;
  private held: SpanIndex | undefined;

  constructor(
    private readonly spans: readonly Span[],
    private readonly holds: (span: Span) => boolean,
  ) {}

  covers(match: Pick<PhraseMatch, 'coreStart' | 'end'>): boolean {
    if (this.spans.length === 0) return false;
    this.all ??= new SpanIndex(this.spans);
    if (!this.all.covers(match)) return false;
    this.held ??= new SpanIndex(this.spans.filter(this.holds));
    return this.held.covers(match);
  }
}

/** Index of the last value <= limit among the first `length` of an ascending list; -1 when there is none. */
export function lastAtMost(values: ArrayLike<number>, limit: number, length = values.length): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
