import { FNV_OFFSET, FNV_PRIME, hashOfLength, hashUnit, isWordUnit, mix, mixPair } from './feature-hash.js';
import { writeFeatureUnits } from './feature-units.js';

/** What a text is broken into. Part of a model: weights only fit the options they were trained with. */
export interface FeatureOptions {
  /** Features are hashed into 2^bits buckets. */
  bits: number;
  /** Longest character n-gram. */
  maxGram: number;
  /** Pairs of characters with one other between them. */
  skipPairs: boolean;
  /** Longest n-gram of words (Latin letters and digits, or single other characters); 0 for none. */
  maxWordGram: number;
}

/** The distinct features of one text: the first `count` numbers of `buckets`. Valid until the next text. */
export interface FeatureSet {
  buckets: Int32Array;
  count: number;
}

const shared = new Map<string, FeatureHasher>();

const GOLDEN = 0x9e3779b9;
const TEXT_START = 2;
const TEXT_END = 3;
/** What a shared post quotes starts here; the writer's own words stand before it. */
const QUOTE = '//@';

/**
 * Hashes a text into features: character n-grams, skip pairs, word n-grams and its rough length, each counted once.
 * A quoted part counts by single characters and pairs of its own, so that the writer's words decide. Scratch memory
 * is reused between calls and grows with the longest text; nothing is allocated per character. Not reentrant.
 */
export class FeatureHasher {
  private readonly mask: number;
  /**
   * The text in which a bucket was last seen, so that a feature is written once. A byte each, wiped every 255 texts:
   * so small a table stays in a processor's cache.
   */
  private readonly seenIn: Uint8Array;
  private textNumber = 0;
  private units = new Uint16Array(512);
  private readonly set: FeatureSet = { buckets: new Int32Array(4096), count: 0 };
  /** What the set holds the features of. */
  private text: string | undefined;
  private from = 0;
  private to = 0;
  private quoteFrom = 0;
  private quoteAt = -1;

  constructor(private readonly options: FeatureOptions) {
    this.mask = 2 ** options.bits - 1;
    this.seenIn = new Uint8Array(2 ** options.bits);
  }

  /**
   * The hasher of these options that everybody shares: models that read a text one after another by the same features
   * hash it once.
   */
  static shared(options: FeatureOptions): FeatureHasher {
    const { bits, maxGram, skipPairs, maxWordGram } = options;
    const key = [bits, maxGram, skipPairs, maxWordGram].join();
    const hasher = shared.get(key) ?? new FeatureHasher(options);
    shared.set(key, hasher);
    return hasher;
  }

  /** The features of `text` between two UTF-16 offsets. Linear in the stretch; at once for the same text again. */
  hash(text: string, from = 0, to = text.length): FeatureSet {
    if (text === this.text && from === this.from && to === this.to) return this.set;
    const quote = this.nextQuote(text, from);
    this.text = text;
    this.from = from;
    this.to = to;
    this.begin(to - from);
    const ownEnd = quote >= 0 && quote < to ? quote : to;
    const own = this.write(text, from, ownEnd);
    this.addGrams(own);
    if (this.options.maxWordGram > 0) this.addWords(own);
    if (ownEnd < to) {
      const quoted = this.write(text, ownEnd + 2, to);
      this.addQuote(quoted);
      if (this.options.maxWordGram > 0) this.addWords(quoted);
    }
    this.add(hashOfLength(to - from));
    return this.set;
  }

  /** Where the next quote starts, looked for once however many stretches of a text are hashed; -1 for none. */
  private nextQuote(text: string, from: number): number {
    const isKnown =
      text === this.text && from >= this.quoteFrom && (this.quoteAt < 0 || this.quoteAt >= from);
    if (!isKnown) {
      this.quoteFrom = from;
      this.quoteAt = text.indexOf(QUOTE, from);
    }
    return this.quoteAt;
  }

  private begin(length: number): void {
    this.textNumber = (this.textNumber + 1) & 0xff;
    if (this.textNumber === 0) {
      this.seenIn.fill(0);
      this.textNumber = 1;
    }
    if (this.units.length < length + 2) this.units = new Uint16Array(2 * length + 2);
    const { maxGram, maxWordGram } = this.options;
    const most = Math.min(this.mask + 1, (length + 2) * (maxGram + maxWordGram + 3) + 1);
    if (this.set.buckets.length < most) this.set.buckets = new Int32Array(most);
    this.set.count = 0;
  }

