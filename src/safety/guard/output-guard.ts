import type { PhraseBook, PhraseMatch, PhraseScan } from '../screen/phrase-book.js';
import { precompiledPhraseBook } from '../screen/precompiled-phrase-book.js';
import { takesBack } from '../screen/match-context.js';
import { SpanIndex } from '../screen/span-index.js';
import { enGuardClasses, enGuardRules } from './en-guard.rules.js';
import type { GuardRule, GuardTopic } from './guard-rules.js';
import { pinyinGuardRules } from './pinyin-guard.rules.js';
import { zhGuardClasses, zhGuardRules } from './zh-guard.rules.js';

export const guardRules: readonly GuardRule[] = [...zhGuardRules, ...enGuardRules, ...pinyinGuardRules];

/** The guard's rules; one book of them serves all replies. */
export const guardPhrases = precompiledPhraseBook('guard-phrases', guardRules, {
  compact: zhGuardClasses,
  words: enGuardClasses,
});

/** Of what stands before what still matters so much is kept: it may say how that is read. */
const CONTEXT_LENGTH = 96;
/** A phrase padded beyond this cannot be judged in bounded memory. */
const MAX_OPEN = 1500;
/** The first words leave as soon as they can; after so many characters, so many at a time, for half of the events. */
const FIRST_WORDS = 48;
const AT_A_TIME = 6;

export interface OutputGuardOptions {
  phrases: PhraseBook<GuardRule>;
  /** True when the user is at risk or asks for means: places are then forbidden too. */
  atRisk: boolean;
  /** The sentence that ends a blocked reply. */
  closing: (topic: GuardTopic) => string;
}

/**
 * Stands between a streamed reply and the wire. It judges normalised text but releases the original: what is released,
 * joined, is the reply itself unless something forbidden came. Held back is only the tail that could still become a
 * forbidden phrase. Once blocked nothing more is released but one reviewed closing sentence, given by `end`.
 */
export class OutputGuard {
  private context = '';
  private held = '';
  private released = 0;
  private blockedBy: GuardTopic | undefined;
  private ended = false;
  /** Until about so much more has come nothing can become free: judging before that would only cost time. */
  private charactersToCome = 0;
  private wordsToCome = 0;

  constructor(private readonly options: OutputGuardOptions) {}

  get blocked(): boolean {
    return this.blockedBy !== undefined;
  }

  /** What has come and may not leave yet. */
  get heldBack(): string {
    return this.held;
  }

  /** Takes the next piece of the reply; returns what may leave now, often less, sometimes nothing. */
  push(text: string): string {
    if (this.blocked || this.ended) return '';
    this.held += text;
    return this.isWorthJudging(text) ? this.judge(true) : '';
  }

  /** Ends the reply: the rest of it, or the closing sentence when it was blocked. */
  end(): string {
    if (this.ended) return '';
    const rest = this.blocked ? '' : this.judge(false);
    this.ended = true;
    if (this.blockedBy === undefined) return rest;
    return `${this.released > 0 ? '\n\n' : ''}${this.options.closing(this.blockedBy)}`;
  }

  private isWorthJudging(text: string): boolean {
    this.charactersToCome -= text.length;
    if (this.wordsToCome > 0) this.wordsToCome -= countWordEnds(text);
    return (this.charactersToCome <= 0 && this.wordsToCome <= 0) || this.held.length > MAX_OPEN;
  }

  private judge(unfinished: boolean): string {
    const offset = this.context.length;
    const text = this.context + this.held;
    const scan = this.options.phrases.scan(text, unfinished);
    const forbidden = scan.matches.length === 0 ? undefined : this.firstForbidden(scan, text, offset);
    // An exclusion that began before the forbidden words may still be on its way.
    const undecided = unfinished && forbidden !== undefined && scan.openStart <= forbidden.coreStart;
    if (forbidden && !undecided) return this.block(forbidden.rule.topic);
    const held = unfinished ? Math.min(scan.heldStart, forbidden?.start ?? Infinity) : text.length;
    return this.release(text, Math.max(offset, held), scan);
  }

  private firstForbidden(
    scan: PhraseScan<GuardRule>,
    text: string,
    offset: number,
  ): PhraseMatch<GuardRule> | undefined {
    const allowed = new SpanIndex(scan.matches.filter((match) => takesBack(match, scan, text)));
    return scan.matches
      .filter(
        ({ rule, end }) => rule.kind === 'risk' && end > offset && (this.options.atRisk || !rule.atRiskOnly),
      )
      .filter((match) => !allowed.covers(match))
      .sort((a, b) => a.start - b.start)[0];
  }

  /** Releases what stands before `held`, and forgets what says nothing about the rest. */
  private release(text: string, held: number, scan: PhraseScan<GuardRule>): string {
    const free = text.slice(this.context.length, held);
    const needed = neededFrom(scan, held);
    if (text.length - needed > MAX_OPEN) return this.block('method');
    this.held = text.slice(held);
    this.context = tail(text, scan.readingStart(needed), needed) + text.slice(needed, held);
    this.released += free.length;
    this.charactersToCome = Math.max(scan.heldFor.characters, this.released < FIRST_WORDS ? 0 : AT_A_TIME);
    this.wordsToCome = scan.heldFor.words;
    return free;
  }

  private block(topic: GuardTopic): string {
    this.blockedBy = topic;
    this.held = '';
    return '';
  }
}

/** The first place that still matters: a match reaching beyond it is judged again, and one that allows it too. */
function neededFrom({ matches, openStart }: PhraseScan<GuardRule>, held: number): number {
  const open = Math.min(openStart, held);
  let needed = open;
  for (const match of matches) if (match.end > open && match.start < needed) needed = match.start;
  return needed;
}

/** The part of a text up to `end`, bounded, and not beginning inside a surrogate pair or a Latin word. */
function tail(text: string, start: number, end: number): string {
  if (end - start <= CONTEXT_LENGTH) return text.slice(start, end);
  return text.slice(end - CONTEXT_LENGTH, end).replace(/^[\uDC00-\uDFFF]?[A-Za-z0-9'’-]*/, '');
}

/** A word ends before whatever is no Latin letter. */
function countWordEnds(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    const lower = text.charCodeAt(index) | 0x20;
    if (lower < 0x61 || lower > 0x7a) count += 1;
  }
  return count;
}
