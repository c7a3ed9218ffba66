import { EMOTIONS, toScores, type Emotion, type EmotionResult } from '../../emotion.types.js';
import { FeelingScanner } from './feeling-scanner.js';
import type { Lexicon } from './lexicon.js';
import { ASKED_WEIGHT, type Hit, type Reading } from './reading.js';

const POSITIVE: ReadonlySet<Emotion> = new Set(['happy', 'excited', 'grateful']);
const NEGATIVE: ReadonlySet<Emotion> = new Set(['sad', 'lonely', 'anxious', 'angry', 'frustrated']);
/** Related feelings back each other up: two kinds of grief outweigh one joy. */
const KINSHIP = 0.3;
/** Least score that counts as a feeling; one faint word in a plain tone reaches it. */
const THRESHOLD = 0.4;
const PRESSING_QUESTION_SCORE = 0.5;
const STARTLED_QUESTION_SCORE = 0.6;
const QUESTION_STRENGTH = 2.5;
const MOST_EVIDENCE = 8;
/** Hits looked at for evidence, so that a text of one repeated emoji stays cheap. */
const EVIDENCE_HITS = 100;
/** What speaks for every label before a word was read, so that no score says "impossible". */
const PRIOR = 0.02;
/** A calm tone reads as no more than this. */
const MOST_INTENSE_TONE = 3;

/** What the words of a text speak for, before anything is decided. */
export interface Weighing {
  /** Every feeling found, sarcasm and questions taken into account. */
  hits: readonly Hit[];
  /** The sum of each feeling's scores; 0 for those not found. */
  totals: Readonly<Record<Emotion, number>>;
  /** What exclamation marks and interjections add, 0 to 2.4 points of intensity. */
  arousal: number;
}

/** Written out: faster than a copy of an object made from EMOTIONS. */
const noTotals = (): Record<Emotion, number> => ({
  happy: 0,
  excited: 0,
  grateful: 0,
  sad: 0,
  lonely: 0,
  anxious: 0,
  angry: 0,
  frustrated: 0,
  confused: 0,
  surprised: 0,
  neutral: 0,
});

/** Reads a text by the lexicon, in one pass. */
export function weighText(text: string, lexicon: Lexicon): Weighing {
  return weigh(new FeelingScanner(lexicon, lexicon.normalize(text)).scan());
}

function weigh(reading: Reading): Weighing {
  const arousal = Math.min(1.6, 0.45 * reading.exclamations) + Math.min(0.8, 0.4 * reading.interjections);
  const hits = withQuestionFeelings(withoutSarcasm(reading), reading);
  const totals = noTotals();
  for (const { emotion, score, weight } of hits) totals[emotion] += score * weight;
  return { hits, totals, arousal };
}

/** Turns what was read into one emotion. The formulae are explained in docs/emotion.md. */
export function decide({ hits, totals, arousal }: Weighing, text: string): EmotionResult {
  const weightOf = (emotion: Emotion) =>
    PRIOR + Math.max(withKin(emotion, totals), emotion === 'neutral' ? THRESHOLD : 0);
  if (hits.length === 0) return { ...unmoved(arousal, 0), scores: toScores(weightOf, 'neutral') };
  const ranked = EMOTIONS.map((emotion) => ({ emotion, score: withKin(emotion, totals) })).sort(
    (a, b) => b.score - a.score,
  );
  const winner = ranked[0]!;
  // The threshold is what speaks for neutral: a feeling wins exactly when it reaches it.
  if (winner.score < THRESHOLD)
    return { ...unmoved(arousal, winner.score), scores: toScores(weightOf, 'neutral') };
  const deciding = hits.filter(({ emotion }) => emotion === winner.emotion);
  return {
    emotion: winner.emotion,
    intensity: winner.emotion === 'neutral' ? toneOf(arousal) : intensityOf(deciding, arousal),
    confidence: confidence(winner.score, ranked[1]?.score ?? 0),
    scores: toScores(weightOf, winner.emotion),
    evidence: evidenceOf(deciding, text),
  };
}

