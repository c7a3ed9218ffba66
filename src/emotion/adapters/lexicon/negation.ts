import type { Emotion } from '../../emotion.types.js';
import type { Feeling, Negation, Strength } from './term.js';

/** Negators and degree words read so far that still reach the next word. */
export class Modifiers {
  negations = 0;
  kind: Negation | undefined = undefined;
  /** Degree outside the negator (很不开心), or without one. */
  outer = 1;
  /** Degree inside the negator (不是很开心). */
  inner = 1;
  /** Index of the first negator, -1 for none. */
  start = -1;

  clear(): void {
    this.negations = 0;
    this.kind = undefined;
    this.outer = 1;
    this.inner = 1;
    this.start = -1;
  }
}

const SCORE: Record<Strength, number> = { faint: 0.6, clear: 1, strong: 1.5 };
const STRENGTH: Record<Strength, number> = { faint: 2.5, clear: 4.5, strong: 7.2 };
const WEAKEST_DEGREE = 0.4;
const STRONGEST_DEGREE = 2;

/** Factors on a word's score and strength, with what it turns into. */
const to = (emotion: Emotion, score: number, strength: number): Feeling => ({ emotion, score, strength });

/** What "not x" means, with factors on x's score and strength. "Not sad" is no joy: it is calm. */
const DENIED: Record<Emotion, Feeling> = {
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

/** What a word of this strength stands for on its own. */
export function plainFeeling(emotion: Emotion, strength: Strength): Feeling {
  return { emotion, score: SCORE[strength], strength: STRENGTH[strength] };
}

/** What a word stands for under its negators and degree words. */
export function feel(
  { emotion, score, strength }: Feeling,
  { negations, kind, outer, inner }: Modifiers,
): Feeling {
  if (negations === 0) return scale(emotion, score, strength, outer);
  if (negations % 2 === 0) return scale(emotion, score * 0.7, strength * 0.6, outer);
  const turned = turn(emotion, kind, inner);
  return scale(turned.emotion, score * turned.score, strength * turned.strength, outer);
}

function turn(emotion: Emotion, kind: Negation | undefined, inner: number): Feeling {
  if (kind === 'ended') return isPositive(emotion) ? to('sad', 0.9, 0.8) : to('happy', 0.6, 0.5);
  if (kind !== 'partial' && inner <= 1) return DENIED[emotion];
  return isPositive(emotion)
    ? to(DENIED[emotion].emotion, DENIED[emotion].score * 0.8, DENIED[emotion].strength * 0.75)
    : to(emotion, 0.6, 0.45);
}

/** Degrees move the strength fully and the vote by their square root. */
function scale(emotion: Emotion, score: number, strength: number, degree: number): Feeling {
  const factor = Math.min(STRONGEST_DEGREE, Math.max(WEAKEST_DEGREE, degree));
  return { emotion, score: score * Math.sqrt(factor), strength: strength * factor };
}
