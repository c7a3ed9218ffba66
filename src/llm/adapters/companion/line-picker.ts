import type { Lines } from './reply-book.js';

const SLOT = /\{\w+\}/;
const SENTENCE_END = /[。！？!?.…\n]+/u;
const MAX_REMEMBERED_CHARACTERS = 4000;

/** Letters and digits alone, so that punctuation and spacing cannot hide a repetition. */
export const normaliseLine = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** Sentences of the books, which make up most of what was said before, normalised. */
const normalised = new Map<string, string>();

const sentencesOf = (text: string): string[] =>
  text
    .split(SENTENCE_END)
    .map((sentence) => normalised.get(sentence) ?? normaliseLine(sentence))
    .filter((sentence) => sentence.length > 0);

const FNV_BASIS = 0x811c9dc5;

/** FNV-1a, 32 bit: small, fast and the same everywhere. `before`: the hash of what stands before the text. */
export function hash(text: string, before = FNV_BASIS): number {
  let value = before;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

/**
 * Chooses sentences for one reply. Every session has its own fixed order of each pool; the choice goes on after the
 * sentence of that pool which was said last, so nothing comes back before the pool has gone round, even when only the
 * end of a long history is known.
 */
export class LinePicker {
  private readonly lastSaid = new Map<string, number>();
  private readonly said: string[] = [];

  constructor(
    private readonly sessionKey: string,
    private readonly turn: number,
    earlierReplies: readonly string[],
  ) {
    for (const reply of earlierReplies) {
      for (const sentence of sentencesOf(reply.slice(0, MAX_REMEMBERED_CHARACTERS))) this.note(sentence);
    }
  }

  /** A sentence not said in this session, from the first of the pools that still has one. */
  fresh(...pools: Lines[]): string | undefined {
    for (const pool of pools) {
      const line = this.inOrder(pool).find((candidate) => this.lastUse(candidate) < 0);
      if (line !== undefined) return this.take(line);
    }
    return undefined;
  }

  /** As `fresh`; once all pools are used up, the sentence said longest ago. */
  any(...pools: [Lines, ...Lines[]]): string {
    const unused = this.fresh(...pools);
    if (unused !== undefined) return unused;
    const lines = pools.flat();
    const oldest = lines.reduce((best, line) => (this.lastUse(line) < this.lastUse(best) ? line : best));
    return this.take(oldest);
  }

  /** True when the newest earlier reply holds a sentence of `pool`. */
  saidIn(reply: string, pool: Lines): boolean {
    const sentences = sentencesOf(reply);
    return pool.some((line) => sentences.some((sentence) => matches(line, sentence)));
  }

  private take(line: string): string {
    for (const sentence of sentencesOf(line)) this.note(sentence);
    return line;
  }

  private note(sentence: string): void {
    this.said.push(sentence);
    this.lastSaid.set(sentence, this.said.length - 1);
  }

  private lastUse(line: string): number {
    const { sentences, parts } = parse(line);
    let latest = -1;
    for (const sentence of sentences) latest = Math.max(latest, this.lastSaid.get(sentence) ?? -1);
    if (parts.length === 1) return latest;
    return Math.max(
      latest,
      this.said.findLastIndex((sentence) => matches(line, sentence)),
    );
  }

  private inOrder(pool: Lines): Lines {
    const session = hash(`${this.sessionKey}|`);
    const ranked = pool
      .map((line) => ({ line, rank: hash(line, session) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ line }) => line);
    let latest = -1;
    let start = ranked.length === 0 ? 0 : hash(String(this.turn), session) % ranked.length;
    ranked.forEach((line, index) => {
      const use = this.lastUse(line);
      if (use > latest) {
        latest = use;
        start = index + 1;
      }
    });
    return [...ranked.slice(start), ...ranked.slice(0, start)];
  }
}

interface ParsedLine {
  sentences: readonly string[];
  /** What stands around the slots of the first sentence; a single part when there is no slot. */
  parts: readonly string[];
}

// The lines of the two books are all that is ever parsed, so this is bounded.
const parsed = new Map<string, ParsedLine>();

function parse(line: string): ParsedLine {
  const known = parsed.get(line);
  if (known) return known;
  const sentences = line.split(SENTENCE_END);
  for (const sentence of sentences) normalised.set(sentence, normaliseLine(sentence));
  const first = sentences[0] ?? line;
  const fresh = { sentences: sentencesOf(line), parts: first.split(SLOT).map(normaliseLine) };
  parsed.set(line, fresh);
  return fresh;
}

/** Whether `sentence` (normalised) was made from `line`: its fixed parts occur in order. */
function matches(line: string, sentence: string): boolean {
  const { parts } = parse(line);
  if (parts.length === 1) return sentence === parts[0];
  if (parts.every((part) => part.length < 2)) return false;
  if (!sentence.startsWith(parts[0] ?? '') || !sentence.endsWith(parts.at(-1) ?? '')) return false;
  let from = 0;
  for (const part of parts) {
    const at = sentence.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return true;
}
