import { isChoiceQuestion, skipLink, skipWord } from './borders.js';
import type { Lexicon } from './lexicon.js';
import { feel, Modifiers } from './negation.js';
import { isDrawnOut, type NormalizedText } from './normalized-text.js';
import { ASKED_WEIGHT, type Reading } from './reading.js';
import type { Term } from './term.js';
import { endsClause, endsSentence, isSpace, isWordUnit, standsAlone } from './unit-kinds.js';

const CONTRAST_WEIGHT = 0.5;
/** Unknown Latin words a negator or degree word reaches over; of Chinese it crosses none but the known bridges. */
const REACH = 1;
const BOOST_DRAWN_OUT = 1.12;
const SUPERLATIVE = 1.55;

const EXCLAMATION = 0x21;
const QUESTION = 0x3f;
const YOU = '你'.charCodeAt(0);
const YOU_POLITE = '您'.charCodeAt(0);
const NO_SENTENCES: ReadonlySet<number> = new Set();

/** Reads a text once, left to right. */
export class FeelingScanner {
  private readonly reading: Reading = {
    hits: [],
    exclamations: 0,
    pressingQuestions: 0,
    startledQuestions: 0,
    interjections: 0,
    sarcastic: NO_SENTENCES,
  };
  private modifiers = new Modifiers();
  private gap = 0;
  private sentence = 0;
  private inConcession = false;
  private addressesReader = false;
  private sentenceHasWords = false;
  private firstHitOfSentence = 0;
  private firstHitNotContrasted = 0;
  /** The word of feeling read last, for words that stand behind it (极了, 不起来). */
  private latestTerm: Term | undefined;
  private latestEnd = 0;
  private latestModifiers = new Modifiers();
  private sarcastic: Set<number> | undefined;

  constructor(
    private readonly lexicon: Lexicon,
    private readonly text: NormalizedText,
  ) {}

  scan(): Reading {
    const { length } = this.text;
    let index = 0;
    while (index < length) index = this.step(index);
    return this.reading;
  }

  private step(index: number): number {
    const { units } = this.text;
    const unit = units[index]!;
    if (isSpace(unit)) return index + 1;
    const afterLink = skipLink(units, index);
    if (afterLink > index) return afterLink;
    const match = this.lexicon.trie.longestAt(units, index);
    if (match !== undefined) {
      this.noteFirstWord(unit);
      this.take(match.term, index, match.end);
      return match.end;
    }
    if (standsAlone(unit)) {
      this.noteFirstWord(unit);
      this.passUnknown(REACH + 1);
      return index + 1;
    }
    if (endsSentence(unit)) return this.endSentence(index);
    if (endsClause(unit)) {
      this.endClause();
      return index + 1;
    }
    this.noteFirstWord(unit);
    this.passUnknown(1);
    return skipWord(units, index);
  }

  private take(term: Term, start: number, end: number): void {
    const { reading } = this;
    if (term.sarcasm) this.noteSarcasm();
    if (term.interjection) reading.interjections += 1;
    if (term.question) this.discountQuestion();
    if (this.takeBehind(term, start)) return;
    if (term.contrast) this.contrast();
    if (term.concession) this.inConcession = true;
    if (term.contrast || term.concession || term.break) this.modifiers.clear();
    if (term.superlative) {
      this.modifiers.clear();
      this.modifiers.outer = SUPERLATIVE;
      this.modifiers.start = start;
      this.gap = 0;
    } else if (term.negation !== undefined && term.negation !== 'after' && term.feelings.length === 0) {
      this.negate(term, start, end);
    } else if (term.feelings.length > 0) {
      this.addHits(term, start, end);
      if (term.degree !== undefined) this.intensify(term.degree, start, end);
    } else if (term.degree !== undefined) this.intensify(term.degree, start, end);
    else if (!term.bridge) this.passUnknown(1);
  }

  /** 难过极了, 开心不起来, 开心个屁: changes the word before it. True when it did. */
  private takeBehind(term: Term, start: number): boolean {
    const { latestTerm, latestModifiers, reading } = this;
    if (latestTerm === undefined || start - this.latestEnd > 1) return false;
    if (term.negation === 'after') {
      latestModifiers.negations += 1;
      latestModifiers.kind = 'full';
    } else if (term.degreeAfter !== undefined) latestModifiers.outer *= term.degreeAfter;
    else return false;
    const { feelings } = latestTerm;
    const first = reading.hits.length - feelings.length;
    feelings.forEach((feeling, index) =>
      Object.assign(reading.hits[first + index]!, feel(feeling, latestModifiers), {
        denied: latestModifiers.negations > 0,
        measured: latestModifiers.outer !== 1,
      }),
    );
    return true;
  }

