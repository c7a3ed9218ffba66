/** A run of symbols in a template: one alternative of each part, in order. */
export interface TemplateSegment {
  /** How many other symbols may stand between the run before and this one. */
  gap: number;
  /** A match may go without it. */
  optional: boolean;
  /** Belongs to the same phrase as the run before: both are its core together. */
  joined: boolean;
  /** Stands behind `>`, or in a template that has none. */
  held: boolean;
  parts: (readonly string[])[];
}

export type WordClasses = Readonly<Record<string, readonly string[]>>;

const TOKEN = /\{(\w+)(\?)?\}|\(([^)]*)\)|([~+])(\d+)|(>)|([^{}()~+>]+)/g;
/** Alternatives next to each other are multiplied out up to this many literals; beyond, they stay two runs. */
const MULTIPLY_LIMIT = 40;

/**
 * Reads a phrase template as a chain of runs:
 *
 * - `(a|b|)` one of these, the last one empty: optional
 * - `{name}` one of a class of words, `{name?}` or none
 * - `~3` up to three other symbols (characters in Chinese, words in English)
 * - `+3` the same, but what stands before and after are one core: an exclusion must cover both
 * - `>` what stands before is harmless by itself: only what follows is held back until more text decides
 */
export function readTemplate(template: string, classes: WordClasses): TemplateSegment[] {
  const chain: TemplateSegment[] = [];
  let gap = 0;
  let openRun = false;
  let joined = false;
  let held = !template.includes('>');
  for (const [token, className, optional, group, gapSign, gapText, mark, literal] of template.matchAll(
    TOKEN,
  )) {
    if (mark !== undefined) {
      held = true;
    } else if (gapText !== undefined) {
      gap = Number(gapText);
      joined = gapSign === '+';
      openRun = false;
    } else if (className !== undefined) {
      const words = classes[className];
      if (!words) throw new Error(`unknown class ${token} in template ${template}`);
      chain.push({ gap, optional: optional !== undefined, joined, held, parts: [words] });
      gap = 0;
      joined = false;
      openRun = false;
    } else {
      const pieces = (group === undefined ? [literal ?? ''] : group.split('|')).map((piece) => piece.trim());
      if (pieces.every((piece) => piece === '')) continue;
      const last = chain[chain.length - 1];
      const isSameRun = openRun && last?.held === held;
      if (last && isSameRun && countLiterals(last) * pieces.length <= MULTIPLY_LIMIT) {
        last.parts.push(pieces);
      } else {
        chain.push({ gap, optional: false, joined: joined || openRun, held, parts: [pieces] });
      }
      gap = 0;
      joined = false;
      openRun = true;
    }
  }
  return chain.map((segment) => ({
    ...segment,
    optional: segment.optional || segment.parts.every((pieces) => pieces.includes('')),
  }));
}

/** What the run stands for, each once. `separator` joins pieces: '' for Chinese, ' ' for languages with words. */
export function literalsOf({ parts }: TemplateSegment, separator: '' | ' '): string[] {
  const literals = parts.reduce<readonly string[]>(
    (heads, pieces) =>
      heads.flatMap((head) =>
        pieces.map((piece) => (head === '' || piece === '' ? head + piece : head + separator + piece)),
      ),
    [''],
  );
  return [...new Set(literals)].filter((literal) => literal !== '');
}

function countLiterals({ parts }: TemplateSegment): number {
  return parts.reduce((count, pieces) => count * pieces.length, 1);
}
