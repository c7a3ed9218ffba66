import { isChoiceQuestion, skipLink, skipWord } from './borders.js';
import type { Lexicon } from './lexicon.js';
import { feel, type Feeling, type ModifierState } from './negation.js';
import type { NormalizedText } from './normalized-text.js';
import type { Term } from './term.js';
import { endsClause, endsSentence, isSpace, isWordUnit } from './unit-kinds.js';

/** One feeling found in the text, after degree words and negators. */
export interface Hit extends Feeling {
  /** Stretch of the original text: the word, with its negator where there is one. */
  start: number;
  end: number;
  sentence: number;
  /** 1, or less when a contrast, a concession or a question takes back what was said. */
  weight: number;
}

export interface Reading {
  hits: Hit[];
  exclamations: number;
  /** Runs of two or more question marks. */
  pressingQuestions: number;
  /** Runs that mix ! and ?. */
  startledQuestions: number;
  interjections: number;
  /** Sentences with a mark of sarcasm. */
  sarcastic: Set<number>;
}

const CONTRAST_WEIGHT = 0.5;
const QUESTION_WEIGHT = 0.3;
/** Unknown Latin words a negator or degree word reaches over; of Chinese it crosses none but the known bridges. */
const REACH = 1;
const BOOST_DRAWN_OUT = 1.12;

const EXCLAMATION = 0x21;
const QUESTION = 0x3f;
const YOU = new Set(Array.from('你您', (character) => character.charCodeAt(0)));

const fresh = (): ModifierState => ({ negations: 0, kind: undefined, outer: 1, inner: 1, start: -1 });

/** Reads a text once, left to right. */
export class FeelingScanner {
  private readonly reading: Reading = {
    hits: [],
    exclamations: 0,
    pressingQuestions: 0,
    startledQuestions: 0,
    interjections: 0,
    sarcastic: new Set(),
  };
  private state = fresh();
  private gap = 0;
  private sentence = 0;
  private inConcession = false;
  private addressesReader = false;
  private sentenceHasWords = false;
  private firstHitOfSentence = 0;
  private firstHitNotContrasted = 0;
  /** Hits of the word read last, and where it ended, for words that stand behind (极了, 不起来). */
  private latest: { hits: Hit[]; end: number; feelings: Term['feelings']; state: ModifierState } | undefined;

  constructor(
    private readonly lexicon: Lexicon,
    private readonly text: NormalizedText,
  ) {}

  scan(): Reading {
    const { units } = this.text;
    let index = 0;
    while (index < units.length) index = this.step(index);
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
    if (endsSentence(unit)) return this.endSentence(index);
    if (endsClause(unit)) {
      this.endClause();
      return index + 1;
    }
    this.noteFirstWord(unit);
    this.passUnknown(isWordUnit(unit) ? 1 : REACH + 1);
    return skipWord(units, index);
  }

  private take(term: Term, start: number, end: number): void {
    const { reading } = this;
    if (term.sarcasm) reading.sarcastic.add(this.sentence);
    if (term.interjection) reading.interjections += 1;
    if (term.question) this.discountQuestion();
    if (this.takeBehind(term, start)) return;
    if (term.contrast) this.contrast();
    if (term.concession) this.inConcession = true;
    if (term.contrast || term.concession || term.break) this.state = fresh();
    if (term.superlative) {
      this.state = { ...fresh(), outer: 1.55, start };
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
    const { latest } = this;
    if (latest === undefined || start - latest.end > 1) return false;
    if (term.negation === 'after') {
      latest.state = { ...latest.state, negations: latest.state.negations + 1, kind: 'full' };
    } else if (term.degreeAfter !== undefined) {
      latest.state = { ...latest.state, outer: latest.state.outer * term.degreeAfter };
    } else return false;
    const changed = latest.feelings.map((feeling) => feel(feeling, latest.state));
    latest.hits.forEach((hit, index) => Object.assign(hit, changed[index]));
    return true;
  }

  private negate(term: Term, start: number, end: number): void {
    if (isChoiceQuestion(this.text.units, start, end)) return;
    const { state } = this;
    if (term.negation === 'emphatic') state.outer *= 1.25;
    state.outer *= state.inner;
    state.inner = 1;
    state.negations += 1;
    state.kind = term.negation === 'emphatic' ? 'full' : term.negation;
    if (state.start < 0) state.start = start;
    this.gap = 0;
  }

  private intensify(degree: number, start: number, end: number): void {
    const drawnOut = this.isDrawnOut(start, end) ? BOOST_DRAWN_OUT : 1;
    if (this.state.negations > 0) this.state.inner *= degree * drawnOut;
    else this.state.outer *= degree * drawnOut;
    this.gap = 0;
  }

  private addHits(term: Term, start: number, end: number): void {
    const { starts, ends } = this.text;
    const state = this.state;
    if (this.isDrawnOut(start, end)) state.outer *= BOOST_DRAWN_OUT;
    const sourceStart = starts[state.negations > 0 && state.start >= 0 ? state.start : start]!;
    const weight = this.inConcession ? CONTRAST_WEIGHT : 1;
    // Fields are named one by one: spreading here made texts full of emoji three times slower.
    const hits = term.feelings.map((word): Hit => {
      const { emotion, score, strength, denied } = feel(word, state);
      return {
        emotion,
        score,
        strength,
        denied,
        weight,
        start: sourceStart,
        end: ends[end - 1]!,
        sentence: this.sentence,
      };
    });
    for (const hit of hits) this.reading.hits.push(hit);
    this.latest = { hits, end, feelings: term.feelings, state };
    this.state = fresh();
    this.gap = 0;
  }

  private isDrawnOut(start: number, end: number): boolean {
    const { drawnOut } = this.text;
    for (let index = start; index < end; index += 1) if (drawnOut[index] === 1) return true;
    return false;
  }

  private passUnknown(distance: number): void {
    this.gap += distance;
    if (this.gap > REACH) this.forget();
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
      hits[index]!.weight *= QUESTION_WEIGHT;
    this.firstHitOfSentence = hits.length;
  }

  private noteFirstWord(unit: number): void {
    if (!this.sentenceHasWords) this.addressesReader = YOU.has(unit);
    this.sentenceHasWords = true;
  }

  /** Makes no new state where nothing was read yet: this is asked for at most units of a text. */
  private forget(): void {
    const { negations, outer, inner } = this.state;
    if (negations !== 0 || outer !== 1 || inner !== 1 || this.state.start >= 0) this.state = fresh();
  }

  private endClause(): void {
    this.forget();
    this.gap = 0;
    this.inConcession = false;
  }

  private endSentence(index: number): number {
    const { units } = this.text;
    if (units[index] === 0x2e && isWordUnit(units[index + 1])) return index + 1;
    let end = index;
    let exclamations = 0;
    let questions = 0;
    for (; endsSentence(units[end]); end += 1) {
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