  private negate(term: Term, start: number, end: number): void {
    if (isChoiceQuestion(this.text.units, start, end)) return;
    const { modifiers } = this;
    if (term.negation === 'emphatic') modifiers.outer *= 1.25;
    modifiers.outer *= modifiers.inner;
    modifiers.inner = 1;
    modifiers.negations += 1;
    modifiers.kind = term.negation === 'emphatic' ? 'full' : term.negation;
    if (modifiers.start < 0) modifiers.start = start;
    this.gap = 0;
  }

  private intensify(degree: number, start: number, end: number): void {
    const drawnOut = isDrawnOut(this.text, start, end) ? BOOST_DRAWN_OUT : 1;
    if (this.modifiers.negations > 0) this.modifiers.inner *= degree * drawnOut;
    else this.modifiers.outer *= degree * drawnOut;
    this.gap = 0;
  }

  private addHits(term: Term, wordStart: number, wordEnd: number): void {
    const { starts, ends } = this.text;
    const { modifiers, sentence } = this;
    if (isDrawnOut(this.text, wordStart, wordEnd)) modifiers.outer *= BOOST_DRAWN_OUT;
    const start = starts[modifiers.negations > 0 && modifiers.start >= 0 ? modifiers.start : wordStart]!;
    const end = ends[wordEnd - 1]!;
    const weight = this.inConcession ? CONTRAST_WEIGHT : 1;
    const denied = modifiers.negations > 0;
    const measured = modifiers.outer !== 1;
    for (const feeling of term.feelings) {
      const { emotion, score, strength } = feel(feeling, modifiers);
      // Fields are named one by one: spreading here made texts full of emoji three times slower.
      this.reading.hits.push({ emotion, score, strength, denied, measured, weight, start, end, sentence });
    }
    this.latestTerm = term;
    this.latestEnd = wordEnd;
    this.modifiers = this.latestModifiers;
    this.modifiers.clear();
    this.latestModifiers = modifiers;
    this.gap = 0;
  }

  private passUnknown(distance: number): void {
    this.gap += distance;
    if (this.gap > REACH) this.modifiers.clear();
  }

  /** What this sentence and the one before it said counts less from here. */
  private contrast(): void {
    const { hits } = this.reading;
    for (let index = this.firstHitNotContrasted; index < hits.length; index += 1) {
      const hit = hits[index]!;
      if (hit.sentence >= this.sentence - 1) hit.weight = Math.min(hit.weight, CONTRAST_WEIGHT);
    }
    this.firstHitNotContrasted = hits.length;
    this.inConcession = false;
  }

  /** 你开心吗 asks about the reader; it does not say how the writer feels. */
  private discountQuestion(): void {
    const { hits } = this.reading;
    if (!this.addressesReader) return;
    for (let index = this.firstHitOfSentence; index < hits.length; index += 1)
      hits[index]!.weight *= ASKED_WEIGHT;
    this.firstHitOfSentence = hits.length;
  }

  /** Few texts have a mark of sarcasm: the others go without a set. */
  private noteSarcasm(): void {
    this.sarcastic ??= new Set();
    this.sarcastic.add(this.sentence);
    this.reading.sarcastic = this.sarcastic;
  }

  private noteFirstWord(unit: number): void {
    if (!this.sentenceHasWords) this.addressesReader = unit === YOU || unit === YOU_POLITE;
    this.sentenceHasWords = true;
  }

  private endClause(): void {
    this.modifiers.clear();
    this.gap = 0;
    this.inConcession = false;
  }

  private endSentence(index: number): number {
    const { units } = this.text;
    if (units[index] === 0x2e && isWordUnit(units[index + 1]!)) return index + 1;
    let end = index;
    let exclamations = 0;
    let questions = 0;
    for (; endsSentence(units[end]!); end += 1) {
      if (units[end] === EXCLAMATION) exclamations += 1;
      if (units[end] === QUESTION) questions += 1;
    }
    this.reading.exclamations += exclamations;
    if (questions > 0 && exclamations > 0) this.reading.startledQuestions += 1;
    else if (questions > 1) this.reading.pressingQuestions += 1;
    this.endClause();
    this.sentence += 1;
    this.sentenceHasWords = false;
    this.addressesReader = false;
    this.firstHitOfSentence = this.reading.hits.length;
    return end;
  }
}
