/** A run of literal symbols in a template. */
export interface TemplateSegment {
  /** How many other symbols may stand between the run before and this one. */
  gap: number;
  /** A match may go without it. */
  optional: boolean;
  /** Belongs to the same phrase as the run before: both are its core together. */
  joined: boolean;
  literals: string[];
}

export type WordClasses = Readonly<Record<string, readonly string[]>>;

const TOKEN = /\{(\w+)(\?)?\}|\(([^)]*)\)|([~+])(\d+)|([^{}()~+]+)/g;
/** Alternatives next to each other are multiplied out up to this many literals; beyond, they stay two runs. */
const MULTIPLY_LIMIT = 40;

/**
 * Reads a phrase template as a chain of runs:
 *
 * - `(a|b|)` one of these, the last one empty: optional
 * - `{name}` one of a class of words, `{name?}` or none
 * - `~3` up to three other symbols (characters in Chinese, words in English)
 * - `+3` the same, but what stands before and after are one core: an exclusion must cover both
 *
 * `separator` joins pieces inside a run: '' for Chinese, ' ' for languages with words.
 */
export function readTemplate(template: string, classes: WordClasses, separator: '' | ' '): TemplateSegment[] {
  const chain: TemplateSegment[] = [];
  let gap = 0;
  let openRun = false;
  let joined = false;
  for (const [token, className, optional, group, gapSign, gapText, literal] of template.matchAll(TOKEN)) {
    if (gapText !== undefined) {
      gap = Number(gapText);
      joined = gapSign === '+';
      openRun = false;
    } else if (className !== undefined) {
      const literals = classes[className];
      if (!literals) throw new Error(`unknown class ${token} in template ${template}`);
      chain.push({ gap, optional: optional !== undefined, joined, literals: [...literals] });
      gap = 0;
      joined = false;
      openRun = false;
    } else {
      const pieces = (group === undefined ? [literal ?? ''] : group.split('|')).map((piece) => piece.trim());
      if (pieces.every((piece) => piece === '')) continue;
      const last = chain[chain.length - 1];
      if (openRun && last && last.literals.length * pieces.length <= MULTIPLY_LIMIT) {
        last.literals = multiply(last.literals, pieces, separator);
      } else {
        chain.push({ gap, optional: false, joined: joined || openRun, literals: pieces });
      }
      gap = 0;
      joined = false;
      openRun = true;
    }
  }
  return chain.map(withoutEmptyLiteral);
}

function multiply(heads: readonly string[], pieces: readonly string[], separator: string): string[] {
  const literals: string[] = [];
  for (const head of heads) {
    for (const piece of pieces)
      literals.push(head === '' || piece === '' ? head + piece : head + separator + piece);
  }
  return literals;
}

function withoutEmptyLiteral(segment: TemplateSegment): TemplateSegment {
  const literals = [...new Set(segment.literals.filter((literal) => literal !== ''))];
  return { ...segment, literals, optional: segment.optional || segment.literals.includes('') };
}
