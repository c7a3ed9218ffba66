import type { PhraseRule, RuleKind } from '../rules/rule.types.js';
import { Alphabet } from '../../platform/language/alphabet.js';
import { literalsOf, readTemplate, type TemplateSegment, type WordClasses } from './phrase-template.js';
import { MATCH_FIELDS, SequenceMatcher } from './sequence-matcher.js';
import type { SequencePattern } from './sequence-pattern.js';
import { SYMBOL, type SymbolSequence } from './symbol-buffer.js';
import { TextNormalizer, type NormalizedText } from './text-normalizer.js';
import { Vocabulary } from './vocabulary.js';

/** Where a rule matched, in offsets of the original text. */
export interface PhraseMatch<Rule extends PhraseRule = PhraseRule> {
  rule: Rule;
  start: number;
  /** The part that carries the meaning: the last run of the template. */
  coreStart: number;
  end: number;
}

export interface PhraseScan<Rule extends PhraseRule = PhraseRule> {
  /** Valid until the next scan: its buffers are used again. */
  text: NormalizedText;
  /** The last place up to `offset` from which on the text, whatever follows, is read the same without what precedes. */
  readingStart: (offset: number) => number;
  /** All matches; of a finished text in which nothing decisive can match, none. */
  matches: readonly PhraseMatch<Rule>[];
  /** Nothing before this offset can belong to a match that more text completes. */
  openStart: number;
  /** Before this offset nothing stands, or can come to stand, that is held back until it is known whether it matches. */
  heldStart: number;
  /** Before `heldStart` moves, about so much more text has to come: characters that are read, and words. */
  heldFor: { characters: number; words: number };
}

/** The other kinds only qualify a match of these: in a text without one they are not even looked for. */
const DECISIVE: ReadonlySet<RuleKind> = new Set(['risk', 'soften', 'cue', 'means']);

const NO_WAIT = { characters: 0, words: 0 };

interface Form<Rule> {
  matcher: SequenceMatcher;
  /** The rule of each pattern. */
  rules: Rule[];
}

/** Rules compiled for scanning. Built once at start; a scan is synchronous and leaves nothing to the next. */
export class PhraseBook<Rule extends PhraseRule = PhraseRule> {
  private readonly alphabet = new Alphabet();
  private readonly vocabulary = new Vocabulary();
  private readonly normalizer = new TextNormalizer(this.alphabet, this.vocabulary);
  private readonly compact: Form<Rule>;
  private readonly words: Form<Rule>;

  constructor(rules: readonly Rule[], classes: { compact: WordClasses; words: WordClasses }) {
    this.compact = compileForm(
      rules.filter(({ script }) => script === 'compact'),
      (template) => toPattern(readTemplate(template, classes.compact), (piece) => this.toLetters(piece)),
    );
    this.words = compileForm(
      rules.filter(({ script }) => script !== 'compact'),
      (template, { script }) => {
        const chain = readTemplate(template, classes.words);
        return toPattern(script === 'pinyin' ? withGroupings(chain) : chain, (piece) =>
          this.toWordIds(piece),
        );
      },
    );
  }

  /** `unfinished`: more text may follow, so a Latin word at the end is not read yet. */
  scan(text: string, unfinished = false): PhraseScan<Rule> {
    const normalized = this.normalizer.normalize(text);
    if (unfinished) return this.scanBeginning(normalized, text);
    const { compact: compactForm, words: wordForm } = this;
    const { compact, words } = normalized;
    const matches: PhraseMatch<Rule>[] = [];
    const isCompactDecisive = compactForm.matcher.survey(compact, compact.length);
    const isWordDecisive = wordForm.matcher.survey(words, words.length);
    if (isCompactDecisive || isWordDecisive) {
      addMatches(matches, compactForm.matcher.match(), compact, compactForm.rules);
      addMatches(matches, wordForm.matcher.match(), words, wordForm.rules);
    }
    const { length } = text;
    return {
      text: normalized,
      readingStart: () => 0,
      matches,
      openStart: length,
      heldStart: length,
      heldFor: NO_WAIT,
    };
  }

