import { readFileSync } from 'node:fs';

interface ConceptEntry {
  /** Terms separated by `|`, in folded spelling. */
  zh: string;
  en: string;
  weight?: number;
  /** A further, wider concept. The part before the last dot of the id is always one. */
  is?: string;
}

interface Concept {
  index: number;
  weight: number;
  wider: readonly string[];
}

const entries = JSON.parse(
  readFileSync(new URL('./concept-lexicon.json', import.meta.url), 'utf8'),
) as Record<string, ConceptEntry>;

const IGNORED = 'ignored';
const concepts = new Map<string, Concept>(
  Object.entries(entries)
    .filter(([id]) => id !== IGNORED)
    .map(([id, entry], index) => [id, { index, weight: entry.weight ?? 1, wider: widerThan(id, entry) }]),
);
const chineseTerms = termsOf('zh');
const englishTerms = termsOf('en');
const longestChineseTerm = Math.max(...[...chineseTerms.keys()].map((term) => term.length));
const LONGEST_ENGLISH_TERM = 5;

/** Concepts have their own dimensions, in the order of the lexicon. Changing the lexicon needs a new embedder id. */
export const CONCEPT_COUNT = concepts.size;

/** Adds the concepts in a run of folded Han characters: the longest term wins at each place. */
export function addChineseConcepts(run: string, found: Map<string, number>): void {
  for (let start = 0; start < run.length;) {
    let length = Math.min(longestChineseTerm, run.length - start);
    while (length > 0 && !chineseTerms.has(run.slice(start, start + length))) length -= 1;
    if (length > 0) addTerm(chineseTerms.get(run.slice(start, start + length))!, found);
    start += Math.max(1, length);
  }
}

/** Adds the concepts in folded words: the longest phrase wins, inflected forms count as their base. */
export function addEnglishConcepts(words: readonly string[], found: Map<string, number>): void {
  for (let start = 0; start < words.length;) {
    let length = Math.min(LONGEST_ENGLISH_TERM, words.length - start);
    let ids: readonly string[] | undefined;
    for (; length > 0; length -= 1) {
      const phrase = words.slice(start, start + length).join(' ');
      ids = englishTerms.get(phrase) ?? (length === 1 ? baseForm(phrase) : undefined);
      if (ids) break;
    }
    if (ids) addTerm(ids, found);
    start += Math.max(1, length);
  }
}

/** The dimension and the weight of each concept found, wider concepts included at a share of the weight. */
export function* toConceptFeatures(found: ReadonlyMap<string, number>): Generator<[number, number]> {
  const WIDER_SHARE = 0.85;
  const weights = new Map<string, number>();
  for (const [id, count] of found) {
    const concept = concepts.get(id)!;
    const weight = concept.weight * (1 + Math.log(count));
    weights.set(id, Math.max(weights.get(id) ?? 0, weight));
    for (const wider of concept.wider) {
      weights.set(wider, Math.max(weights.get(wider) ?? 0, weight * WIDER_SHARE));
    }
  }
  for (const [id, weight] of weights) yield [concepts.get(id)!.index, weight];
}

function addTerm(ids: readonly string[], found: Map<string, number>): void {
  for (const id of ids) if (id !== IGNORED) found.set(id, (found.get(id) ?? 0) + 1);
}

function termsOf(language: 'zh' | 'en'): Map<string, readonly string[]> {
  const terms = new Map<string, string[]>();
  for (const [id, entry] of Object.entries(entries)) {
    for (const term of entry[language].split('|')) terms.set(term, [...(terms.get(term) ?? []), id]);
  }
  return terms;
}

function widerThan(id: string, entry: ConceptEntry): string[] {
  const dot = id.lastIndexOf('.');
  const wider = dot > 0 ? [id.slice(0, dot)] : [];
  return entry.is ? [...wider, entry.is] : wider;
}

function baseForm(word: string): readonly string[] | undefined {
  const candidates: string[] = [];
  if (word.endsWith("'s")) candidates.push(word.slice(0, -2));
  if (word.length > 4) {
    if (word.endsWith('ies')) candidates.push(`${word.slice(0, -3)}y`);
    if (word.endsWith('es')) candidates.push(word.slice(0, -2));
    if (word.endsWith('s')) candidates.push(word.slice(0, -1));
    if (word.endsWith('ed')) candidates.push(word.slice(0, -2), word.slice(0, -1));
    if (word.endsWith('ing')) candidates.push(word.slice(0, -3), `${word.slice(0, -3)}e`);
  }
  for (const candidate of candidates) {
    const ids = englishTerms.get(candidate);
    if (ids) return ids;
  }
  return undefined;
}
