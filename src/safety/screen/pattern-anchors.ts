import type { LiteralScanner } from './literal-scanner.js';
import type { SequencePattern } from './sequence-pattern.js';

/** How much rarer a run gets with each symbol more; only the order of the weights matters. */
const RARER_PER_SYMBOL = 16;

/**
 * For each pattern the one segment it needs whose runs are rarest: a text without them cannot match, whatever else is
 * in it. A run that many segments name (我, i) is taken for common, a long one for rare.
 */
export class PatternAnchors {
  /** The patterns whose anchor ends at a state: `patterns` from `from[state]` to `from[state + 1]`. */
  readonly patterns: Int32Array;
  readonly from: Int32Array;

  constructor(patterns: readonly SequencePattern[], scanner: LiteralScanner) {
    const patternOfAnchor = chooseAnchors(patterns, weighSlots(patterns, scanner));
    const { tags, tagsFrom } = scanner;
    const anchored: number[] = [];
    this.from = new Int32Array(tagsFrom.length);
    for (let state = 0; state + 1 < tagsFrom.length; state += 1) {
      for (let index = tagsFrom[state]!; index < tagsFrom[state + 1]!; index += 1) {
        const pattern = patternOfAnchor[tags[index]!]!;
        if (pattern >= 0) anchored.push(pattern);
      }
      this.from[state + 1] = anchored.length;
    }
    this.patterns = Int32Array.from(anchored);
  }
}

function weighSlots(patterns: readonly SequencePattern[], scanner: LiteralScanner): Float64Array {
  const { tags, tagsFrom, depth } = scanner;
  const weights = new Float64Array(patterns.reduce((sum, { length }) => sum + length, 0));
  for (let state = 0; state + 1 < tagsFrom.length; state += 1) {
    const uses = tagsFrom[state + 1]! - tagsFrom[state]!;
    const weight = uses / RARER_PER_SYMBOL ** depth[state]!;
    for (let index = tagsFrom[state]!; index < tagsFrom[state + 1]!; index += 1) {
      weights[tags[index]!]! += weight;
    }
  }
  return weights;
}

/** By slot: the pattern it is the anchor of, else -1. */
function chooseAnchors(patterns: readonly SequencePattern[], weights: Float64Array): Int32Array {
  const patternOfAnchor = new Int32Array(weights.length).fill(-1);
  let first = 0;
  patterns.forEach((pattern, index) => {
    let anchor = -1;
    pattern.forEach(({ optional }, position) => {
      const slot = first + position;
      if (!optional && (anchor < 0 || weights[slot]! < weights[anchor]!)) anchor = slot;
    });
    if (anchor < 0) throw new Error('a template needs at least one part that is not optional');
    patternOfAnchor[anchor] = index;
    first += pattern.length;
  });
  return patternOfAnchor;
}
