import { readFileSync } from 'node:fs';
import type { Emotion } from '../../emotion.types.js';
import { plainFeeling } from './negation.js';
import { TextNormalizer, textOf, type NormalizedText } from './normalized-text.js';
import { TermTrie } from './term-trie.js';
import type { Negation, Strength, Term } from './term.js';

type FeelingTable = Partial<Record<Emotion, Partial<Record<Strength, string[]>>>>;

interface ModifierTable {
  degrees: Record<string, string[]>;
  degreesAfter: Record<string, string[]>;
  negations: Record<Negation, string[]>;
  superlatives: string[];
  contrasts: string[];
  concessions: string[];
  breaks: string[];
  bridges: string[];
  masks: string[];
  sarcasm: string[];
  questions: string[];
  interjections: string[];
}

type Flag =
  'superlative' | 'contrast' | 'concession' | 'break' | 'bridge' | 'sarcasm' | 'question' | 'interjection';

const HAS_LATIN = /[a-z0-9]/;

/** The word tables next to this file as one trie. */
export class Lexicon {
  readonly trie = new TermTrie();
  /** Words that carry a feeling, per emotion. */
  readonly sizes = new Map<Emotion, number>();
  private readonly words = new Set<string>();
  private readonly normalizer = new TextNormalizer((word) => this.words.has(word));

  private constructor() {}

  static load(): Lexicon {
    const lexicon = new Lexicon();
    lexicon.addFeelings(read<FeelingTable>('feelings.zh.json'), byComma);
    lexicon.addFeelings(read<FeelingTable>('feelings.en.json'), (line) => byComma(line).flatMap(inflections));
    lexicon.addFeelings(read<FeelingTable>('symbols.json'), (line) => line.split(' '));
    lexicon.addModifiers(read<ModifierTable>('modifiers.json'));
    return lexicon;
  }

  /** Valid until the next call. */
  normalize(text: string): NormalizedText {
    return this.normalizer.normalize(text);
  }

  private addFeelings(table: FeelingTable, split: (line: string) => string[]): void {
    for (const [emotion, byStrength] of Object.entries(table) as [Emotion, Record<Strength, string[]>][]) {
      for (const [strength, lines] of Object.entries(byStrength) as [Strength, string[]][]) {
        for (const word of lines.flatMap(split)) {
          this.termFor(word).feelings.push(plainFeeling(emotion, strength));
          this.sizes.set(emotion, (this.sizes.get(emotion) ?? 0) + 1);
        }
      }
    }
  }

  private addModifiers(table: ModifierTable): void {
    for (const [factor, lines] of Object.entries(table.degrees)) {
      for (const term of this.termsFor(lines)) term.degree = Number(factor);
    }
    for (const [factor, lines] of Object.entries(table.degreesAfter)) {
      for (const term of this.termsFor(lines)) term.degreeAfter = Number(factor);
    }
    for (const [kind, lines] of Object.entries(table.negations) as [Negation, string[]][]) {
      for (const term of this.termsFor(lines)) term.negation = kind;
    }
    this.flag(table.superlatives, 'superlative');
    this.flag(table.contrasts, 'contrast');
    this.flag(table.concessions, 'concession');
    this.flag(table.breaks, 'break');
    this.flag(table.bridges, 'bridge');
    this.flag(table.sarcasm, 'sarcasm');
    this.flag(table.questions, 'question');
    this.flag(table.interjections, 'interjection');
    this.termsFor(table.masks);
  }

  private flag(lines: string[], flag: Flag): void {
    for (const term of this.termsFor(lines)) term[flag] = true;
  }

  private termsFor(lines: string[]): Term[] {
    return lines.flatMap(byComma).map((word) => this.termFor(word));
  }

  private termFor(word: string): Term {
    const spelled = textOf(asWritten.normalize(word));
    if (HAS_LATIN.test(spelled)) for (const part of spelled.split(/[^a-z0-9']+/)) this.words.add(part);
    return this.trie.termFor(spelled);
  }
}

/** The tables spell their words as they are. */
const asWritten = new TextNormalizer(() => true);

function read<Table>(name: string): Table {
  return JSON.parse(readFileSync(new URL(`./${name}`, import.meta.url), 'utf8')) as Table;
}

const byComma = (line: string) => line.split(', ');

/** "annoy/ed/ing" stands for annoy, annoyed and annoying; a lone "/" inside a phrase stands for itself. */
function inflections(word: string): string[] {
  const [stem = '', ...suffixes] = word.split('/');
  return [stem, ...suffixes.map((suffix) => stem + suffix)];
}
