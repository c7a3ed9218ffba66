import type { KnownSigns } from '../classifier/crisis-classifier.js';
import { takesBack, type Finding } from './match-context.js';
import type { PhraseMatch, PhraseScan } from './phrase-book.js';
import { HeldSpans } from './span-index.js';

/** Low risks that say what a sentence is about, so that the classifier's word about it does not count above them. */
const EXPLAINED =
  /^(?:zh\.distress\.bereavement|en\.distress\.bereavement|en\.bereavement\.by-suicide|(?:zh|en)\.harm\.others)$/;

/**
 * What the rules know of a text and the classifier should: what an exclusion or a frame took back, where a denial, a
 * loss or thoughts that are over speak, and whether suicide is named besides. An exclusion that took nothing back says
 * nothing about the rest of its sentence.
 */
export function toKnownSigns(scan: PhraseScan, findings: readonly Finding[], text: string): KnownSigns {
  const byStart = scan.matches.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const exclusions = new HeldSpans(
    byStart.filter(({ rule }) => rule.kind === 'exclusion'),
    (match) => takesBack(match, scan, text),
  );
  const over = findings.some(({ ruleId }) => ruleId === 'past.over-now');
  const named = findings.some(({ rule, level }) => rule.framable === true && level !== 'none');
  const isExcluded = (match: PhraseMatch) => {
    const { rule } = match;
    if (rule.kind === 'soften') return takesBack(match, scan, text);
    if (rule.kind !== 'risk') return false;
    return over || EXPLAINED.test(rule.id) || (rule.framable === true && !named) || exclusions.covers(match);
  };
  return { excluded: byStart.filter(isExcluded), named };
}
