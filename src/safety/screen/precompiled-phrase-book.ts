import { Alphabet } from '../../platform/language/alphabet.js';
import { TransitionTable } from '../../platform/language/transition-table.js';
import { Precompiled } from '../../platform/images/precompiled.js';
import type { PhraseRule } from '../rules/rule.types.js';
import { ChunkDecoder } from './chunk-decoder.js';
import { HiddenWords } from './hidden-words.js';
import { LetterBuffer } from './letter-buffer.js';
import { LiteralScanner } from './literal-scanner.js';
import { LiveSlots } from './live-slots.js';
import { OpenEnds } from './open-ends.js';
import { PartialMatches } from './partial-matches.js';
import { PatternAnchors } from './pattern-anchors.js';
import { PhraseBook } from './phrase-book.js';
import type { WordClasses } from './phrase-template.js';
import { RunBuffer } from './run-buffer.js';
import { SequenceMatcher } from './sequence-matcher.js';
import { SymbolBuffer } from './symbol-buffer.js';
import { TextNormalizer } from './text-normalizer.js';
import { Vocabulary } from './vocabulary.js';
import { WordJoiner } from './word-joiner.js';
import { WordList } from './word-list.js';
import { WordTrie } from './word-trie.js';

/** What a compiled book consists of. */
const CLASSES = [
  Alphabet,
  ChunkDecoder,
  HiddenWords,
  LetterBuffer,
  LiteralScanner,
  LiveSlots,
  OpenEnds,
  PartialMatches,
  PatternAnchors,
  PhraseBook,
  RunBuffer,
  SequenceMatcher,
  SymbolBuffer,
  TextNormalizer,
  TransitionTable,
  Vocabulary,
  WordJoiner,
  WordList,
  WordTrie,
];

/** Rules as the build compiled them; from sources that were not built they are compiled when loaded. */
export function precompiledPhraseBook<Rule extends PhraseRule>(
  name: string,
  rules: readonly Rule[],
  classes: { compact: WordClasses; words: WordClasses },
): Precompiled<PhraseBook<Rule>> {
  return new Precompiled({
    name,
    sources: [rules, classes],
    classes: CLASSES,
    known: rules,
    compile: () => new PhraseBook(rules, classes),
  });
}