  private scanBeginning(normalized: NormalizedText, text: string): PhraseScan<Rule> {
    const { compact, words } = normalized;
    const open = normalized.openWords();
    const { compact: compactForm, words: wordForm } = this;
    const wordCount = countWholeBefore(open.openStart, words);
    const sureCount = countWholeBefore(open.sureEnd, words);
    const compactScan = compactForm.matcher.matchOpen(
      compact,
      compact.length,
      settledLength(compact),
      compact.length,
    );
    const wordScan = wordForm.matcher.matchOpen(words, wordCount, wordCount, sureCount);
    const matches: PhraseMatch<Rule>[] = [];
    addMatches(matches, compactScan.matches, compact, compactForm.rules);
    addMatches(matches, wordScan.matches, words, wordForm.rules);
    const inCompact = (index: number) => startOf(compact, index, compact.length, text.length);
    const isWordsEnd = open.untilWordsEnd === 0 || (words.flags[wordCount]! & SYMBOL.apart) !== 0;
    const inWords = (index: number) =>
      isWordsEnd ? text.length : startOf(words, index, wordCount, text.length);
    const unreadStart = Math.min(startOf(words, wordCount, words.length, text.length), open.openStart);
    const heldCompact = inCompact(compactScan.heldStart);
    const heldWords = inWords(wordScan.heldStart);
    const openStart = Math.min(inCompact(compactScan.openStart), inWords(wordScan.openStart), unreadStart);
    const heldStart = Math.min(heldCompact, heldWords, unreadStart);
    const heldFor = {
      characters: heldCompact === heldStart ? compactScan.heldFor : 0,
      words: heldWords === heldStart ? Math.min(wordScan.heldFor - open.unreadWords, open.untilWordsEnd) : 0,
    };
    return { text: normalized, readingStart: open.readingStart, matches, openStart, heldStart, heldFor };
  }

  /** Rules are written as the folder leaves text (a test holds them to it), so nothing is folded here. */
  private toLetters(piece: string): number[] {
    const letters: number[] = [];
    for (const character of piece) letters.push(this.alphabet.add(character.codePointAt(0) ?? 0));
    return letters;
  }

  private toWordIds(piece: string): number[] {
    return piece === '' ? [] : piece.split(' ').map((word) => this.vocabulary.add(word));
  }
}

function compileForm<Rule extends PhraseRule>(
  rules: readonly Rule[],
  toPattern: (template: string, rule: Rule) => SequencePattern,
): Form<Rule> {
  const compiled = rules.flatMap((rule) => {
    const isDecisive = DECISIVE.has(rule.kind);
    return rule.templates.map((template) => ({
      rule,
      isDecisive,
      pattern: toPattern(template, rule).map((segment) => ({ ...segment, held: segment.held && isDecisive })),
    }));
  });
  return {
    matcher: new SequenceMatcher(
      compiled.map(({ pattern }) => pattern),
      Uint8Array.from(compiled, ({ isDecisive }) => (isDecisive ? 1 : 0)),
    ),
    rules: compiled.map(({ rule }) => rule),
  };
}

function toPattern(
  chain: readonly TemplateSegment[],
  toSymbols: (piece: string) => number[],
): SequencePattern {
  return chain.map((segment) => ({
    ...segment,
    parts: segment.parts.map((pieces) => pieces.map(toSymbols)),
  }));
}

/** `wo xiang si` also as `woxiang si`, `wo xiangsi`, `woxiangsi`. */
function withGroupings(chain: readonly TemplateSegment[]): TemplateSegment[] {
  return chain.map((segment) => ({ ...segment, parts: [literalsOf(segment, ' ').flatMap(toGroupings)] }));
}

function toGroupings(literal: string): string[] {
  const [first = '', ...rest] = literal.split(' ');
  return rest.reduce<string[]>(
    (heads, syllable) => heads.flatMap((head) => [`${head} ${syllable}`, head + syllable]),
    [first],
  );
}

/** How many words are over before `offset`: `go t` may become `got`, or go on with `go to`. */
function countWholeBefore(offset: number, words: SymbolSequence): number {
  let count = 0;
  while (count < words.length && words.ends[count]! <= offset) count += 1;
  return count;
}

/** A letter or digit at the end may go on, and then nothing that ends with it stands free. */
function settledLength({ flags, length }: SymbolSequence): number {
  return length > 0 && flags[length - 1] !== 0 ? length - 1 : length;
}

function startOf(sequence: SymbolSequence, index: number, length: number, textLength: number): number {
  return index < length ? sequence.starts[index]! : textLength;
}

function addMatches<Rule extends PhraseRule>(
  matches: PhraseMatch<Rule>[],
  found: readonly number[],
  sequence: SymbolSequence,
  rules: readonly Rule[],
): void {
  const { starts, ends } = sequence;
  for (let at = 0; at < found.length; at += MATCH_FIELDS) {
    matches.push({
      rule: rules[found[at]!]!,
      start: starts[found[at + 1]!]!,
      coreStart: starts[found[at + 2]!]!,
      end: ends[found[at + 3]! - 1]!,
    });
  }
}
