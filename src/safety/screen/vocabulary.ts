const LONG_RUN = /(.)\1\1/;
const RUNS = /(.)\1+/g;

/** Words that must be recognised even when they are cut into pieces or written with look-alike digits. */
const SENSITIVE = new Set(
  (
    'suicide suicidal suicides kill killing killed myself yourself die dying dead death unalive unaliving ' +
    'overdose overdosed hang hanging selfharm selfharming cutting wrists wrist pills kms ctb zisha worthless ' +
    'hopeless sewerslide jump end murder razor'
  ).split(' '),
);

/** Every word some rule knows, with its number. Other words are 0. */
export class Vocabulary {
  private readonly ids = new Map<string, number>();
  private readonly stretched = new Map<string, number>();
  private longest = 1;

  /** Registers a word of a rule and returns its id. */
  add(word: string): number {
    const known = this.ids.get(word);
    if (known !== undefined) return known;
    const id = this.ids.size + 1;
    this.ids.set(word, id);
    const short = word.replace(RUNS, '$1');
    if (!this.stretched.has(short)) this.stretched.set(short, id);
    this.longest = Math.max(this.longest, word.length);
    return id;
  }

  /** The id of a word as typed, also with a letter held down (`dieeee`); 0 when no rule knows it. */
  find(word: string): number {
    const id = this.ids.get(word);
    if (id !== undefined) return id;
    return LONG_RUN.test(word) ? (this.stretched.get(word.replace(RUNS, '$1')) ?? 0) : 0;
  }

  isSensitive(word: string): boolean {
    return SENSITIVE.has(word);
  }

  /**
   * Words written without spaces (`iwanttodie`, or letters typed one by one), longest first at each place. Undefined
   * unless known words cover all of it and one of them is sensitive, so that ordinary long words stay whole.
   */
  segment(letters: string): string[] | undefined {
    if (letters.length < 5 || letters.length > 64) return undefined;
    // reachable[i]: length of the word that ends a full cover of the first i letters, preferring long words.
    const reachable = new Array<number>(letters.length + 1).fill(0);
    for (let end = 1; end <= letters.length; end += 1) {
      for (let length = Math.min(this.longest, end); length > 0; length -= 1) {
        const start = end - length;
        if (start > 0 && !reachable[start]) continue;
        const word = letters.slice(start, end);
        if (length === 1 && word !== 'i' && word !== 'a' && word !== 'u') continue;
        if (this.ids.has(word)) {
          reachable[end] = length;
          break;
        }
      }
    }
    const found: string[] = [];
    for (let end = letters.length; end > 0; end -= reachable[end] ?? 0) {
      const length = reachable[end] ?? 0;
      if (length === 0) return undefined;
      found.unshift(letters.slice(end - length, end));
    }
    return found.some((word) => SENSITIVE.has(word)) ? found : undefined;
  }
}
