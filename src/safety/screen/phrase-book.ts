import type { PhraseRule } from '../rules/rule.types.js';
import { readTemplate, type TemplateSegment, type WordClasses } from './phrase-template.js';
import { SequenceMatcher, type SequencePattern, type SequenceScan } from './sequence-matcher.js';
import { GAP, normalizeText, type NormalizedText, type SymbolSequence } from './text-normalizer.js';
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
  text: NormalizedText;
  matches: PhraseMatch<Rule>[];
  /** Nothing before this offset can belong to a match that more text completes. */
  openStart: number;
}

interface Form<Rule> {
  matcher: SequenceMatcher;
  /** The rule of each pattern. */
  rules: Rule[];
}

/** Rules compiled for scanning. Built once at start; a scan shares no state with another. */
export class PhraseBook<Rule extends PhraseRule = PhraseRule> {
  private readonly vocabulary = new Vocabulary();
  private readonly compact: Form<Rule>;
  private readonly words: Form<Rule>;

  constructor(rules: readonly Rule[], classes: { compact: WordClasses; words: WordClasses }) {
    this.compact = compileForm(
      rules.filter(({ script }) => script === 'compact'),
      (template) => toPattern(readTemplate(template, classes.compact, ''), toCodePoints),
    );
    this.words = compileForm(
      rules.filter(({ script }) => script !== 'compact'),
      (template, { script }) => {
        const chain = readTemplate(template, classes.words, ' ');
        return toPattern(script === 'pinyin' ? withGroupings(chain) : chain, (literal) =>
          this.toWordIds(literal),
        );
      },
    );
  }

  /** `unfinished`: more text may follow, so a Latin word at the end is not read yet. */
  scan(text: string, unfinished = false): PhraseScan<Rule> {
    const normalized = normalizeText(text, this.vocabulary);
    const { compact } = normalized;
    const words = unfinished ? wordsBefore(normalized.openWordStart, normalized.words) : normalized.words;
    const compactScan = this.compact.matcher.scan(compact.symbols, latinBoundaries(compact));
    const wordScan = this.words.matcher.scan(words.symbols, () => true);
    return {
      text: normalized,
      matches: [
        ...toPhraseMatches(compactScan, compact, this.compact.rules),
        ...toPhraseMatches(wordScan, words, this.words.rules),
      ],
      openStart: Math.min(
        compact.starts[compactScan.openStart] ?? text.length,
        words.starts[wordScan.openStart] ?? text.length,
        normalized.openWordStart,
      ),
    };
  }

  private toWordIds(literal: string): number[] {
    return literal.split(' ').map((word) => this.vocabulary.add(word));
  }
}

function compileForm<Rule extends PhraseRule>(
  rules: readonly Rule[],
  toPattern: (template: string, rule: Rule) => SequencePattern,
): Form<Rule> {
  const compiled = rules.flatMap((rule) =>
    rule.templates.map((template) => ({ rule, pattern: toPattern(template, rule) })),
  );
  return {
    matcher: new SequenceMatcher(compiled.map(({ pattern }) => pattern)),
    rules: compiled.map(({ rule }) => rule),
  };
}

function toPattern(
  chain: readonly TemplateSegment[],
  toSymbols: (literal: string) => number[],
): SequencePattern {
  return chain.map((segment) => ({ ...segment, literals: segment.literals.map(toSymbols) }));
}

/** Rules are written as the folder leaves text (a test holds them to it), so nothing is folded here. */
function toCodePoints(literal: string): number[] {
  const symbols: number[] = [];
  for (let index = 0; index < literal.length; index += 1) {
    const codePoint = literal.codePointAt(index) ?? 0;
    symbols.push(codePoint);
    if (codePoint > 0xffff) index += 1;
  }
  return symbols;
}

/** `wo xiang si` also as `woxiang si`, `wo xiangsi`, `woxiangsi`. */
function withGroupings(chain: readonly TemplateSegment[]): TemplateSegment[] {
  return chain.map((segment) => ({ ...segment, literals: segment.literals.flatMap(toGroupings) }));
}

function toGroupings(literal: string): string[] {
  const [first = '', ...rest] = literal.split(' ');
  return rest.reduce<string[]>(
    (heads, syllable) => heads.flatMap((head) => [`${head} ${syllable}`, head + syllable]),
    [first],
  );
}

/**
 * A run that begins or ends in a Latin letter must not cut a longer word (想s, not 想study), a number must not cut a
 * longer one (12356, 想4). Counting digits do: 1楼 is in 11楼, and one digit alone stands for any number.
 */
function latinBoundaries({ symbols, gaps }: SymbolSequence): (start: number, end: number) => boolean {
  const joins = (position: number) =>
    position > 0 &&
    position < symbols.length &&
    gaps[position] === GAP.none &&
    isLatin(symbols[position - 1]!) &&
    isLatin(symbols[position]!);
  return (start, end) => {
    const first = symbols[start]!;
    const last = symbols[end - 1]!;
    if (end - start === 1 && isDigit(first)) return true;
    const countsOn = isDigit(first) && !isLatin(last);
    return (countsOn || !joins(start)) && !joins(end);
  };
}

function isDigit(symbol: number): boolean {
  return symbol >= 0x30 && symbol <= 0x39;
}

function isLatin(symbol: number): boolean {
  return isDigit(symbol) || (symbol >= 0x61 && symbol <= 0x7a);
}

function wordsBefore(offset: number, words: SymbolSequence): SymbolSequence {
  const firstOpen = words.starts.findIndex((start) => start >= offset);
  if (firstOpen < 0) return words;
  return {
    symbols: words.symbols.slice(0, firstOpen),
    starts: words.starts.slice(0, firstOpen),
    ends: words.ends.slice(0, firstOpen),
    gaps: words.gaps.slice(0, firstOpen),
  };
}

function toPhraseMatches<Rule extends PhraseRule>(
  scan: SequenceScan,
  sequence: SymbolSequence,
  rules: readonly Rule[],
): PhraseMatch<Rule>[] {
  return scan.matches.map(({ pattern, start, coreStart, end }) => ({
    rule: rules[pattern]!,
    start: sequence.starts[start] ?? 0,
    coreStart: sequence.starts[coreStart] ?? 0,
    end: sequence.ends[end - 1] ?? 0,
  }));
}
