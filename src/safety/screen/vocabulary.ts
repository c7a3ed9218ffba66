import { DEAD_END, WordTrie } from './word-trie.js';

const RUNS = /(.)\1+/g;
const SHORTEST_SEGMENTED = 5;
/** The longest run of letters that is looked into. */
const LONGEST_SEGMENTED = 64;

/** Words that must be recognised even when they are cut into pieces or written with look-alike digits. */
const SENSITIVE = new Set(
  (
    'suicide suicidal suicides kill killing killed myself yourself die dying dead death unalive unaliving ' +
    'overdose overdosed hang hanging selfharm selfharming cutting wrists wrist pills kms ctb zisha worthless ' +
    'hopeless sewerslide jump end murder razor'
  ).split(' '),
);
const LONGEST_SENSITIVE = Math.max(...Array.from(SENSITIVE, (word) => word.length));
const LETTERS_ALONE = new Set(Array.from('iau', (letter) => letter.charCodeAt(0)));

/** Every word some rule knows, with its number. Other words are 0. */
export class Vocabulary {
  private readonly ids = new Map<string, number>();
  private readonly words = new WordTrie();
  /** The known words without their doubled letters. */
  private readonly shortened = new WordTrie();
  private readonly sensitive = new WordTrie();
  private readonly isSensitiveId: boolean[] = [false];
  /** coverLengths[i]: length of the word that ends a full cover of the first i letters, 0 for none. */
  private readonly coverLengths = new Uint8Array(LONGEST_SEGMENTED + 1);

  constructor() {
    for (const word of SENSITIVE) this.sensitive.add(word, 1);
  }

  /** Registers a word of a rule and returns its id. */
  add(word: string): number {
    const known = this.ids.get(word);
    if (known !== undefined) return known;
    const id = this.ids.size + 1;
    this.ids.set(word, id);
    this.words.add(word, id);
    this.shortened.add(word.replace(RUNS, '$1'), id);
    this.isSensitiveId.push(SENSITIVE.has(word));
    return id;
  }

  /** The id of a word as typed, also with a letter held down (`dieeee`); 0 when no rule knows it. */
  find(units: Uint16Array, start: number, end: number): number {
    const id = this.words.valueAt(this.words.walk(0, units, start, end));
    return id === 0 && hasLongRun(units, start, end) ? this.findShortened(units, start, end) : id;
  }

  isSensitive(units: Uint16Array, start: number, end: number): boolean {
    if (end - start > LONGEST_SENSITIVE) return false;
    return this.sensitive.valueAt(this.sensitive.walk(0, units, start, end)) !== 0;
  }

  /** Whether two stretches together are a sensitive word. */
  isSplitSensitive(units: Uint16Array, first: Stretch, second: Stretch): boolean {
    const node = this.sensitive.walk(0, units, first.start, first.end);
    if (node === DEAD_END) return false;
    return this.sensitive.valueAt(this.sensitive.walk(node, units, second.start, second.end)) !== 0;
  }

  /** Whether a known word may begin with two stretches together. */
  mayBegin(units: Uint16Array, first: Stretch, second: Stretch): boolean {
    const node = this.words.walk(0, units, first.start, first.end);
    return node !== DEAD_END && this.words.walk(node, units, second.start, second.end) !== DEAD_END;
  }

  /**
   * Words written without spaces (`iwanttodie`, or letters typed one by one), longest first at each place: their
   * lengths. Undefined unless known words cover all of it and one of them is sensitive, so that ordinary long words
   * stay whole.
   */
  segment(units: Uint16Array, start: number, end: number): number[] | undefined {
    const lengths = this.spell(units, start, end);
    if (lengths === undefined) return undefined;
    let from = start;
    for (const length of lengths) {
      const node = this.words.walk(0, units, from, from + length);
      if (this.isSensitiveId[this.words.valueAt(node)]) return lengths;
      from += length;
    }
    return undefined;
  }

  /** The lengths of the known words that cover all of it, longest first at each place: what letters one by one spell. */
  spell(units: Uint16Array, start: number, end: number): number[] | undefined {
    const length = end - start;
    if (length < SHORTEST_SEGMENTED || length > LONGEST_SEGMENTED) return undefined;
    this.cover(units, start, length);
    const { coverLengths } = this;
    if (coverLengths[length] === 0) return undefined;
    const lengths: number[] = [];
    for (let stop = length; stop > 0; stop -= coverLengths[stop]!) lengths.push(coverLengths[stop]!);
    return lengths.reverse();
  }

  /** Starts come in ascending order, so the first word to reach a place is the longest that ends there. */
  private cover(units: Uint16Array, start: number, length: number): void {
    const { coverLengths, words } = this;
    coverLengths.fill(0, 0, length + 1);
    for (let from = 0; from < length; from += 1) {
      if (from > 0 && coverLengths[from] === 0) continue;
      let node = 0;
      for (let to = from + 1; to <= length; to += 1) {
        node = words.step(node, units[start + to - 1]!);
        if (node === DEAD_END) break;
        if (coverLengths[to] !== 0 || words.valueAt(node) === 0) continue;
        if (to - from > 1 || LETTERS_ALONE.has(units[start + from]!)) coverLengths[to] = to - from;
      }
    }
  }

  private findShortened(units: Uint16Array, start: number, end: number): number {
    let node = 0;
    for (let index = start; index < end && node !== DEAD_END; index += 1) {
      if (index === start || units[index] !== units[index - 1])
        node = this.shortened.step(node, units[index]!);
    }
    return this.shortened.valueAt(node);
  }
}

/** Part of a buffer of letters. */
export interface Stretch {
  start: number;
  end: number;
}

function hasLongRun(units: Uint16Array, start: number, end: number): boolean {
  for (let index = start + 2; index < end; index += 1) {
    if (units[index] === units[index - 1] && units[index] === units[index - 2]) return true;
  }
  return false;
}