/** How strong a feeling is, 0-10: its strongest word, the others for something, the tone on top. */
export function intensityOf(deciding: readonly Hit[], arousal: number): number {
  const strongest = deciding.reduce((most, hit) => Math.max(most, strengthOf(hit)), 0);
  if (strongest === 0) return toneOf(arousal);
  const more = Math.min(1.5, 0.5 * (deciding.length - 1));
  return toIntensity(strongest + more + arousal);
}

/** What is asked of the reader (你开心吗) is felt by the writer a little at most. */
function strengthOf({ strength, weight }: Hit): number {
  return weight > ASKED_WEIGHT ? strength : strength * weight;
}

/** The intensity of a text that names no feeling: its tone alone, 0-3. */
export function toneOf(arousal: number): number {
  return round(Math.min(MOST_INTENSE_TONE, arousal), 1);
}

/** A strength of any size on the scale of intensity. */
export function toIntensity(strength: number): number {
  return round(soften(strength), 1);
}

/** The words of the text that stand behind these hits, each once, in order of appearance. */
export function evidenceOf(deciding: readonly Hit[], text: string): string[] {
  const words = new Set<string>();
  for (const { start, end } of deciding.slice(0, EVIDENCE_HITS)) {
    if (start >= 0) words.add(text.slice(start, end));
    if (words.size === MOST_EVIDENCE) break;
  }
  return [...words];
}

/** A mark of sarcasm turns the praise around it into frustration. */
function withoutSarcasm({ hits, sarcastic }: Reading): readonly Hit[] {
  if (sarcastic.size === 0) return hits;
  const isMocked = (sentence: number) =>
    sarcastic.has(sentence) || sarcastic.has(sentence - 1) || sarcastic.has(sentence + 1);
  return hits.map((hit) =>
    POSITIVE.has(hit.emotion) && isMocked(hit.sentence)
      ? { ...hit, emotion: 'frustrated', score: hit.score * 0.8 }
      : hit,
  );
}

/** "???" asks for an answer, "?!" is taken aback; neither is a word, so they leave no evidence. */
function withQuestionFeelings(
  hits: readonly Hit[],
  { pressingQuestions, startledQuestions }: Reading,
): readonly Hit[] {
  if (pressingQuestions === 0 && startledQuestions === 0) return hits;
  const silent = {
    ...{ start: -1, end: -1, sentence: -1 },
    ...{ weight: 1, strength: QUESTION_STRENGTH, denied: false, measured: false },
  };
  const feelings: Hit[] = [];
  if (pressingQuestions > 0)
    feelings.push({ ...silent, emotion: 'confused', score: PRESSING_QUESTION_SCORE });
  if (startledQuestions > 0)
    feelings.push({ ...silent, emotion: 'surprised', score: STARTLED_QUESTION_SCORE });
  return hits.concat(feelings);
}

function withKin(emotion: Emotion, totals: Weighing['totals']): number {
  const own = totals[emotion];
  if (own === 0) return own;
  const family = POSITIVE.has(emotion) ? POSITIVE : NEGATIVE.has(emotion) ? NEGATIVE : undefined;
  if (family === undefined) return own;
  let kin = 0;
  for (const member of family) if (member !== emotion) kin += totals[member];
  return own + KINSHIP * kin;
}

/** The last two points of the scale are never overshot: above 8 it rises ever more slowly towards 10. */
function soften(value: number): number {
  return value <= 8 ? value : 10 - 2 * Math.exp((8 - value) / 2);
}

function confidence(winner: number, second: number): number {
  const margin = (winner - second) / winner;
  const amount = 1 - Math.exp(-winner / 1.2);
  return round(0.25 + 0.7 * amount * (0.4 + 0.6 * margin), 2);
}

/** No evidence, or too little: neutral, the surer the less was found. */
function unmoved(arousal: number, strayScore: number): Omit<EmotionResult, 'scores'> {
  return {
    emotion: 'neutral',
    intensity: toneOf(arousal),
    confidence: round(0.5 - 0.4 * strayScore, 2),
    evidence: [],
  };
}

function round(value: number, digits: 1 | 2): number {
  const scale = digits === 1 ? 10 : 100;
  return Math.round(value * scale) / scale;
}
