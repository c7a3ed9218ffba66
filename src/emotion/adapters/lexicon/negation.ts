import type { Emotion } from '../../emotion.types.js';
import type { Negation, Strength } from './term.js';

/** A feeling with its share in the vote (`score`) and how strong it is felt (`strength`, on the scale of intensity). */
export interface Feeling {
  emotion: Emotion;
  score: number;
  strength: number;
  /** A negator turned or weakened it. */
  denied: boolean;
}

/** Negators and degree words read so far that still reach the next word. */
export interface ModifierState {
  negations: number;
  kind: Negation | undefined;
  /** Degree outside the negator (很不开心), or without one. */
  outer: number;
  /** Degree inside the negator (不是很开心). */
  inner: number;
  /** Index of the first negator, -1 for none. */
  start: number;
}

const SCORE: Record<Strength, number> = { faint: 0.6, clear: 1, strong: 1.5 };
const STRENGTH: Record<Strength, number> = { faint: 2.5, clear: 4.5, strong: 6.5 };
const WEAKEST_DEGREE = 0.4;
const STRONGEST_DEGREE = 2;

interface Turned {
  emotion: Emotion;
  score: number;
  strength: number;
}

const to = (emotion: Emotion, score: number, strength: number): Turned => ({ emotion, score, strength });

/** What "not x" means, with factors on x's score and strength. "Not sad" is no joy: it is calm. */
const DENIED: Record<Emotion, Turned> = {
  happy: to('sad', 0.8, 0.7),
  excited: to('sad', 0.6, 0.5),
  grateful: to('frustrated', 0.7, 0.6),
  sad: to('neutral', 0.7, 0),
  lonely: to('neutral', 0.7, 0),
  anxious: to('neutral', 0.7, 0),
  angry: to('neutral', 0.7, 0),
  frustrated: to('neutral', 0.7, 0),
  confused: to('neutral', 0.7, 0),
  surprised: to('neutral', 0.7, 0),
  neutral: to('frustrated', 0.7, 0.6),
};

const isPositive = (emotion: Emotion) => DENIED[emotion].strength > 0;

/** The feeling a word stands for under its negators and degree words. */
export function feel(
  word: { emotion: Emotion; strength: Strength },
  { negations, kind, outer, inner }: ModifierState,
): Feeling {
  const score = SCORE[word.strength];
  const strength = STRENGTH[word.strength];
  if (negations === 0) return { ...scale(to(word.emotion, score, strength), outer), denied: false };
  if (negations % 2 === 0)
    return { ...scale(to(word.emotion, score * 0.7, strength * 0.6), outer), denied: true };
  const turned = turn(word.emotion, kind, inner);
  return {
    ...scale(to(turned.emotion, score * turned.score, strength * turned.strength), outer),
    denied: true,
  };
}

function turn(emotion: Emotion, kind: Negation | undefined, inner: number): Turned {
  if (kind === 'ended') return isPositive(emotion) ? to('sad', 0.9, 0.8) : to('happy', 0.6, 0.5);
  if (kind !== 'partial' && inner <= 1) return DENIED[emotion];
  return isPositive(emotion)
    ? to(DENIED[emotion].emotion, DENIED[emotion].score * 0.8, DENIED[emotion].strength * 0.75)
    : to(emotion, 0.6, 0.45);
}

/** Degrees move the strength fully and the vote by their square root. */
function scale({ emotion, score, strength }: Turned, degree: number): Turned {
  const factor = Math.min(STRONGEST_DEGREE, Math.max(WEAKEST_DEGREE, degree));
  return { emotion, score: score * Math.sqrt(factor), strength: strength * factor };
}