  private write(text: string, from: number, to: number): number {
    this.units[0] = TEXT_START;
    const length = writeFeatureUnits(text, from, to, this.units, 1);
    this.units[length + 1] = TEXT_END;
    return length + 2;
  }

  private addGrams(length: number): void {
    const { maxGram, skipPairs } = this.options;
    const first = maxGram === 2 && skipPairs ? this.addUsualGrams(length) : 0;
    for (let start = first; start < length; start += 1) this.addGramsAt(start, length);
  }

  /**
   * Single characters, pairs and skip pairs from the start to where not all of them fit any more, which is returned. With
   * nothing to ask and everything at hand this takes a third of what it takes gram by gram.
   */
  private addUsualGrams(length: number): number {
    const { mask, seenIn, set, textNumber, units } = this;
    const { buckets } = set;
    const end = Math.max(0, length - 2);
    let { count } = set;
    let unit = units[0]!;
    let next = units[1]!;
    for (let start = 0; start < end; start += 1) {
      const overNext = units[start + 2]!;
      const hash = hashUnit(FNV_OFFSET, unit);
      const single = mix(hash) & mask;
      if (seenIn[single] !== textNumber) {
        seenIn[single] = textNumber;
        buckets[count] = single;
        count += 1;
      }
      const pair = mix((hashUnit(hash, next) + 1) | 0) & mask;
      if (seenIn[pair] !== textNumber) {
        seenIn[pair] = textNumber;
        buckets[count] = pair;
        count += 1;
      }
      const skipPair = mixPair(unit, overNext) & mask;
      if (seenIn[skipPair] !== textNumber) {
        seenIn[skipPair] = textNumber;
        buckets[count] = skipPair;
        count += 1;
      }
      unit = next;
      next = overNext;
    }
    set.count = count;
    return end;
  }

  private addGramsAt(start: number, length: number): void {
    const { units } = this;
    const { maxGram, skipPairs } = this.options;
    let hash = FNV_OFFSET;
    const end = Math.min(maxGram, length - start);
    for (let size = 0; size < end; size += 1) {
      hash = hashUnit(hash, units[start + size]!);
      this.add(mix(hash + size));
    }
    if (skipPairs && start + 2 < length) this.add(mixPair(units[start]!, units[start + 2]!));
  }

  private addQuote(length: number): void {
    const { units } = this;
    for (let start = 0; start < length; start += 1) {
      const single = mix(hashUnit(FNV_OFFSET, units[start]!));
      this.add(single);
      this.add(mix(single + 0x51ed));
      if (start + 1 < length) {
        const pair = mix(hashUnit(hashUnit(FNV_OFFSET, units[start]!), units[start + 1]!) + 1);
        this.add(mix(pair + 0x51ed));
      }
    }
  }

  /** The mark at the end belongs to no word, and closes the last one. */
  private addWords(length: number): void {
    const { mask, seenIn, set, textNumber, units } = this;
    const { maxWordGram } = this.options;
    const { buckets } = set;
    let { count } = set;
    let previous = 0;
    let beforePrevious = 0;
    for (let index = 1; index < length;) {
      let hash = FNV_OFFSET;
      let unit = units[index]!;
      if (isWordUnit(unit))
        do {
          hash = Math.imul(hash ^ unit, FNV_PRIME);
          index += 1;
          unit = units[index]!;
        } while (isWordUnit(unit));
      else {
        index += 1;
        if (unit <= 0x20) continue;
        hash = Math.imul(hash ^ unit, FNV_PRIME);
      }
      const word = mix(hash ^ GOLDEN);
      const single = word & mask;
      if (seenIn[single] !== textNumber) {
        seenIn[single] = textNumber;
        buckets[count] = single;
        count += 1;
      }
      if (previous !== 0 && maxWordGram > 1) {
        const pair = (Math.imul(previous, 31) + word) | 0;
        const bucket = mix(pair) & mask;
        if (seenIn[bucket] !== textNumber) {
          seenIn[bucket] = textNumber;
          buckets[count] = bucket;
          count += 1;
        }
        if (beforePrevious !== 0 && maxWordGram > 2) {
          set.count = count;
          this.add(mix(Math.imul(beforePrevious, 961) + pair + 7));
          count = set.count;
        }
      }
      beforePrevious = previous;
      previous = word;
    }
    set.count = count;
  }

  private add(hash: number): void {
    const bucket = hash & this.mask;
    if (this.seenIn[bucket] === this.textNumber) return;
    this.seenIn[bucket] = this.textNumber;
    this.set.buckets[this.set.count] = bucket;
    this.set.count += 1;
  }
}
